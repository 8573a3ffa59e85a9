// 写给读者看的：结果是谁的，下面的一行话，什么时候开始准备，复制，留着的数带到刷新以后。
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { copied, tableText } from "../../docs/assets/calc/copy.mjs";
import { kindOf, Result } from "../../docs/assets/calc/form/result.mjs";
import { report, say } from "../../docs/assets/calc/form/status.mjs";
import { isSaving, wakeOnTouch, wakeWhenNear } from "../../docs/assets/calc/wake.mjs";
import * as words from "../../docs/assets/calc/words.mjs";
import { cardMaker, HENAN } from "./cards.mjs";
import { make, parse } from "./dom.mjs";

const HOME = "https://example.org/site/";
const interest = cardMaker("annual-interest", HENAN);

function put(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

beforeEach(() => put("document", { createElement: (tag) => make(tag) }));

const WHOSE = '<p class="calc-whose">例子的结果</p>';
const MAIN = '<dl class="calc-main"><div><dt>利息</dt><dd>1 元</dd></div></dl>';

function resultOf(html) {
  const place = parse(`<div>${html}</div>`).firstElementChild;
  return new Result(place, HOME);
}

test("结果是谁的", () => {
  assert.equal(kindOf({}, false), "example");
  assert.equal(kindOf({}, true), "mine");
  assert.equal(kindOf({}, false, false), "blank");
  assert.equal(kindOf({ sent: "" }, true), "sent");
  assert.equal(kindOf({ outdated: "", sent: "" }, true), "outdated");
  assert.equal(kindOf({ outdated: "", wrong: "" }, true), "wrong");
  assert.deepEqual(Object.keys(words.WHOSE).sort(), [
    "blank",
    "example",
    "mine",
    "outdated",
    "sent",
    "wrong",
  ]);
});

test("标明是谁的，写上新的结果，读者合上的各栏照旧", () => {
  const part = (open, text) => `<details${open}><summary>步骤</summary>${text}</details>`;
  const result = resultOf(WHOSE + MAIN + part(" open", "一"));
  const whose = () => result.place.querySelector(".calc-whose").textContent;
  result.mark("outdated", false, false);
  assert.equal(whose(), words.WHOSE.example);
  result.place.querySelector("details").open = false;
  result.write(`${WHOSE}${part(" open", "二")}<details><summary>依据</summary></details>`);
  assert.deepEqual(
    result.place.querySelectorAll("details").map(({ open }) => open),
    [false, false],
  );
  result.mark("outdated", false, false);
  assert.equal(whose(), words.WHOSE.mine);
  result.mark("wrong", true, true);
  assert.equal(result.place.dataset.wrong, "");
  assert.equal(whose(), words.WHOSE.wrong);
  result.write(result.example);
  result.mark("wrong", false, false);
  assert.equal(whose(), words.WHOSE.example);
});

test("页面里没有印好结果的，说填好就有", () => {
  const result = resultOf(WHOSE);
  result.mark("outdated", false, false);
  assert.equal(result.place.querySelector(".calc-whose").textContent, words.WHOSE.blank);
  assert.deepEqual(Object.keys(words.IN_BAR).sort(), Object.keys(words.WHOSE).sort());
});

test("结果里本站的页面从首页算起；最要紧的数连同名称", () => {
  const result = resultOf('<a data-page="rules/faq/">问</a>');
  assert.equal(result.place.querySelector("a").href, `${HOME}rules/faq/`);
  assert.equal(result.figure, "");
  const card = interest();
  const real = new Result(card.querySelector(".calc-result"), HOME);
  assert.match(real.figure, /7,180\.48 元$/);
  assert.ok(real.place.querySelectorAll("details[open]").length > 0);
  real.fold("details");
  assert.equal(real.place.querySelectorAll("details[open]").length, 0);
});

const engine = (state, given = {}) => ({ state, waiting: new Map(), trouble: {}, ...given });

test("启动的情形各说什么", () => {
  assert.equal(report(engine("idle"), "a"), null);
  const progress = { stage: "download", loaded: 1_230_000, total: 5_000_000 };
  assert.deepEqual(report(engine("starting", { progress }), "a"), {
    text: words.downloading(24),
    bar: { loaded: 1_230_000, total: 5_000_000 },
  });
  assert.equal(report(engine("starting", { progress: null }), "a").text, words.downloading(0));
  const start = { progress: { ...progress, stage: "start" } };
  assert.equal(report(engine("starting", start), "a").text, words.STARTING);
  assert.deepEqual(report(engine("starting", { revived: true }), "a"), { text: words.REVIVING });
  assert.deepEqual(report(engine("ready"), "a"), { text: words.READY });
  for (const [reason, button] of [
    ["updated", "reload"],
    ["network", "again"],
  ]) {
    const told = report(engine("failed", { trouble: { reason } }), "a");
    assert.deepEqual(told, { text: words.trouble(reason), button });
  }
});

test("算得久了，只有问的那张表单给出“停下”", () => {
  const waiting = new Map([
    [1, { long: true, asker: "a" }],
    [2, { long: false, asker: "b" }],
  ]);
  assert.deepEqual(report(engine("ready", { waiting }), "a"), {
    text: words.LONG,
    button: "cancel",
  });
  assert.equal(report(engine("ready", { waiting }), "b"), null);
});

test("一行话连同进度和按钮；按了哪个，说哪个", () => {
  const place = make("div");
  const pressed = [];
  say(place, { text: "甲", bar: { loaded: 1, total: 4 }, button: "again" }, (kind) =>
    pressed.push(kind),
  );
  assert.equal(place.firstChild.textContent, "甲");
  const [bar, button] = place.children;
  assert.deepEqual([bar.value, bar.max, bar.getAttribute("aria-label")], [1, 4, words.PROGRESS]);
  assert.equal(button.textContent, words.BUTTONS.again);
  button.fire("click");
  assert.deepEqual(pressed, ["again"]);
  say(place, { text: "乙", bar: { loaded: 0, total: 0 } }, () => {});
  assert.equal(place.children.length, 1);
  assert.equal(place.children[0].max, undefined, "还不知道一共多少");
  say(place, { text: "丙" }, () => {});
  assert.equal(place.children.length, 0);
});

test("省流量或线路极慢，不因为滚动就下载", () => {
  assert.equal(isSaving(undefined), false);
  assert.equal(isSaving({ saveData: true }), true);
  assert.equal(isSaving({ effectiveType: "slow-2g" }), true);
  assert.equal(isSaving({ effectiveType: "4g" }), false);
  put("navigator", { connection: { saveData: true } });
  wakeWhenNear(make("div"), () => assert.fail())();
});

test("碰到计算器就开始；滚动过、在附近、有空闲才提前准备", () => {
  const card = make("div");
  let woken = 0;
  const wake = () => (woken += 1);
  wakeOnTouch(card, wake);
  for (const type of ["focusin", "pointerdown", "pointerenter", "click"]) card.fire(type);
  assert.equal(woken, 3);
  const page = make("html");
  let seen;
  const watched = [];
  put("navigator", {});
  put("window", { requestIdleCallback: (work) => work() });
  put("addEventListener", (...given) => page.addEventListener(...given));
  put("removeEventListener", () => (page.heard = []));
  put(
    "IntersectionObserver",
    class {
      constructor(heard) {
        seen = heard;
      }
      observe(element) {
        watched.push(element);
      }
      disconnect() {
        watched.length = 0;
      }
    },
  );
  const leave = wakeWhenNear(card, wake);
  assert.deepEqual(watched, []);
  page.fire("scroll");
  assert.deepEqual(watched, [card]);
  seen([{ isIntersecting: false }]);
  assert.equal(woken, 3);
  seen([{ isIntersecting: true }]);
  assert.deepEqual([woken, watched.length], [4, 0]);
  leave();
  assert.equal(page.heard.length, 0);
});

test("表写成可以粘贴的文字；复制成了没有，说得出", async () => {
  const cells = (...texts) => ({ cells: texts.map((textContent) => ({ textContent })) });
  assert.equal(tableText([cells("年份", "利息"), cells("2021", "1.00")]), "年份\t利息\n2021\t1.00");
  put("navigator", {});
  assert.equal(await copied("x"), false);
  const written = [];
  put("navigator", { clipboard: { writeText: async (text) => written.push(text) } });
  assert.equal(await copied("x"), true);
  assert.deepEqual(written, ["x"]);
  put("navigator", { clipboard: { writeText: () => Promise.reject(new Error("no")) } });
  assert.equal(await copied("x"), false);
});

// 每次是新的一页：模块从头装入。
let pages = 0;
const kept = () => import(`../../docs/assets/calc/form/kept.mjs?page=${++pages}`);

class Storage {
  constructor(store) {
    this.getItem = (name) => store.get(name) ?? null;
    this.setItem = (name, text) => store.set(name, text);
  }
}

// 这一页是怎样打开的。
function arrive(type) {
  performance.getEntriesByType = () => [{ type }];
  put("location", { pathname: "/page/" });
}

test("留着的数带到离开以后：退回来的、刷新的接着填，重新打开的从头；存坏了、不许存也从头", async () => {
  const store = new Map();
  put("Storage", Storage);
  put("sessionStorage", new Storage(store));
  arrive("reload");
  const before = await kept();
  before.kept.set("/page/ 0", { values: [["a 1", { value: "１%" }]], rows: [2] });
  before.kept.set("/page/x/ 0", { values: [], rows: [] });
  before.carry();
  for (const type of ["reload", "back_forward"]) {
    arrive(type);
    assert.deepEqual([...(await kept()).kept], [...before.kept]);
  }
  arrive("navigate");
  assert.deepEqual([...(await kept()).kept.keys()], ["/page/x/ 0"]);
  for (const text of ["{", "5", "{}", '"x"', "[1]"]) {
    store.set("calc-kept", text);
    assert.equal((await kept().catch(() => ({ kept: { size: "坏" } }))).kept.size, 0, text);
  }
  put("sessionStorage", { getItem: () => null, setItem() {} });
  assert.throws((await kept()).carry);
  put("sessionStorage", undefined);
  const none = await kept();
  assert.equal(none.kept.size, 0);
  assert.throws(() => none.carry());
});
