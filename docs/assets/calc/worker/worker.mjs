// 后台线程：启动 Python，然后一问一答。编译好的 wasm 和核对过的文件都由页面交来，自己不取任何东西；
// 不懂任何规则。
// 建站时和 Pyodide 合成一个文件；其中的 asm.js 定义全局的 _createPyodideModule。
import { loadPyodide } from "pyodide-program";
import { read, restore } from "./snapshot.mjs";

const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const EMPTY = ["empty.zip", "pyodide.asm.wasm"];
const STDLIB = { snapshot: "empty.zip", stdlib: "stdlib.zip", full: "python_stdlib.zip" };
const createModule = self._createPyodideModule;

// Pyodide 自己要取的文件由页面交来；wasm 用页面编译好的那一份。装不起来时 Pyodide 会一直等，
// 所以马上说。
function serve(base, given) {
  self.fetch = async (address) => {
    const name = String(address).slice(base.length);
    if (EMPTY.includes(name)) return new Response(EMPTY_ZIP);
    const content = (await given).files[name];
    return content ? new Response(content) : new Response(null, { status: 404 });
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const { module } = await given;
    try {
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (error) {
      failed(error);
      throw error;
    }
  };
}

// 有快照时，只写回与新实例不同的页。
function restoreFrom(given) {
  self._createPyodideModule = async (settings) => {
    const [created, { files }] = await Promise.all([createModule(settings), given]);
    const snapshot = read(files["snapshot.bin"]);
    created.API.restoreSnapshot = () => restore(snapshot, created.HEAPU8);
    return created;
  };
}

async function start({ mode, memory, lock, base }, given) {
  new WebAssembly.Module(SMALLEST_MODULE);
  serve(base, given);
  const options = {
    indexURL: base,
    stdLibURL: base + STDLIB[mode],
    lockFileContents: JSON.stringify(lock),
    env: { HOME: "/home/pyodide" },
  };
  if (mode === "snapshot") {
    restoreFrom(given);
    const python = await loadPyodide({ ...options, _loadSnapshot: new Uint8Array(memory) });
    python.globals.get("random").seed();
    return faces((name) => python.globals.get(name));
  }
  const python = await loadPyodide(options);
  python.unpackArchive((await given).files["calc.whl"], "wheel");
  return faces((name) => python.pyimport(`calc.${name}`));
}

// 网页问得到的几样：一张表单，一张表的各列，一张表的若干行。
function faces(module) {
  const sheets = module("sheets");
  return { page: module("html").page_answer, read: sheets.page_read, rows: sheets.page_rows };
}

// 安全策略不许这个线程编译 wasm 时，Pyodide 会一直等下去；先试一个最小的。
function reasonOf(error) {
  if (/memory/i.test(error.message)) return "memory";
  return error instanceof WebAssembly.CompileError ? "blocked" : "crash";
}

function failed(error) {
  postMessage({ type: "failed", reason: reasonOf(error), detail: String(error.message ?? error) });
}

let answers;
let give;

// Pyodide 自己没有接住的错误，也是启动失败，不让读者等到最后。
self.addEventListener("unhandledrejection", ({ reason }) => answers || failed(reason));

// 启动时 Pyodide 造了许多用不上的 Error；不收集调用栈，快几十毫秒。
async function begin(data) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    answers = await start(data, new Promise((resolve) => (give = resolve)));
    postMessage({ type: "ready" });
  } catch (error) {
    failed(error);
  }
  Error.stackTraceLimit = limit;
}

self.onmessage = ({ data }) => {
  if (data.type === "start") return begin(data);
  if (data.type === "files") return give(data);
  try {
    postMessage({ number: data.number, text: answers[data.face](data.id, data.inputs) });
  } catch (error) {
    postMessage({ number: data.number, wrong: String(error.message ?? error) });
  }
};
