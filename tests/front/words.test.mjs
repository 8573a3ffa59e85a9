// 对读者说的话都在 words.mjs；每种启动不了的原因都有一句，说完整。
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as words from "../../docs/assets/calc/words.mjs";

const PROGRAMS = fileURLToPath(new URL("../../docs/assets/calc/", import.meta.url));
const files = fs
  .readdirSync(PROGRAMS, { recursive: true })
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => ({ name, text: fs.readFileSync(path.join(PROGRAMS, name), "utf8") }));
const code = (text) => text.replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");

const REASONS = [
  /StartError\("(\w+)"/g,
  /fail\("(\w+)"/g,
  /compileError\(error, "(\w+)"/g,
  /reason = "(\w+)"/g,
  /return "(\w+)"/g,
  /\? "(memory)"|\? "(blocked)" : "crash"/g,
];

test("程序里写到的每种原因都有一句，没有多的", () => {
  const engine = files.filter(({ name }) => /^(engine|worker)\b/.test(name));
  const found = engine.flatMap(({ text }) => REASONS.flatMap((each) => [...text.matchAll(each)]));
  const reasons = new Set(found.map((match) => match.slice(1).find(Boolean)));
  assert.deepEqual([...reasons].sort(), Object.keys(words.TROUBLE).sort());
});

test("每种原因说完整，再说例子不受影响", () => {
  for (const [reason, text] of Object.entries(words.TROUBLE)) {
    assert.match(text, /^[^ ].*。$/, reason);
    assert.ok(words.trouble(reason).startsWith(text));
    assert.match(words.trouble(reason), /不受影响.*。 $/);
  }
});

test("算好了、还要填、要改、出错，各怎样说", () => {
  assert.equal(words.done("", []), "已算好");
  assert.equal(words.done("利息 1.00 元", []), "已算好：利息 1.00 元。");
  assert.equal(
    words.done("利息 1.00 元", ["年份", "基数"]),
    "已算好：利息 1.00 元。“年份”、“基数”还是例子里的，不是你的就改掉或清空。",
  );
  assert.equal(words.wrongCount(2), "有 2 处要改，见红字。");
  assert.equal(words.stillNeeded(["甲", "乙"]), "还要填：甲、乙。");
  assert.match(words.failed("MemoryError: x"), /内存不够/);
  assert.equal(words.failed("ValueError"), "计算出错：ValueError ");
});

test("别的文件里没有对读者说的话", () => {
  const folders = ["batch/words.mjs", "search/find.mjs", "worker/snapshot.mjs"];
  const own = ["words.mjs", ...folders.map((name) => path.normalize(name))];
  for (const { name, text } of files) {
    if (!own.includes(name)) assert.doesNotMatch(code(text), /\p{sc=Han}/u, name);
  }
});

test("后台线程的文件只引入自己文件夹里的", () => {
  const worker = files.filter(({ name }) => name.startsWith("worker"));
  const imported = worker.flatMap(({ text }) => [...text.matchAll(/from "([^"]+)"/g)]);
  assert.equal(worker.length, 2);
  for (const [, source] of imported) assert.match(source, /^\.\/[\w-]+\.mjs$|^pyodide-program$/);
});
