// 搜索的后台程序，不用浏览器：search.mjs 和主题自己的程序放进一个假的后台线程，一问一答。
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { dice } from "./dice.mjs";
import { python } from "./python.mjs";

const SOURCE = fs.readFileSync(
  new URL("../../docs/assets/calc/search.mjs", import.meta.url),
  "utf8",
);
const THEME = python("import material\njson.dump(material.__path__[0], sys.stdout)");
const WORKERS = path.join(THEME, "templates", "assets", "javascripts", "workers");
const PROGRAM = fs.readdirSync(WORKERS).find((name) => /^search\..*\.min\.js$/.test(name));
const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const DOCS = [
  { location: "a/", title: "养老金\u200b余额", text: "怎样\u200b查\u200b养老金\u200b的\u200b余额" },
  { location: "b/", title: "记账\u200b利率", text: "2025 年\u200b记账\u200b利率\u200b是 1.50%" },
  { location: "c/", title: "登不上", text: "网站\u200b登不上\u200b怎么办" },
];
const CONFIG = {
  lang: ["zh"],
  separator: "[\\s\\u200b\\u3000\\-、。，．？！；]+",
  pipeline: ["stemmer"],
  fields: { title: { boost: 1000 }, text: { boost: 1 }, tags: { boost: 1e6 } },
};
const DANGEROUS = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "then"];
const SIGNS = [...'+-~^:*"\\/()[?.,', "+-", "**"];
const OPERATORS = ["~1", "^9", "title:", "nofield:"];
const ALPHABET = [
  ..."养老金余额登录的查a1 .,+-~^:*\"\\/。，？ＡＢ１\u3000\u200b\u202e\ud842\udfb7'<>&",
  ...["\ud800", "constructor", "title:"],
];
const pause = () => new Promise((resolve) => setTimeout(resolve));
const has = (docs) => async () => ({ ok: true, json: async () => ({ docs }) });
const LOST = [""]; // “搜索没有打开”那一条，指着首页

function script(name) {
  return fs.readFileSync(path.join(WORKERS, name), "utf8");
}

// 主题怎样对待后台线程，这里就怎样：先给设置，等它准备好，再一个一个地问。
function start({ fetch = has(DOCS), load = script } = {}) {
  const said = [];
  const warned = [];
  const listeners = [];
  const warn = (...words) => warned.push(words.join(" "));
  const global = vm.createContext({ console: { ...console, warn } });
  vm.runInContext("globalThis.self = globalThis", global);
  Object.assign(global, {
    postMessage: (message) => said.push(message),
    addEventListener: (_type, listener) => listeners.push(listener),
    removeEventListener: (_type, listener) => listeners.splice(listeners.indexOf(listener), 1),
    dispatchEvent: (event) => {
      for (const each of [...listeners]) if (listeners.includes(each)) each(event);
    },
    MessageEvent: function (type, { data }) {
      Object.assign(this, { type, data });
    },
    location: { search: `?${PROGRAM}` },
    importScripts: (...names) => {
      for (const name of names) vm.runInContext(load(name), global);
    },
    fetch,
  });
  vm.runInContext(SOURCE, global, { filename: "search.mjs" });
  const tell = (type, data) => global.dispatchEvent({ type: "message", data: { type, data } });
  async function ask(words) {
    const before = said.length;
    tell(QUERY, words);
    for (let turn = 0; turn < 2000 && said.length === before; turn++) await pause();
    assert.equal(said.length, before + 1, `没有回答，或回答了不止一次：${words.slice(0, 50)}`);
    assert.equal(said.at(-1).type, ANSWER);
    return Array.from(said.at(-1).data.items, (group) => group[0].location);
  }
  tell(SETUP, { config: CONFIG, docs: [], options: { suggest: true } });
  return { said, warned, global, ask };
}

test("先回答准备好了，问了才取索引", async () => {
  let fetched = 0;
  const fetch = () => {
    fetched += 1;
    return has(DOCS)();
  };
  const { said, ask } = start({ fetch });
  assert.deepEqual(
    said.map(({ type }) => type),
    [READY],
  );
  assert.deepEqual(await ask(""), []);
  assert.equal(fetched, 0);
  assert.deepEqual(await ask("余额"), ["a/"]);
  assert.deepEqual(await ask("利率"), ["b/"]);
  assert.equal(fetched, 1);
});

test("读者的说法和页面里的说法都查", async () => {
  const { ask, global } = start();
  assert.deepEqual(await ask("登录"), ["c/"]);
  assert.match(global.asked("登录"), /登\\不\\上/);
  assert.equal((await ask("我的 养老金余额，怎么查?"))[0], "a/");
  assert.deepEqual(await ask("２０２５"), ["b/"]);
});

test("汉字按索引里最长的词切开", async () => {
  const { ask, global } = start();
  await ask("余额");
  assert.equal(global.cut("养老金余额登不上利率呀").join(" "), "养老金 余额 登不上 利率 呀");
  assert.deepEqual([...global.cut("")], []);
  assert.deepEqual([...global.cut("𠮷额")], ["𠮷", "额"]);
});

test("对象自带的名称只是普通的词", async () => {
  const { ask, warned } = start();
  await ask("余额");
  for (const word of DANGEROUS) {
    assert.deepEqual(await ask(word), [], word);
    assert.equal((await ask(`${word} 余额`))[0], "a/", word);
  }
  assert.deepEqual(warned, []);
});

test("主题的运算符只是标点", async () => {
  const { ask, global, warned } = start();
  const plain = await ask("余额");
  for (const sign of SIGNS) {
    assert.deepEqual(await ask(sign), [], sign);
    for (const words of [`${sign}余额`, `余额${sign}`, `${sign} 余额 ${sign}`]) {
      assert.deepEqual(await ask(words), plain, words);
    }
  }
  for (const operator of OPERATORS) assert.equal((await ask(`余额${operator}`))[0], "a/", operator);
  assert.equal(global.asked("+-~^:*"), "");
  assert.deepEqual(warned, []);
});

test("随便写什么都有一个回答，主题的程序不出错", async () => {
  const { ask, warned } = start();
  const next = dice(20261126);
  for (let round = 0; round < 1500; round++) {
    await ask(Array.from({ length: 1 + next(12) }, () => ALPHABET[next(ALPHABET.length)]).join(""));
  }
  assert.deepEqual(warned, []);
  assert.equal((await ask("余额"))[0], "a/");
});

test("很长的问话只看开头，很快", async () => {
  const { ask, global } = start();
  await ask("余额");
  const long = ["养老金余额", "查", "甲乙丙丁", "a", "a ", "1.", "+", "𠮷", "ﷺ", " 余额"];
  const texts = long.flatMap((part) => [1_000, 10_000, 200_000].map((times) => part.repeat(times)));
  for (const text of texts) {
    const begun = performance.now();
    await ask(text);
    assert.ok(performance.now() - begun < 1500, text.slice(0, 20));
    assert.ok(global.asked(text).length < 2000);
    assert.ok(global.asked(text).split(" ").length <= 400);
  }
  assert.equal((await ask(`${" ".repeat(500)}余额`))[0], "a/");
  assert.equal((await ask(`余额${"，".repeat(50_000)}`))[0], "a/");
});

test("切很长的一串也不递归", async () => {
  const { ask, global } = start();
  await ask("余额");
  assert.equal(global.cut("甲".repeat(20_000)).length, 20_000);
});

test("主题的程序出错时回答没有找到，下一问照样", async () => {
  const { ask, global, warned } = start();
  await ask("余额");
  const right = global.asked;
  for (const words of ["余额~x", "nofield:a", "+", "^4 ", "a^b"]) {
    global.asked = () => words;
    assert.ok(Array.isArray(await ask("余额")), words);
  }
  assert.ok(warned.some((text) => /Invalid query/.test(text)));
  global.asked = right;
  assert.deepEqual(await ask("余额"), ["a/"]);
});

test("索引或程序没有取到：说没有打开，再问再取", async () => {
  let broken = true;
  const fetch = () => (broken ? Promise.reject(new TypeError("Failed to fetch")) : has(DOCS)());
  const first = start({ fetch });
  assert.deepEqual(await first.ask("余额"), LOST);
  broken = false;
  assert.deepEqual(await first.ask("余额"), ["a/"]);
  let missing = true;
  const load = (name) => {
    if (missing && name === PROGRAM) throw new Error("NetworkError");
    return script(name);
  };
  const second = start({ load });
  assert.deepEqual(await second.ask("登录"), LOST);
  missing = false;
  assert.deepEqual(await second.ask("登录"), ["c/"]);
});
