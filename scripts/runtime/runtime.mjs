// 造出网页里运行的 Python：
// node scripts/runtime/runtime.mjs 输出目录 site-packages calc的wheel 算例.json
//
// 1. 在原样的 Pyodide 里把所有算例算一遍，记下标准库实际用到的模块，只留这些；
// 2. 在同一个 Pyodide 里运行 pyodide-build 的 py-compile，把它们和 calc 编成这个解释器的字节码；
// 3. 用裁好的标准库启动一次，读入 calc，存下与刚装入的 wasm 内存不同的页，作为快照；
// 4. 把 Pyodide 的程序和 docs/assets/calc/worker/ 合成后台线程的一个文件。

import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { loadPyodide } from "pyodide";
import { write } from "../../docs/assets/calc/worker/snapshot.mjs";
import { bundleWorker } from "../publish/bundle.mjs";

const [output, sitePackages, wheel, examplesFile] = process.argv.slice(2);
const examples = fs.readFileSync(examplesFile, "utf8");
const require = createRequire(import.meta.url);
const stock = path.dirname(require.resolve("pyodide/package.json"));
const lock = JSON.parse(fs.readFileSync(path.join(stock, "pyodide-lock.json"), "utf8"));
const lockFileContents = JSON.stringify({ info: lock.info, packages: {} });
const env = {
  HOME: "/home/pyodide",
  PYTHONHASHSEED: "0",
  PYTHONOPTIMIZE: "2",
  PYTHONNODEBUGRANGES: "1",
};

const RUN_EXAMPLES = `
import json, random
from importlib import resources
from calc import html, sheets, calculator, calculator_ids, parameters
for name in calculator_ids():
    calculator(name)
for file in resources.files(parameters).iterdir():
    if file.name.endswith(".toml"):
        parameters.load(file.name.removesuffix(".toml"))
del file, resources
def run_examples(text):
    for id, given in json.loads(text):
        html.page_answer(id, json.dumps(given))
    table = {"bytes": "zcvQ3bXExOq33Q0KMjAzNA0K"}  # “退休的年份”，GB18030
    sheets.page_read("minimum-contribution", json.dumps(table))
`;

const USED_FILES = `
import sys, zipfile
stdlib = next(path for path in sys.path if path.endswith(".zip"))
files = [getattr(m, "__file__", None) or "" for m in list(sys.modules.values())]
names = {file[len(stdlib) + 1:] for file in files if file.startswith(stdlib)}
with zipfile.ZipFile(stdlib) as source, zipfile.ZipFile("/out/stdlib.zip", "w") as trimmed:
    for name in sorted(names):
        trimmed.writestr(zipfile.ZipInfo(name), source.read(name))
`;

const COMPILE = `
import sys
from pathlib import Path
sys.path.append("/site-packages")
from pyodide_build._py_compile import _py_compile_archive
_py_compile_archive(Path("/out/stdlib.zip"), keep=False, verbose=False, compression_level=0)
_py_compile_archive(Path("/out") / wheel, keep=False, verbose=False, compression_level=0)
`;

// 行号只写在报错的调用栈里，网页上没有人看：每条指令都记成“没有位置”，少下载十分之一。
const STRIP = `
import marshal, zipfile
from types import CodeType

def without_lines(code):
    constants = tuple(
        without_lines(each) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    whole, rest = divmod(len(code.co_code) // 2, 8)  # 一个字节最多管八条指令
    nowhere = b"\\xff" * whole + bytes([0xF7 + rest] if rest else [])
    return code.replace(co_consts=constants, co_linetable=nowhere)

def strip(path):
    with zipfile.ZipFile(path) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in entries:
            if entry.filename.endswith(".pyc"):
                content = content[:16] + marshal.dumps(without_lines(marshal.loads(content[16:])))
            archive.writestr(entry, content)

strip("/out/stdlib.zip")
strip(next(str(path) for path in Path("/out").glob("*.whl")))
`;

// 只有启动和装入时用得到的模块。存快照前把它们的内容清空，快照小四分之一；以后若有用到，
// 快照下算例的测试会失败，网页则改用标准库启动。
const UNNEEDED =
  "asyncio bz2 calc.parameters.reading calendar concurrent dataclasses dis encodings.cp437 " +
  "fnmatch html.entities importlib.readers importlib.resources inspect locale logging lzma " +
  "ntpath opcode pkgutil selectors shutil socket ssl subprocess tempfile threading tomllib " +
  "typing zipfile _bz2 _compression _socket";

// 先清空这些模块，再占满零散的空闲内存放掉：里面的残留变成零，快照才压得小。bytes(n) 得到的是
// 清零的内存；地址越过 top 说明空隙已经用完，再要就会动到从没用过的内存。
const SHRINK = `
import gc, logging, sys
from asyncio import unix_events
from calc.parameters import checked_day, load, reader_of, table
from calc.parameters.reading import FOLDER

def settle():
    # 所有的表读进来，读法和原文以后用不着；网页用自己的事件循环，标准库的那一个也用不着。
    for file in FOLDER.glob("*.toml"):
        table(file.stem)
    checked_day()
    load.cache_clear()
    reader_of.cache_clear()
    unix_events._UnixDefaultEventLoopPolicy._loop_factory = None
    logging._handlers.clear()
    logging._handlerList.clear()

def plain_records():
    # dataclass 写出的方法里，算的时候用不着的。
    unused = (
        "__repr__ __setattr__ __delattr__ __replace__ "
        "__dataclass_fields__ __dataclass_params__ __match_args__"
    )
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("calc")]
    values = [each for module in modules for each in vars(module).values()]
    for kind in {each for each in values if isinstance(each, type)}:
        if "__dataclass_fields__" in vars(kind):
            for name in unused.split():
                if name in vars(kind):
                    delattr(kind, name)
            kind.__annotations__.clear()

def forget(unneeded):
    for name in list(sys.modules):
        if any(name == top or name.startswith(top + ".") for top in unneeded.split()):
            vars(sys.modules.pop(name)).clear()
    vars(sys.modules["html"]).pop("_html5").clear()  # 网页只用 html.escape，不用两千个实体名
    gc.collect()

def erase():
    top = id(bytes(1 << 20))
    held = []
    for size in [1 << power for power in range(18, 9, -1)] + list(range(480, 16, -16)):
        for _ in range(200000):
            block = bytes(size)
            if id(block) > top:
                break
            held.append(block)

settle()
plain_records()
forget(unneeded)
erase()
del checked_day, load, reader_of, table, FOLDER, logging, unix_events
del settle, plain_records, forget, erase, unneeded, run_examples, parameters
gc.collect()
`;

// 我们不装扩展库。供它们使用的两样去掉：asm.js 里每个 C 函数一行的登记，和 wasm 的两万多个导出名。
// 下载少十分之一兆，手机上也启动得快。
function copyStock() {
  for (const name of ["pyodide.mjs", "python_stdlib.zip"])
    fs.copyFileSync(path.join(stock, name), path.join(output, name));
  const program = withoutRegistry(fs.readFileSync(path.join(stock, "pyodide.asm.js"), "utf8"));
  fs.writeFileSync(path.join(output, "pyodide.asm.js"), program);
  fs.writeFileSync(
    path.join(output, "pyodide.asm.wasm"),
    withoutExports(fs.readFileSync(path.join(stock, "pyodide.asm.wasm")), program),
  );
}

// 除了登记的那一行再没有提到的，整行去掉。
function withoutRegistry(program) {
  const line = /var ([\w$]+)=Module\["([\w$]+)"\]=wasmExports\["[\w$]+"\];/g;
  const mentions = new Map();
  for (const [word] of program.matchAll(/[\w$]+/g))
    mentions.set(word, (mentions.get(word) ?? 0) + 1);
  const trimmed = program.replace(line, (whole, name, key) =>
    name === key && mentions.get(name) === 2 ? "" : whole,
  );
  if (trimmed.length > 0.8 * program.length)
    throw new Error("pyodide.asm.js 的写法变了，找不到可以去掉的行");
  return trimmed;
}

// wasm 的一个无符号 LEB128 数：[值, 下一个字节的位置]。
function leb(bytes, place) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[place++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, place];
  }
}

function toLeb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}

// 只留下程序提到的导出，和 wasm 自己经 GOT 导入的。
function withoutExports(wasm, program) {
  const words = new Set(program.match(/[\w$]+/g));
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ module }) =>
    module.startsWith("GOT"),
  );
  const own = new Set(imported.map(({ name }) => name));
  const wanted = (name) =>
    words.has(name) || words.has(`_${name}`) || own.has(name) || name.startsWith("dynCall_");
  const parts = [wasm.subarray(0, 8)];
  for (let place = 8; place < wasm.length; ) {
    const [size, start] = leb(wasm, place + 1);
    const section =
      wasm[place] === 7
        ? trimmedExports(wasm.subarray(start, start + size), wanted)
        : wasm.subarray(start, start + size);
    parts.push(wasm.subarray(place, place + 1), toLeb(section.length), section);
    place = start + size;
  }
  return Buffer.concat(parts);
}

function trimmedExports(section, wanted) {
  let [count, place] = leb(section, 0);
  const kept = [];
  for (; count > 0; count--) {
    const [length, start] = leb(section, place);
    const [, end] = leb(section, start + length + 1);
    if (wanted(section.subarray(start, start + length).toString()))
      kept.push(section.subarray(place, end));
    place = end;
  }
  return Buffer.concat([toLeb(kept.length), ...kept]);
}

function unpack(python, file) {
  python.unpackArchive(new Uint8Array(fs.readFileSync(file)), "wheel");
}

async function trimAndCompile() {
  const python = await loadPyodide({ lockFileContents, env });
  python.FS.mkdirTree("/out");
  python.mountNodeFS("/out", output);
  unpack(python, wheel);
  python.runPython(RUN_EXAMPLES);
  python.globals.get("run_examples")(examples);
  python.runPython(USED_FILES);
  python.FS.mkdirTree("/site-packages");
  python.mountNodeFS("/site-packages", sitePackages);
  fs.copyFileSync(wheel, path.join(output, path.basename(wheel)));
  python.globals.set("wheel", path.basename(wheel));
  python.runPython(COMPILE);
  python.runPython(STRIP);
  const compiled = fs.readdirSync(output).find((name) => name.endsWith(".whl"));
  fs.renameSync(path.join(output, compiled), path.join(output, "calc.whl"));
  return compiled;
}

// 装入 asm.js，并让每次新建的 wasm 实例先经过 seen。
function watchModules(seen) {
  const file = path.join(output, "pyodide.asm.js");
  globalThis.require = require;
  globalThis.__dirname = stock;
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file, importModuleDynamically });
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = async (settings) => {
    const module = await create(settings);
    seen(module);
    return module;
  };
}

const trimmed = () => ({
  lockFileContents,
  env,
  indexURL: output,
  stdLibURL: path.join(output, "stdlib.zip"),
});

async function takeSnapshot() {
  const python = await loadPyodide({ ...trimmed(), _makeSnapshot: true });
  unpack(python, path.join(output, "calc.whl"));
  python.runPython(RUN_EXAMPLES);
  python.globals.get("run_examples")(examples);
  python.globals.set("unneeded", UNNEEDED);
  python.runPython(SHRINK);
  return python.makeMemorySnapshot();
}

async function freshMemory(snapshot) {
  let memory;
  watchModules((module) => (memory = module.HEAPU8.slice()));
  await loadPyodide({ ...trimmed(), _loadSnapshot: snapshot });
  return memory;
}

// 快照的写法见 docs/assets/calc/worker/snapshot.mjs。
async function writeSnapshot() {
  const snapshot = await takeSnapshot();
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4);
  const memory = snapshot.subarray(words[1]);
  const state = JSON.parse(new TextDecoder().decode(snapshot.subarray(48, 48 + words[2])));
  const content = write(memory, await freshMemory(snapshot), state);
  fs.writeFileSync(path.join(output, "snapshot.bin"), content);
  return memory.length;
}

async function writeWorker() {
  const asm = fs.readFileSync(path.join(output, "pyodide.asm.js"), "utf8");
  fs.writeFileSync(
    path.join(output, "worker.js"),
    await bundleWorker(asm, path.join(output, "pyodide.mjs")),
  );
}

// 网页要取的文件；pyodide.mjs 和 asm.js 已经在 worker.js 里。
const NOT_SERVED = ["pyodide.mjs", "pyodide.asm.js"];

function writeManifest(compiled, memory) {
  const files = {};
  for (const name of fs.readdirSync(output).sort()) {
    if (NOT_SERVED.includes(name)) continue;
    const content = fs.readFileSync(path.join(output, name));
    files[name] = {
      bytes: content.length,
      sha256: crypto.createHash("sha256").update(content).digest("hex"),
    };
  }
  const manifest = {
    pyodide: lock.info.version,
    python: lock.info.python,
    wheel: compiled,
    memory,
    lock: lock.info,
    files,
  };
  fs.writeFileSync(path.join(output, "manifest.json"), JSON.stringify(manifest, null, 1));
}

try {
  fs.mkdirSync(output, { recursive: true });
  copyStock();
  const compiled = await trimAndCompile();
  const memory = await writeSnapshot();
  await writeWorker();
  writeManifest(compiled, memory);
} catch (error) {
  console.error(`编译网页用的 Python 时出错：${error.message ?? error}`);
  process.exitCode = 1;
}
