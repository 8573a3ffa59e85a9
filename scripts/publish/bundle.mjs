// 把浏览器里运行的程序合成两个文件，写成五年前的浏览器也懂的语法：
//   bundleWorker   后台线程：Pyodide 的 asm.js、pyodide.mjs 和 worker/，
//                  由 scripts/runtime/runtime.mjs 调用
//   bundlePage     页面：node scripts/publish/bundle.mjs 运行时.json 目录，写出 calc.mjs、
//                  qr.mjs、batch.mjs、搜索的后台线程 search.js 和页首的几句；
//                  batch.mjs 的散列写在 calc.mjs 里
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

export const TARGET = ["chrome80", "edge80", "firefox78", "safari14.1"];
const COMMON = {
  bundle: true,
  write: false,
  target: TARGET,
  charset: "utf8",
  legalComments: "inline",
  logLevel: "error",
};
// 许可要求随程序说明；全文由 scripts/publish/works.py 写。
const SEE = "许可全文、改动和源代码，见网站的 licences/NOTICE.txt。";
const notice = (works) => `/*! 这个文件里有别人的作品：${works}。${SEE} */`;
const IN_WORKER = notice(
  "Pyodide（MPL-2.0，改过）、error-stack-parser 和 stackframe（MIT）、" +
    "Emscripten 的运行库（MIT OR NCSA）、MiniLZ4（MIT）",
);
const IN_PAGE = notice("@noble/hashes（MIT，Copyright (c) 2022 Paul Miller）");
const IN_CODE = notice("uqr（MIT，Copyright (c) Project Nayuki，2023 Anthony Fu）");
const sources = fileURLToPath(new URL("../../docs/assets/calc/", import.meta.url));

// 程序里用 name 引入的，换成 file。
function named(name, file) {
  const setup = ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: file }));
  return { name, setup };
}

// asm.js 是普通脚本，定义全局的 _createPyodideModule，放在前面就行。
export async function bundleWorker(asm, pyodide) {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [path.join(sources, "worker", "worker.mjs")],
    format: "iife",
    minifyWhitespace: true,
    plugins: [named("pyodide-program", pyodide)],
    external: ["node:*", "fs", "ws", "child_process", "crypto", "path", "vm", "url"],
    logOverride: { "empty-import-meta": "silent" },
  });
  return `${IN_WORKER}\n${asm}\n${outputFiles[0].text}`;
}

async function bundlePage(name, banner, plugins = [], format = "esm") {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [path.join(sources, name)],
    format,
    minify: true,
    banner: { js: banner },
    plugins,
  });
  return outputFiles[0].text;
}

// runtime.json 里再写上 batch.mjs 的散列。
async function bundlePages(runtime, write) {
  const batch = await bundlePage("batch/batch.mjs", "");
  const facts = JSON.parse(fs.readFileSync(runtime, "utf8"));
  facts.batch = `sha256-${crypto.createHash("sha256").update(batch).digest("base64")}`;
  fs.writeFileSync(runtime, JSON.stringify(facts));
  write("batch.mjs", batch);
  write("calc.mjs", await bundlePage("calc.mjs", IN_PAGE, [named("runtime", runtime)]));
  write("qr.mjs", await bundlePage("qr.mjs", IN_CODE));
  write("search.js", await bundlePage("search/search.mjs", "", [], "iife"));
}

// 页首的几句写成最老的语法，别的脚本读不懂时它们也要能运行。
async function shortened(name) {
  const source = fs.readFileSync(path.join(sources, name), "utf8");
  return (
    await transform(source, { minify: true, charset: "utf8", target: "es5", legalComments: "none" })
  ).code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [runtime, folder] = process.argv.slice(2);
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  await bundlePages(path.resolve(runtime), write);
  for (const name of fs.readdirSync(sources).filter((each) => /^early.*\.js$/.test(each))) {
    write(name, await shortened(name));
  }
}
