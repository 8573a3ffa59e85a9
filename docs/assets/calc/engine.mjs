// 建站时写进 calc.mjs 里；runtime 是那时列出的文件清单。
// 下载 Python 的文件，编译 wasm，交给后台线程启动，再一问一答。读者有动作以后才开始。
import runtime from "./runtime.mjs";

const PATIENCE = 30_000;
const SLOW_LINE = 500; // 字节每毫秒，约 4 Mbit/s
const FINAL = ["network", "blocked"];
const WASM = "pyodide.asm.wasm";
const FILES = { snapshot: ["snapshot.bin"], stdlib: ["stdlib.zip", "calc.whl"], full: ["python_stdlib.zip", "calc.whl"] };
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const base = new URL(runtime.base, import.meta.url);

// 浏览器早先存下的，那时已经核对过；不在 https 上的页面没有 crypto.subtle，不能核对。
function cached(name) {
  return !crypto.subtle || performance.getEntriesByName(new URL(name, base).href).at(-1)?.transferSize === 0;
}

async function digest(buffer) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class StartError extends Error {
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}


// 一次启动要的全部文件；字节数从副本上数，原样的回应交给 WebAssembly，浏览器才能缓存编译结果。
class Download {
  constructor(names, heard) {
    this.names = names;
    this.heard = heard;
    this.loaded = 0;
    this.told = 0;
    this.total = [WASM, ...names].reduce((sum, name) => sum + runtime.files[name].bytes, 0);
    this.abort = new AbortController();
  }

  async count(body) {
    const reader = body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      this.loaded += chunk.value.length;
      if (performance.now() - this.told < 100) continue;
      this.told = performance.now();
      this.heard();
    }
  }

  async response(name) {
    const response = await fetch(new URL(name, base), { signal: this.abort.signal }).catch(network);
    if (!response.ok) throw new StartError("network", `${name}：${response.status}`);
    this.count(response.clone().body).catch(() => {});
    return response;
  }

  async bytes(name) {
    const response = await this.response(name);
    const buffer = await response.arrayBuffer().catch(network);
    if (!cached(name) && (await digest(buffer)) !== runtime.files[name].sha256) throw new StartError("damaged", name);
    return [name, buffer];
  }

  // 边下载边编译；服务器没有按 application/wasm 发送时，下完再编译。
  async module() {
    const response = await this.response(WASM);
    if (response.headers.get("Content-Type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer().catch(network));
  }

  async all() {
    const [module, ...files] = await Promise.all([this.module(), ...this.names.map((name) => this.bytes(name))]);
    return { module, files: Object.fromEntries(files) };
  }
}

function network(error) {
  throw new StartError("network", error.message);
}

function probe() {
  if (typeof WebAssembly !== "object") throw new StartError("unsupported", "WebAssembly");
  try {
    new WebAssembly.Module(SMALLEST_MODULE);
  } catch (error) {
    throw new StartError("blocked", error.message);
  }
}

// 快照启动快，但多下载近 1 MB；线路慢时先用裁好的标准库。快慢看本页最大的资源；从缓存来的算快。
function startModes() {
  const entries = performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 20_000);
  const largest = entries.sort((a, b) => b.transferSize - a.transferSize)[0];
  const fast = !largest || largest.encodedBodySize / (largest.responseEnd - largest.responseStart) > SLOW_LINE;
  return fast ? ["snapshot", "stdlib", "full"] : ["stdlib", "full"];
}

// 一个后台线程服务所有页面上的计算器，页间跳转时不重启。
export const engine = {
  state: "idle",
  progress: null,
  trouble: null,
  watchers: new Set(),
  waiting: new Map(),
  number: 0,

  start() {
    if (this.state === "starting" || this.state === "ready") return;
    this.set("starting");
    this.boot(startModes()).catch((error) => this.fail(error.reason ?? "crash", error.message));
  },

  // 依次试几种启动方式；网络断了的、安全策略不许的，换一种也没有用，直接报告。
  async boot(modes) {
    probe();
    for (const mode of modes) {
      try {
        await this.bootIn(mode);
        this.mode = mode;
        clearTimeout(this.timer);
        return this.set("ready");
      } catch (error) {
        if (this.state === "failed") return;
        if (FINAL.includes(error.reason) || mode === modes.at(-1)) throw error;
        console.warn(`${mode}：`, error);
        this.stop();
      }
    }
  },

  // 后台线程读程序、做准备的同时，这里下载其余的文件、编译 wasm。
  async bootIn(mode) {
    this.heard("download");
    this.download = new Download(FILES[mode], () => this.heard("download"));
    const coming = this.download.all();
    const ready = this.spawn();
    Promise.allSettled([coming, ready]);
    this.worker.postMessage({ type: "start", mode, memory: runtime.memory, lock: runtime.lock });
    const { module, files } = await Promise.race([coming, ready]);
    this.heard("start");
    this.worker.postMessage({ type: "files", module, files }, Object.values(files));
    await ready;
    this.waiting.forEach(({ question }) => this.worker.postMessage(question));
  },

  spawn() {
    this.worker = new Worker(new URL("worker.mjs", base), { type: "module" });
    return new Promise((resolve, reject) => {
      this.worker.onerror = (event) => reject(new StartError(event.message ? "crash" : "network", event.message));
      this.worker.onmessage = ({ data }) => {
        if (data.type === "ready") resolve();
        else if (data.type === "failed") reject(new StartError(data.reason, data.detail));
        else this.answered(data);
      };
    });
  },

  heard(stage) {
    const { loaded = 0, total = 0 } = this.download ?? {};
    this.progress = { stage, loaded, total };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail("timeout", ""), PATIENCE);
    this.tell();
  },

  answered({ number, text, wrong }) {
    const { resolve, reject } = this.waiting.get(number);
    this.waiting.delete(number);
    if (text !== undefined) resolve(JSON.parse(text));
    else reject(new Error(wrong));
  },

  stop() {
    this.worker?.terminate();
    this.download?.abort.abort();
    this.download = null;
    clearTimeout(this.timer);
  },

  fail(reason, detail) {
    if (this.state === "failed") return;
    this.stop();
    this.trouble = { reason, detail };
    this.waiting.forEach(({ reject }) => reject(new Error(reason)));
    this.waiting.clear();
    this.set("failed");
  },

  set(state) {
    this.state = state;
    this.tell();
  },

  tell() {
    this.watchers.forEach((watcher) => watcher());
  },

  ask(id, inputs) {
    this.start();
    if (this.state === "failed") return Promise.reject(new Error(this.trouble.reason));
    const question = { number: ++this.number, id, inputs: JSON.stringify(inputs) };
    if (this.state === "ready") this.worker.postMessage(question);
    return new Promise((resolve, reject) => this.waiting.set(question.number, { question, resolve, reject }));
  },
};
