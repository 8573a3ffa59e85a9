// 在后台线程里启动 Python，然后一问一答。只搬运字节和文字，不懂任何规则。
// 建站时这个文件和 Pyodide 放在同一个以内容命名的目录里。
const LIBRARY = { snapshot: "snapshot.bin", stdlib: "stdlib.zip", full: "python_stdlib.zip" };
const WASM = "pyodide.asm.wasm";
const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

const base = new URL(".", import.meta.url);
const networkFetch = self.fetch.bind(self);
const received = new Map();
let runtime;
let program;
let total = 0;
let lastReport = 0;

class StartError extends Error {
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}

function report(stage) {
  lastReport = performance.now();
  const loaded = [...received.values()].reduce((sum, bytes) => sum + bytes, 0);
  postMessage({ type: "progress", stage, loaded, total });
}

async function count(name, body) {
  const reader = body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    received.set(name, received.get(name) + chunk.value.length);
    if (performance.now() - lastReport > 100) report("download");
  }
}

// 下载一个文件；字节数从副本上数，原样的回应交给 WebAssembly，浏览器才能缓存编译结果。
async function download(name) {
  received.set(name, 0);
  let response;
  try {
    response = await networkFetch(new URL(name, base));
  } catch (error) {
    throw new StartError("network", error.message);
  }
  if (!response.ok) throw new StartError("network", `${name}：${response.status}`);
  count(name, response.clone().body).catch(() => {});
  return response;
}

async function bytesOf(response) {
  try {
    return new Uint8Array(await (await response).arrayBuffer());
  } catch (error) {
    throw error instanceof StartError ? error : new StartError("network", error.message);
  }
}

async function checked(name, bytes) {
  if (!self.crypto?.subtle) return bytes;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== runtime.files[name].sha256) throw new StartError("damaged", name);
  return bytes;
}

function probe() {
  if (typeof WebAssembly !== "object") throw new StartError("unsupported", "WebAssembly");
  try {
    new WebAssembly.Module(SMALLEST_MODULE);
  } catch (error) {
    throw new StartError("blocked", error.message);
  }
}

// 快照文件的写法见 scripts/runtime.mjs。
function readSnapshot(bytes) {
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const steps = new Uint16Array(bytes.slice(4 + size, 4 + size + 2 * header.pages).buffer);
  return { ...header, steps, content: bytes.subarray(4 + size + 2 * header.pages) };
}

function restore(snapshot, memory) {
  let page = 0;
  snapshot.steps.forEach((step, index) => {
    page += step;
    memory.set(snapshot.content.subarray(index * snapshot.page, (index + 1) * snapshot.page), page * snapshot.page);
  });
  return snapshot.state;
}

// 让 Pyodide 新建的实例从快照恢复：只写回与新实例不同的页。快照和 wasm 同时下载。
function restoreFrom(coming, create) {
  self._createPyodideModule = async (settings) => {
    const [module, snapshot] = await Promise.all([create(settings), coming]);
    report("start");
    module.API.restoreSnapshot = () => restore(snapshot, module.HEAPU8);
    return module;
  };
  return { _loadSnapshot: new Uint8Array(runtime.memory) };
}

// 边下载边编译；服务器没有按 application/wasm 发送时，下完再编译。
async function compile() {
  const response = await download(WASM);
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await bytesOf(response));
}

// 不等程序读完就开始下载和编译；Pyodide 要用时交给它。
function serve(files, compiled) {
  self.fetch = (address, options) => {
    const name = String(address).slice(base.href.length);
    if (name === WASM || name === "empty.zip") return Promise.resolve(new Response(EMPTY_ZIP));
    return files.get(name) ?? networkFetch(address, options);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

// asm.js 在线程里定义 _createPyodideModule；每次启动都从原来的那个开始。
async function importProgram() {
  try {
    const [{ loadPyodide }] = await Promise.all(["pyodide.mjs", "pyodide.asm.js"].map((name) => import(new URL(name, base))));
    return { loadPyodide, create: self._createPyodideModule };
  } catch (error) {
    throw new StartError("network", error.message);
  }
}

async function start(mode) {
  const names = mode === "snapshot" ? [WASM, LIBRARY.snapshot] : [WASM, LIBRARY[mode], "calc.whl"];
  received.clear();
  total = names.reduce((sum, name) => sum + runtime.files[name].bytes, 0);
  report("download");
  const compiled = compile();
  const files = new Map(names.slice(1).map((name) => [name, download(name)]));
  [compiled, ...files.values()].forEach((pending) => pending.catch(() => {}));
  serve(files, compiled);
  program ??= await importProgram();
  self._createPyodideModule = program.create;
  const common = { indexURL: base.href, lockFileContents: JSON.stringify(runtime.lock), env: { HOME: "/home/pyodide" } };
  const ready = mode === "snapshot" ? startSnapshot(common, files) : startLibrary(common, files, mode);
  await Promise.all([compiled, ...files.values()]);
  return ready;
}

async function startSnapshot(common, files) {
  const coming = bytesOf(files.get(LIBRARY.snapshot)).then((bytes) => checked(LIBRARY.snapshot, bytes)).then(readSnapshot);
  const stdLibURL = new URL("empty.zip", base).href;
  const python = await program.loadPyodide({ ...common, stdLibURL, ...restoreFrom(coming, program.create) });
  python.globals.get("random").seed();
  return python.globals.get("html").page_answer;
}

async function startLibrary(common, files, mode) {
  const wheel = bytesOf(files.get("calc.whl"));
  const python = await program.loadPyodide({ ...common, stdLibURL: new URL(LIBRARY[mode], base).href });
  report("start");
  python.unpackArchive(await wheel, "wheel");
  return python.pyimport("calc.html").page_answer;
}

// 依次试几种启动方式；网络断了的，换一种也没有用，直接报告。
async function boot(modes) {
  probe();
  for (const mode of modes) {
    try {
      const answer = await start(mode);
      postMessage({ type: "ready", mode });
      return answer;
    } catch (error) {
      if (error.reason === "network" || mode === modes.at(-1)) throw error;
      console.warn(`${mode}：`, error);
    }
  }
}

let answering;

self.onmessage = async ({ data }) => {
  if (data.type === "start") {
    runtime = data.runtime;
    answering = boot(data.modes);
    answering.catch((error) => postMessage({ type: "failed", reason: error.reason ?? "crash", detail: String(error.message ?? error) }));
    return;
  }
  try {
    const answer = await answering;
    postMessage({ type: "answer", number: data.number, text: answer(data.id, data.inputs) });
  } catch (error) {
    postMessage({ type: "broken", number: data.number, detail: String(error.message ?? error) });
  }
};
