// 粘贴的文字读出来以后怎样填进表单；读出来的值换成填进去的；文字不进链接。
import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldOf } from "../../docs/assets/calc/form/fields.mjs";
import { given } from "../../docs/assets/calc/form/given.mjs";
import { figuresIn, filledAs, fillFrom, isReadable } from "../../docs/assets/calc/form/reader.mjs";
import { read, shareable } from "../../docs/assets/calc/form/values.mjs";
import * as words from "../../docs/assets/calc/words.mjs";
import { answer, cardMaker, STATEMENT } from "./cards.mjs";
import { make } from "./dom.mjs";

globalThis.document = { createElement: (tag) => make(tag) };

const ROWS = "2020 46200 4800 2947.52 53947.52; 2021 - 4992 3421.75 62361.27";
const [statement, history, reader] = [
  cardMaker("statement-check", { ...STATEMENT, closing_balance: "119888.01" }),
  cardMaker("statement-history", { rows: ROWS }),
  cardMaker("statement-read", { text: "上年末余额 5.00" }),
];
const formOf = (card) => card.querySelector("form");

function figuresOf(text) {
  const place = make("div");
  place.innerHTML = answer("statement-read", { text }).html;
  return figuresIn(place).filter(([name]) => name !== "found");
}

const JIANGSU = figuresOf(
  ["2019年7月1日至2020年6月30日", "上年末累计储存额 200,206.73"]
    .concat(["当年记账金额 11289.60", "当年记账利息 14059.32"])
    .join("\n"),
);

test("只有两种表单上面有这一栏", () => {
  assert.ok(isReadable("statement-check") && isReadable("statement-history"));
  assert.ok(!isReadable("statement-read") && !isReadable("annual-interest"));
});

test("单位去掉，选项换成代号", () => {
  const form = formOf(statement());
  assert.equal(filledAs(fieldOf(form, "opening_balance"), "200,206.73 元"), "200,206.73");
  assert.equal(filledAs(fieldOf(form, "period"), "社保年度（7 月至次年 6 月）"), "july-june");
  assert.equal(filledAs(null, "2019"), "2019");
});

test("读出来的各填一格，没有读出来的空着，不留例子的数", () => {
  const form = formOf(statement());
  fillFrom(form, JIANGSU);
  const values = read(form);
  assert.equal(values.period, "july-june");
  assert.equal(values.year, "2019");
  assert.equal(values.opening_balance, "200,206.73");
  assert.equal(values.credited_amount, "11,289.60");
  assert.equal(values.credited_interest, "14,059.32");
  assert.equal(values.closing_balance, "");
});

test("历年对账：例子的行去掉，填一行；再读一年，加一行；同一年的换掉", () => {
  const form = formOf(history());
  const year = (text) => figuresOf(`${text}年度\n上年末余额 100.00\n当年记账金额 20.00`);
  fillFrom(form, year(2021));
  assert.equal(read(form).rows, "2021 100.00 20.00 - -");
  fillFrom(form, year(2022));
  fillFrom(form, figuresOf("2021年度\n当年记账利息 6.69"));
  assert.equal(read(form).rows, "2021 - - 6.69 -; 2022 100.00 20.00 - -");
});

test("整段文字不写进链接，分享和打印只说有几个字", () => {
  const form = formOf(reader());
  assert.equal(read(form).text, "上年末余额 5.00");
  assert.deepEqual(shareable(form), {});
  assert.deepEqual(given(form), [["账单上的文字", [words.letters(10)]]]);
});
