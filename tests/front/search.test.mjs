// 搜索，不用浏览器：find.mjs 的每一步；后台线程合好以后放进一个假的线程，一问一答。
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { buildSync } from "esbuild";
import { find, read, terms } from "../../docs/assets/calc/search/find.mjs";
import { SEARCH_LOST } from "../../docs/assets/calc/words.mjs";
import { dice } from "./dice.mjs";

const PROGRAM = fileURLToPath(new URL("../../docs/assets/calc/search/search.mjs", import.meta.url));
const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const DOCS = [
  { location: "a/", title: "养老金余额", text: "怎样查养老金的余额", asked: "有多少钱，还剩几块" },
  { location: "a/#1", title: "去窗口", text: "带身份证去窗口查余额，<b>免费</b> & 当场" },
  { location: "b/", title: "记账利率", text: "2025 年记账利率是 1.50%" },
  { location: "c/", title: "登不上", text: "网站登不上怎么办", boost: 0.5 },
];
const INDEX = read(DOCS);
const DANGEROUS = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "then"];
const SIGNS = [...'+-~^:*"\\/()[?.,', "+-", "**"];
const ALPHABET = [
  ..."养老金余额登录的查a1 .,+-~^:*\"\\/。，？ＡＢ１\u3000\u200b\u202e\ud842\udfb7'<>&",
  ...["\ud800", "constructor", "title:"],
];
const places = (words) => find(INDEX, words).map((group) => group[0].location);
const weight = (words, part) => terms(words).get(part);

test("一页一组，先是这一页，再是里面的段", () => {
  const groups = find(INDEX, "余额");
  assert.deepEqual(places("余额"), ["a/"]);
  assert.deepEqual(
    groups[0].map(({ location }) => location),
    ["a/", "a/#1"],
  );
  assert.deepEqual(groups[0][1].terms, { 余额: true });
});

test("段里有、页首没有，也给出那一页", () => {
  assert.deepEqual(
    find(INDEX, "身份证")[0].map(({ location }) => location),
    ["a/", "a/#1"],
  );
});

test("读者的问法、读者的说法、全角的字都找得到", () => {
  assert.deepEqual(places("还剩几块"), ["a/"]);
  assert.equal(places("登录")[0], "c/");
  assert.deepEqual(places("２０２５"), ["b/"]);
  assert.equal(places("我的 养老金余额，怎么查?")[0], "a/");
});

test("汉字比相邻的两字；帮不上忙的词轻，整句都是时照样查", () => {
  assert.equal(weight("怎么查余额", "余额"), 1);
  assert.ok(weight("怎么查余额", "么查") < weight("怎么查余额", "查余"));
  assert.ok(weight("怎么查余额", "查余额") === undefined);
  assert.equal(weight("怎么", "怎么"), 1);
  assert.equal(weight("额", "额"), 1);
});

test("少见的字重：各页都有的不抢先", () => {
  const docs = [1, 2, 3, 4].map((n) => ({ location: `${n}/`, title: "养老", text: "养老养老" }));
  docs.push({ location: "x/", title: "抚恤", text: "养老" });
  assert.equal(find(read(docs), "养老抚恤")[0][0].location, "x/");
});

test("页首写了轻重的照写的算", () => {
  const docs = ["a/", "b/"].map((location) => ({ location, title: "利率", text: "利率" }));
  docs[1].boost = 2;
  assert.deepEqual(
    find(read(docs), "利率").map((group) => group[0].location),
    ["b/", "a/"],
  );
});

test("标题和文字一律转义，只有找到的字放进 mark", () => {
  const { text } = find(INDEX, "免费")[0][1];
  assert.match(text, /&lt;b&gt;<mark data-md-highlight>免费<\/mark>&lt;\/b&gt; &amp;/);
  for (const group of find(INDEX, "<b> 余额 &")) {
    for (const entry of group) {
      assert.doesNotMatch(`${entry.title}${entry.text}`.replace(/<\/?mark[^>]*>/g, ""), /[<>]/);
    }
  }
});

test("对象自带的名称、主题的运算符只是普通的字", () => {
  for (const word of DANGEROUS) {
    assert.deepEqual(places(word), [], word);
    assert.equal(places(`${word} 余额`)[0], "a/", word);
  }
  for (const sign of SIGNS) {
    assert.deepEqual(places(sign), [], sign);
    assert.deepEqual(places(`${sign} 余额 ${sign}`), ["a/"], sign);
  }
});

test("随便写什么都有一个回答", () => {
  const next = dice(20261126);
  for (let round = 0; round < 1500; round++) {
    const typed = Array.from({ length: 1 + next(12) }, () => ALPHABET[next(ALPHABET.length)]);
    assert.ok(Array.isArray(find(INDEX, typed.join(""))));
  }
});

test("很长的问话只看开头", () => {
  for (const part of ["养老金余额", "查", "甲乙丙丁", "a", "a ", "1.", "+", "𠮷", "ﷺ", " 余额"]) {
    assert.ok(terms(part.repeat(200_000)).size <= 400, part);
  }
  assert.equal(places(`${" ".repeat(500)}余额`)[0], "a/");
  assert.equal(places(`余额${"，".repeat(50_000)}`)[0], "a/");
});

// 后台线程

const bundled = buildSync({
  entryPoints: [PROGRAM],
  bundle: true,
  write: false,
  format: "iife",
  logLevel: "error",
  absWorkingDir: path.dirname(PROGRAM),
}).outputFiles[0].text;
const pause = () => new Promise((resolve) => setTimeout(resolve));
const has = (docs) => async () => ({ ok: true, json: async () => ({ docs }) });

// 主题怎样对待后台线程，这里就怎样：先给设置，等它准备好，再一个一个地问。
function start(fetch = has(DOCS)) {
  const said = [];
  let listener;
  const self = {
    postMessage: (message) => said.push(message),
    addEventListener: (_type, each) => (listener = each),
    location: { search: "?sha256-x" },
  };
  vm.runInNewContext(bundled, { self, fetch });
  const tell = (type, data) => listener({ data: { type, data } });
  async function ask(words) {
    const before = said.length;
    tell(QUERY, words);
    for (let turn = 0; turn < 2000 && said.length === before; turn++) await pause();
    assert.equal(said.length, before + 1, `没有回答，或回答了不止一次：${words.slice(0, 50)}`);
    assert.equal(said.at(-1).type, ANSWER);
    return Array.from(said.at(-1).data.items, (group) => group[0].title.replace(/<[^>]*>/g, ""));
  }
  tell(SETUP, { config: {}, docs: [], options: { suggest: true } });
  return { said, ask };
}

test("先回答准备好了，问了才取索引，只取一次", async () => {
  let fetched = 0;
  const { said, ask } = start((...given) => {
    fetched += 1;
    assert.equal(given[1].integrity, "sha256-x");
    return has(DOCS)();
  });
  await pause();
  assert.deepEqual(
    said.map(({ type }) => type),
    [READY],
  );
  assert.deepEqual(await ask(""), []);
  assert.equal(fetched, 0);
  assert.deepEqual(await ask("余额"), ["养老金余额"]);
  assert.deepEqual(await ask("利率"), ["记账利率"]);
  assert.equal(fetched, 1);
});

test("索引没有取到：越过缓存再取，还不行就说没有打开；再问再取", async () => {
  let broken = true;
  const caches = [];
  const { ask } = start((_address, { cache }) => {
    caches.push(cache);
    return broken ? Promise.reject(new TypeError("Failed to fetch")) : has(DOCS)();
  });
  assert.deepEqual(await ask("余额"), [SEARCH_LOST]);
  assert.deepEqual(caches, [undefined, "reload"]);
  broken = false;
  assert.deepEqual(await ask("余额"), ["养老金余额"]);
});
