// 启动后台线程里的 Python，再一问一答；没有回应的，重新启动一次。读者有动作以后才开始。
import runtime from "runtime";
import { Download, StartError, probe } from "./download.mjs";

const PATIENCE = 30_000; // 毫秒；启动时这么久没有进展就不等了
const LONG = 2; // 秒；算了这么久，给出“停下”
const SILENT = 6; // 秒；这么久没有回答，当作线程已经不在了
const SLOW_LINE = 500; // 字节每毫秒，约 4 Mbit/s
const WORKER = "worker.js";
// 换一种启动方式也没有用的。
const FINAL = ["blocked", "memory", "unsupported", "old"];
const FILES = {
  snapshot: ["snapshot.bin"],
  stdlib: ["stdlib.zip", "calc.whl"],
  full: ["python_stdlib.zip", "calc.whl"],
};
const PROGRAM = /assets\/calc\/([0-9a-f]{16})\/calc\.mjs/;
const here = new URL(import.meta.url);
const base = new URL(runtime.base, here);

// 快照启动快，但多下载近 1 MB；线路慢时先用裁好的标准库。快慢看本页最大的资源；从缓存来的算快。
function startModes() {
  const entries = performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 20_000);
  const largest = entries.sort((a, b) => b.transferSize - a.transferSize)[0];
  const time = largest?.responseEnd - largest?.responseStart;
  const fast = !largest || largest.encodedBodySize / time > SLOW_LINE;
  return fast ? ["snapshot", "stdlib", "full"] : ["stdlib", "full"];
}

// 页面写的程序和正在运行的不是同一份：网站更新过了。
function isNewer(text) {
  const found = PROGRAM.exec(text);
  return Boolean(found) && found[1] !== PROGRAM.exec(here.pathname)?.[1];
}

// 一个后台线程服务所有页面上的计算器，页间跳转时不重启。
export const engine = {
  state: "idle",
  progress: null,
  trouble: null,
  watchers: new Set(),
  waiting: new Map(),
  number: 0,
  silence: 0,
  revived: false,

  start() {
    if (this.state === "starting" || this.state === "ready") return;
    this.set("starting");
    this.boot().catch((error) => this.explain(error));
  },

  // 依次试几种启动方式；后台线程的程序和 wasm 每种都要，只取一次。
  async boot() {
    this.policy = null;
    document.addEventListener("securitypolicyviolation", this.violated);
    probe();
    const programs = [...document.querySelectorAll("script[src*='/calc.mjs']")];
    if (programs.some(({ src }) => isNewer(src))) throw new StartError("updated", "");
    this.heard("download");
    const download = new Download(base, () => this.heard("download"));
    this.download = download;
    const common = { program: download.bytes(WORKER), module: download.module() };
    Promise.allSettled(Object.values(common));
    const modes = startModes();
    for (const mode of modes) {
      try {
        await this.bootIn(mode, common);
        return this.ready(mode);
      } catch (error) {
        if (this.download !== download) return;
        const shared = await Promise.all(Object.values(common)).then(() => false, () => true);
        if (shared || FINAL.includes(error.reason) || mode === modes.at(-1)) throw error;
        console.warn(`${mode}：`, error);
        this.worker?.terminate();
      }
    }
  },

  async bootIn(mode, { program, module }) {
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
  },

  // 线程运行的就是核对过的那些字节。
  spawn(program, mode) {
    const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
    this.worker = new Worker(address);
    const { memory, lock } = runtime;
    this.worker.postMessage({ type: "start", mode, memory, lock, base: base.href });
    return new Promise((resolve, reject) => {
      this.worker.onerror = (event) => reject(new StartError("crash", event.message));
      this.worker.onmessage = ({ data }) => {
        if (data.type === "ready") resolve();
        else if (data.type === "failed") reject(new StartError(data.reason, data.detail));
        else this.answered(data);
      };
    }).finally(() => URL.revokeObjectURL(address));
  },

  ready(mode) {
    this.mode = mode;
    this.download = null;
    clearTimeout(this.timer);
    document.removeEventListener("securitypolicyviolation", this.violated);
    this.waiting.forEach((asked) => {
      asked.long = false;
      this.worker.postMessage(asked.question);
    });
    this.watch();
    this.set("ready");
  },

  violated({ blockedURI, violatedDirective }) {
    engine.policy = `${violatedDirective} ${blockedURI}`;
  },

  // 找出真正的原因：没有网络、安全策略不许、网站更新过了。
  async explain(error) {
    const download = this.download;
    let { reason = "crash" } = error;
    if (this.policy && reason !== "unsupported") reason = "blocked";
    if (reason === "network" && navigator.onLine === false) reason = "offline";
    if (["missing", "damaged"].includes(reason) && (await this.isUpdated())) reason = "updated";
    if (this.download === download) this.fail(reason, error.message);
  },

  async isUpdated() {
    try {
      const response = await fetch(location.pathname, { cache: "no-store" });
      return response.ok && isNewer(await response.text());
    } catch {
      return false;
    }
  },

  heard(stage) {
    this.progress = { stage, ...this.download?.progress };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail("timeout", ""), PATIENCE);
    this.tell();
  },

  answered({ number, text, wrong }) {
    this.silence = 0;
    this.revived = false;
    const asked = this.waiting.get(number);
    this.waiting.delete(number);
    if (text !== undefined) asked?.resolve(JSON.parse(text));
    else asked?.reject(new Error(wrong));
  },

  // 有问题在等回答时，每秒看一次；页面在后台、手机锁着的时候不算。
  watch() {
    clearInterval(this.watching);
    this.silence = 0;
    this.watching = setInterval(() => {
      if (!this.waiting.size || this.state !== "ready") return clearInterval(this.watching);
      if (!document.hidden) this.silence += 1;
      if (this.silence === LONG) this.wait();
      if (this.silence > SILENT) this.revive();
    }, 1000);
  },

  wait() {
    this.waiting.forEach((asked) => (asked.long = true));
    this.tell();
  },

  // 换一个线程再问一遍；新的也不回答，就说出来。
  revive() {
    if (this.revived) return this.fail("silent", "");
    this.revived = true;
    this.stop();
    this.set("idle");
    this.start();
  },

  // 读者不想等了。
  cancel() {
    this.stop();
    this.drop(new Error("cancelled"));
    this.set("idle");
  },

  stop() {
    this.worker?.terminate();
    this.download?.abort.abort();
    this.worker = this.download = null;
    clearTimeout(this.timer);
    clearInterval(this.watching);
    document.removeEventListener("securitypolicyviolation", this.violated);
  },

  drop(error) {
    this.waiting.forEach(({ reject }) => reject(error));
    this.waiting.clear();
  },

  fail(reason, detail) {
    if (this.state === "failed") return;
    this.stop();
    this.revived = false;
    this.trouble = { reason, detail };
    this.drop(new Error(reason));
    this.set("failed");
  },

  set(state) {
    this.state = state;
    this.tell();
  },

  tell() {
    this.watchers.forEach((watcher) => watcher());
  },

  // 同一张表单又改了数字，前一问不再等。
  ask(id, inputs, asker) {
    this.start();
    if (this.state === "failed") return Promise.reject(new Error(this.trouble.reason));
    const quiet = !this.waiting.size;
    for (const [number, earlier] of this.waiting) {
      if (asker && earlier.asker === asker) this.waiting.delete(number);
    }
    const question = { number: ++this.number, id, inputs: JSON.stringify(inputs) };
    const answer = new Promise((resolve, reject) => {
      this.waiting.set(question.number, { question, asker, resolve, reject });
    });
    if (this.state === "ready") {
      this.worker.postMessage(question);
      if (quiet) this.watch();
    }
    return answer;
  },
};
