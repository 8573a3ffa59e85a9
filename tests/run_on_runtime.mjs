// 在发布的那一份运行时上（裁好的标准库、编好的 calc）把算例算一遍：
//   node run_on_runtime.mjs 运行时目录 < 算例.json
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")));
const { lock } = JSON.parse(fs.readFileSync(path.join(folder, "manifest.json"), "utf8"));
const python = await loadPyodide({
  indexURL: folder,
  stdLibURL: path.join(folder, "stdlib.zip"),
  lockFileContents: JSON.stringify({ info: lock, packages: {} }),
});
python.unpackArchive(new Uint8Array(fs.readFileSync(path.join(folder, "calc.whl"))), "wheel");
const answer = python.pyimport("calc.html").page_answer;
const examples = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(examples.map(([id, inputs]) => answer(id, JSON.stringify(inputs)))));
