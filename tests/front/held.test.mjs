// 看得见的结果、留着的数、二维码和写给人看的数：不用浏览器的部分。
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Device } from "../../docs/assets/calc/form/device.mjs";
import { given } from "../../docs/assets/calc/form/given.mjs";
import { needsBar, seen, shift } from "../../docs/assets/calc/form/live.mjs";
import { pathOf } from "../../docs/assets/calc/form/panel.mjs";
import { givenIn, isOwn, repaired } from "../../docs/assets/calc/form/share.mjs";
import { squares } from "../../docs/assets/calc/qr.mjs";
import * as words from "../../docs/assets/calc/words.mjs";
import { cardMaker, HENAN, HISTORY } from "./cards.mjs";

test("键盘弹出以后看得见的一块；放大了看的不算键盘", () => {
  assert.deepEqual(seen(undefined, 800), { top: 0, bottom: 800 });
  assert.deepEqual(seen({ scale: 1, offsetTop: 0, height: 400 }, 800), { top: 0, bottom: 400 });
  assert.deepEqual(seen({ scale: 1, offsetTop: 90, height: 400 }, 800), { top: 90, bottom: 490 });
  assert.deepEqual(seen({ scale: 2, offsetTop: 90, height: 400 }, 800), { top: 0, bottom: 800 });
});

test("结果看不见、正在填或者刚填过，才要那一条", () => {
  const view = { top: 0, bottom: 500 };
  const form = { top: -300, bottom: 700 };
  const [below, inView] = [{ top: 700 }, { top: 300 }];
  const ask = (given) =>
    needsBar({ focused: false, on: false, form, result: below, ...given }, view);
  assert.equal(ask({ focused: true }), true);
  assert.equal(ask({ focused: true, result: inView }), false);
  assert.equal(ask({}), false, "没有碰过表单");
  assert.equal(ask({ on: true }), true);
  assert.equal(ask({ on: true, form: { top: 600, bottom: 900 } }), false, "表单不在屏幕上");
});

test("正在填的一格滚到页眉下面、那一条上面；太高的先看到开头", () => {
  assert.equal(shift({ top: 100, bottom: 140 }, 56, 400), 0);
  assert.equal(shift({ top: 390, bottom: 430 }, 56, 400), 30);
  assert.equal(shift({ top: 20, bottom: 60 }, 56, 400), -36);
  assert.equal(shift({ top: 60, bottom: 900 }, 56, 400), 4);
});

class Storage {
  kept = new Map();
  getItem(name) {
    return this.kept.get(name) ?? null;
  }
  setItem(name, text) {
    this.kept.set(name, text);
  }
}

function store(value) {
  for (const [name, each] of Object.entries({ Storage, localStorage: value })) {
    Object.defineProperty(globalThis, name, { value: each, configurable: true });
  }
}

const STATE = { values: [["a 1", { value: "１" }]], rows: [] };

beforeEach(() => store(new Storage()));

test("每种计算器留最后一次的；清除、不保留，说到做到", () => {
  const device = new Device("n");
  assert.equal(device.last("a"), null);
  device.keep("a", STATE);
  device.keep("b", STATE);
  assert.deepEqual(new Device("n").last("a"), STATE);
  assert.equal(new Device("other").last("a"), null);
  device.forget("a");
  assert.deepEqual([device.last("a"), device.last("b")], [null, STATE]);
  device.setOff(true);
  device.keep("a", STATE);
  assert.deepEqual([device.isOff, device.last("a"), device.last("b")], [true, null, null]);
  device.setOff(false);
  device.keep("a", STATE);
  assert.deepEqual(device.last("a"), STATE);
});

test("存坏了、不许存，什么也不留，也不出错", () => {
  for (const text of ["{", "5", "null", "[]", '{"forms":3}', '{"forms":{"a":{"values":[1]}}}']) {
    localStorage.setItem("n", text);
    assert.equal(new Device("n").last("a"), null, text);
    new Device("n").keep("a", STATE);
    assert.deepEqual(new Device("n").last("a"), STATE, text);
  }
  for (const bad of [undefined, null, { getItem: () => null, setItem() {} }]) {
    store(bad);
    const device = new Device("n");
    device.keep("a", STATE);
    assert.deepEqual([device.works, device.isOff, device.last("a")], [false, false, null]);
  }
});

test("填的数写给人看：名称和单位，空的不写，收起来的不写", () => {
  const rows = new Map(given(cardMaker("annual-interest", HENAN)().querySelector("form")));
  assert.deepEqual(rows.get("上年末累计储存额"), ["100978.25 元"]);
  assert.deepEqual(rows.get("年份"), ["2021"]);
  assert.deepEqual(rows.get("缴费的月份"), ["1 月至 12 月"]);
  assert.equal(rows.has("每月记账金额"), false);
  const history = new Map(given(cardMaker("account-history", HISTORY)().querySelector("form")));
  const lines = [...history.values()].find((each) => each.length === 2);
  assert.match(lines[0], /2022-01.*2024-12.*420/);
});

test("链接里的 ? 和 = 写成了百分号的也认得；# 写成 %23 的，改回来", () => {
  const pairs = [
    ["a", ["1"]],
    ["b", ["2 3"]],
  ];
  for (const hash of ["#k?a=1&b=2+3", "#k%3Fa=1&b=2+3", "#k%3Fa%3D1%26b%3D2%2B3"]) {
    assert.deepEqual(givenIn(hash, "k"), pairs, hash);
  }
  assert.deepEqual(givenIn("#k%3F%zz", "k"), [["%zz", [""]]]);
  const at = (pathname, rest = "") =>
    repaired({ pathname, href: `https://e.org${pathname}${rest}` });
  assert.equal(at("/p/%23k", "?a=1"), "https://e.org/p/#k?a=1");
  assert.equal(at("/p/%23k%3Fa%3D1"), "https://e.org/p/#k%3Fa%3D1");
  assert.equal(at("/p/", "#k?a=%23x"), "");
});

test("本站自己的链接认得出", () => {
  assert.equal(isOwn(givenIn("#k?a=1&here=", "k")), true);
  assert.equal(isOwn(givenIn("#k?a=1", "k")), false);
});

test("二维码是方的，四周留白；太长的画不出", () => {
  const rows = squares("https://example.org/#a?b=1");
  assert.ok(rows.every((row) => row.length === rows.length) && rows.length >= 27);
  assert.ok(rows[0].every((dark) => !dark) && rows[3][3]);
  assert.equal(
    pathOf([
      [true, false],
      [false, true],
    ]),
    "M0 0h1v1h-1zM1 1h1v1h-1z",
  );
  assert.throws(() => squares("x".repeat(3000)));
});

test("复制的文字有标题、填的数、结果和地址", () => {
  const text = words.asText({
    title: "甲",
    given: [["年份", ["2021"]]],
    whose: "例子的结果",
    figures: [["利息", "1.00 元"]],
    address: "https://e.org/",
  });
  assert.equal(text, "甲\n\n填的数\n年份：2021\n\n例子的结果\n利息：1.00 元\n\nhttps://e.org/");
});
