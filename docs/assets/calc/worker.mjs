// 后台线程：启动 Python，然后一问一答；编译好的 wasm 和文件由主线程交来。不懂任何规则。
// 建站时这个文件和 Pyodide 放在同一个以内容命名的目录里；asm.js 定义全局的 _createPyodideModule。
import { loadPyodide } from "./pyodide.mjs";
import "./pyodide.asm.js";

const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const EMPTY = ["empty.zip", "pyodide.asm.wasm"];
const STDLIB = { snapshot: "empty.zip", stdlib: "stdlib.zip", full: "python_stdlib.zip" };
const base = new URL(".", import.meta.url);
const networkFetch = self.fetch.bind(self);
const createModule = self._createPyodideModule;

// Pyodide 自己要取的文件由主线程交来；wasm 用主线程编译好的那一份。
function serve(given) {
  self.fetch = async (address, options) => {
    const name = String(address).slice(base.href.length);
    if (EMPTY.includes(name)) return new Response(EMPTY_ZIP);
    return Object.values(STDLIB).includes(name) ? new Response((await given).files[name]) : networkFetch(address, options);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const { module } = await given;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

// 有快照时，只写回与新实例不同的页。
function restoreFrom(given) {
  self._createPyodideModule = async (settings) => {
    const [created, { files }] = await Promise.all([createModule(settings), given]);
    const snapshot = readSnapshot(files["snapshot.bin"]);
    created.API.restoreSnapshot = () => restore(snapshot, created.HEAPU8);
    return created;
  };
}

// 快照文件的写法见 scripts/runtime.mjs。
function readSnapshot(buffer) {
  const bytes = new Uint8Array(buffer);
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const steps = new Uint16Array(buffer.slice(4 + size, 4 + size + 2 * header.pages));
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

async function start({ mode, memory, lock }, given) {
  new WebAssembly.Module(SMALLEST_MODULE);
  serve(given);
  const options = {
    indexURL: base.href,
    stdLibURL: new URL(STDLIB[mode], base).href,
    lockFileContents: JSON.stringify(lock),
    env: { HOME: "/home/pyodide" },
  };
  if (mode === "snapshot") {
    restoreFrom(given);
    const python = await loadPyodide({ ...options, _loadSnapshot: new Uint8Array(memory) });
    python.globals.get("random").seed();
    return python.globals.get("html").page_answer;
  }
  const python = await loadPyodide(options);
  python.unpackArchive((await given).files["calc.whl"], "wheel");
  return python.pyimport("calc.html").page_answer;
}

// 安全策略不许这个线程编译 wasm 时，Pyodide 会一直等下去；先试一个最小的。
const reasonOf = (error) => (error instanceof WebAssembly.CompileError ? "blocked" : "crash");

let answer;
let give;

// 启动时 Pyodide 造了许多用不上的 Error；不收集调用栈，快几十毫秒。
async function begin(data) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    answer = await start(data, new Promise((resolve) => (give = resolve)));
    postMessage({ type: "ready" });
  } catch (error) {
    postMessage({ type: "failed", reason: reasonOf(error), detail: String(error.message ?? error) });
  }
  Error.stackTraceLimit = limit;
}

self.onmessage = ({ data }) => {
  if (data.type === "start") return begin(data);
  if (data.type === "files") return give(data);
  try {
    postMessage({ number: data.number, text: answer(data.id, data.inputs) });
  } catch (error) {
    postMessage({ number: data.number, wrong: String(error.message ?? error) });
  }
};
