// 一次启动：下载，依次试几种方式，直到线程说准备好了。停下以后再来的都不算。
import { Download } from "./download.mjs";
import { FILES, startModes } from "./modes.mjs";
import { isFinal, probe, StartError } from "./reasons.mjs";
import { isPageNewer } from "./update.mjs";

const WORKER = "worker.js";

// 不许的是我们要用的；浏览器插件写进页面的样式之类不算。
function isOurs({ blockedURI, violatedDirective }, { origin }) {
  const own = ["wasm-eval", "blob"].includes(blockedURI) || blockedURI.startsWith(origin);
  return own && /^(default|script|worker|connect)-src/.test(violatedDirective);
}

export class Start {
  // owner 的 runtime：运行时有哪些文件；here：正在运行的程序的地址；heard(进展)：有进展；
  // answered(回答)。
  constructor(owner) {
    this.owner = owner;
    this.base = new URL(owner.runtime.base, owner.here);
    this.violated = (event) => {
      if (isOurs(event, owner.here)) this.policy = event.violatedDirective;
    };
  }

  heard(stage) {
    if (!this.stopped) this.owner.heard({ stage, ...this.download?.progress });
  }

  // 返回哪一种方式成了。
  async run() {
    const { runtime, here } = this.owner;
    document.addEventListener("securitypolicyviolation", this.violated);
    probe();
    if (isPageNewer(here)) throw new StartError("updated", "");
    this.heard("download");
    this.download = new Download(runtime.files, this.base, () => this.heard("download"));
    return this.tryEach(startModes(performance.getEntriesByType("resource")));
  }

  // 后台线程的程序和 wasm 每种都要，只取一次；这两样没有取到，别的方式也不成。
  async tryEach(modes) {
    const common = [this.download.bytes(WORKER), this.download.module()];
    const both = Promise.all(common);
    both.catch(() => {});
    for (const mode of modes) {
      try {
        await this.tryOne(mode, common);
        return mode;
      } catch (error) {
        if (this.stopped) throw error;
        const lost = await both.then(
          () => false,
          () => true,
        );
        if (lost || isFinal(error) || mode === "full") throw error;
        console.warn(`${mode}：`, error);
        this.worker?.terminate();
      }
    }
  }

  async tryOne(mode, [program, module]) {
    const names = FILES[mode];
    const coming = Promise.all(names.map((name) => this.download.bytes(name)));
    coming.catch(() => {});
    const ready = this.spawn(await program, mode);
    ready.catch(() => {});
    const [compiled, files] = await Promise.race([Promise.all([module, coming]), ready]);
    this.heard("start");
    const given = Object.fromEntries(names.map((name, index) => [name, files[index]]));
    this.worker.postMessage({ type: "files", module: compiled, files: given }, files);
    await ready;
  }

  // 线程运行的就是核对过的那些字节。
  spawn(program, mode) {
    const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
    this.worker = new Worker(address);
    const { memory, lock } = this.owner.runtime;
    this.worker.postMessage({ type: "start", mode, memory, lock, base: this.base.href });
    return new Promise((resolve, reject) => {
      this.worker.onerror = (event) => reject(new StartError("crash", event.message));
      this.worker.onmessage = ({ data }) => {
        if (data.type === "ready") resolve();
        else if (data.type === "failed") reject(new StartError(data.reason, data.detail));
        else this.owner.answered(data);
      };
    }).finally(() => URL.revokeObjectURL(address));
  }

  // 启动到此为止，线程留着。
  finish() {
    document.removeEventListener("securitypolicyviolation", this.violated);
  }

  stop() {
    this.finish();
    this.stopped = true;
    this.worker?.terminate();
    this.download?.abort.abort();
  }
}
