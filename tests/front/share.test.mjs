// 带数字的链接：写出来再读进来，什么都不变；怪的链接不出错。
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange } from "../../docs/assets/calc/form/fields.mjs";
import { addressOf, givenIn } from "../../docs/assets/calc/form/share.mjs";
import { clear, fill, read } from "../../docs/assets/calc/form/values.mjs";
import { cardMaker, HENAN, HISTORY } from "./cards.mjs";

const PAGE = "https://example.org/a/?q=1#old";
const KEY = "annual-interest.2";
const STRANGE = [
  "100%",
  "%",
  "%zz",
  "a&b=c",
  "a?b#c",
  "+ +",
  "<img>",
  '"',
  "'",
  "１２，３",
  "𠮷",
  " ",
  "\t",
];

// 浏览器从地址里取出 # 以后的。
const hashOf = (address) => new URL(address).hash;
const back = (values) => Object.fromEntries(givenIn(hashOf(addressOf(PAGE, KEY, values)), KEY));

test("地址是这一页，去掉原来的 #", () => {
  assert.equal(
    addressOf(PAGE, "x", { a: "1", b: ["2", "3"], c: [] }),
    "https://example.org/a/?q=1#x?a=1&b=2&b=3&c=",
  );
});

test("怪的名称和值，写出来再读进来不变", () => {
  for (const one of STRANGE) {
    for (const other of STRANGE) {
      assert.deepEqual(back({ [one]: other, [`${other}2`]: [one, "", other] }), {
        [one]: [other],
        [`${other}2`]: [one, "", other],
      });
    }
  }
});

test("空的一列写成一个空的值", () => {
  assert.deepEqual(back({ months: [], a: "" }), { months: [""], a: [""] });
});

test("不是给这个计算器的，什么也没有写的，没有", () => {
  for (const hash of [
    "",
    "#",
    "#annual-interest",
    "#annual-interest?",
    "#?a=1",
    "#other?a=1",
    `#${KEY}x?a=1`,
  ]) {
    assert.equal(givenIn(hash, KEY), null, hash);
  }
});

test("坏的百分号、重复的名称不出错", () => {
  assert.deepEqual(givenIn(`#${KEY}?%=%zz&a=1&a=2&=x&&b`, KEY), [
    ["%", ["%zz"]],
    ["a", ["1", "2"]],
    ["", ["x"]],
    ["b", [""]],
  ]);
  assert.equal(givenIn(`#${KEY}?${"nothing=1&".repeat(5000)}`, KEY)[0][1].length, 5000);
});

test("打开链接的人看到的，和发的人一样", () => {
  const [interest, history] = [
    cardMaker("annual-interest", HENAN),
    cardMaker("account-history", HISTORY),
  ];
  const sent = interest().querySelector("form");
  fill(sent, "monthly_amounts", ["", "800"]);
  fill(sent, "opening_balance", [""]);
  const other = history().querySelector("form");
  fill(other, "segments", ["2020-01 - 100; - 2021-12 ９"]);
  for (const [form, make] of [
    [sent, interest],
    [other, history],
  ]) {
    arrange(form);
    const fresh = make().querySelector("form");
    clear(fresh);
    for (const [name, values] of givenIn(hashOf(addressOf(PAGE, KEY, read(form))), KEY))
      fill(fresh, name, values);
    arrange(fresh);
    assert.deepEqual(read(fresh), read(form));
  }
});
