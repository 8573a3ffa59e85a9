// 表单的值：读、填、清空、留着再填回来；若干行的写法。表单是 calc/html 写出的真的表单。
import assert from "node:assert/strict";
import { test } from "node:test";
import { borrowed, isChanged } from "../../docs/assets/calc/form/example.mjs";
import { arrange, fieldOf } from "../../docs/assets/calc/form/fields.mjs";
import { bringBack, stateOf } from "../../docs/assets/calc/form/kept.mjs";
import { columnOf, pasteColumn } from "../../docs/assets/calc/form/paste.mjs";
import {
  addRow,
  fillRows,
  nameRows,
  removeRow,
  rowsText,
  setRows,
} from "../../docs/assets/calc/form/rows.mjs";
import { clear, dated, fill, read } from "../../docs/assets/calc/form/values.mjs";
import { cardMaker, HENAN, HISTORY, STATEMENT } from "./cards.mjs";
import { dice } from "./dice.mjs";
import { Element, parse } from "./dom.mjs";

const [interest, history, statement, retirement] = [
  cardMaker("annual-interest", HENAN),
  cardMaker("account-history", HISTORY),
  cardMaker("statement-check", STATEMENT),
  cardMaker("retirement-age", { category: "male", birth: "1972-04" }),
];
const formOf = (card) => card.querySelector("form");
const control = (form, name) => form.elements.find((each) => each.name === name);
const named = (form, name) => form.elements.filter((each) => each.name === name);
const chooser = (form) => form.querySelector("[data-chooses]");

test("读到的就是例子填的", () => {
  const values = read(formOf(interest()));
  for (const [name, value] of Object.entries(HENAN)) assert.equal(values[name], value);
  assert.equal(values.period, "calendar");
  assert.ok(!("monthly_base" in values), "收起来的不读");
  assert.ok(!("months" in values), "全勾着的不写");
});

test("若干行读成一段文字，和写在算例里的一样，空着的格也写", () => {
  assert.equal(read(formOf(history())).segments, HISTORY.segments.replace(/(?=;|$)/g, " -"));
});

test("填了一项，管着它的一问没有答的，照它答；答了的不动", () => {
  const answered = (...filled) => {
    const form = formOf(history());
    clear(form);
    for (const [name, value] of filled) fill(form, name, [value]);
    return control(form, "missing_rates").value;
  };
  const [low, high] = [
    ["default_rate_percent", "2"],
    ["default_rate_high_percent", "4"],
  ];
  assert.equal(answered(), "");
  assert.equal(answered(["default_rate_percent", ""]), "");
  assert.equal(answered(["rates_percent", "2014 3"]), "typed");
  assert.equal(answered(low), "assumed");
  assert.equal(answered(low, high), "range");
  assert.equal(answered(high, low), "range");
  assert.equal(answered(["missing_rates", "typed"], low), "typed");
  assert.equal(answered(low, ["missing_rates", "typed"]), "typed");
});

test("勾选的、一串金额，是一列", () => {
  const form = formOf(interest());
  named(form, "months")[0].checked = false;
  assert.deepEqual(read(form).months, ["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
  for (const box of named(form, "months")) box.checked = false;
  assert.deepEqual(read(form).months, []);
  chooser(form).value = "monthly_amounts";
  arrange(form);
  named(form, "monthly_amounts")[1].value = "800";
  const { monthly_amounts: amounts, months } = read(form);
  assert.deepEqual(amounts, ["", "800", ...Array(10).fill("")]);
  assert.equal(months, undefined);
});

test("没有填哪一天的规定，用造网站的那一天；填了的不动", () => {
  assert.deepEqual(dated({ a: "1" }, "2026-01-02"), { a: "1", today: "2026-01-02" });
  assert.deepEqual(dated({ today: " " }, "2026-01-02"), { today: "2026-01-02" });
  assert.deepEqual(dated({ today: "2030-01-01" }, "2026-01-02"), { today: "2030-01-01" });
  assert.deepEqual(dated({ a: "1" }, undefined), { a: "1" });
});

test("清空以后只剩每个选项的第一项", () => {
  const form = formOf(interest());
  clear(form);
  const values = read(form);
  assert.equal(values.opening_balance, "");
  assert.equal(values.period, "calendar");
  assert.equal(chooser(form).value, "annual_base");
  assert.ok(!("months" in values));
});

test("填进去的读得出来", () => {
  const form = formOf(interest());
  clear(form);
  const given = {
    opening_balance: "1",
    period: "july-june",
    monthly_amount: "５７６",
    months: ["1", "12"],
    rounding: "monthly",
  };
  for (const [name, value] of Object.entries(given)) fill(form, name, [value].flat());
  arrange(form);
  const values = read(form);
  for (const [name, value] of Object.entries(given)) assert.deepEqual(values[name], value, name);
  assert.equal(chooser(form).value, "monthly_amount");
});

test("不认识的名称和选项不理会", () => {
  const form = formOf(interest());
  for (const name of ["", "nothing", "<img>", "__proto__", 'a"]', "constructor"]) {
    fill(form, name, ["1"]);
  }
  fill(form, "period", ["zzz"]);
  fill(form, "months", ["9-12"]);
  assert.equal(isChanged(form), false);
  fill(form, "months", [""]);
  assert.deepEqual(read(form).months, []);
});

test("一串金额少的补空，多的不要", () => {
  const form = formOf(interest());
  fill(form, "monthly_amounts", ["1", "2"]);
  arrange(form);
  assert.deepEqual(read(form).monthly_amounts.slice(0, 3), ["1", "2", ""]);
  fill(form, "monthly_amounts", Array(20).fill("3"));
  assert.deepEqual(read(form).monthly_amounts, Array(12).fill("3"));
});

test("行的文字：空格、分号去掉，空着的格写 -，空行不写", () => {
  const form = formOf(history());
  const lines = form.querySelector(".calc-lines");
  fillRows(lines, "2020-01 - 400;  2021-01  2021-12 -;- - -");
  assert.equal(lines.children.length, 3);
  assert.equal(rowsText(lines), "2020-01 - 400 -; 2021-01 2021-12 - -");
  lines.children[2].querySelectorAll("input")[0].value = " 2022；- 01; ";
  assert.equal(rowsText(lines), "2020-01 - 400 -; 2021-01 2021-12 - -; 2022-01 - - -");
  fillRows(lines, "");
  assert.equal(lines.children.length, 1);
  assert.equal(rowsText(lines), "");
});

test("随便几行，填进去再读出来不变", () => {
  const form = formOf(history());
  const lines = form.querySelector(".calc-lines");
  const next = dice(7);
  const cell = () => ["-", "2020-01", "１２．５", "0", "--", "%", "<b>"][next(7)];
  for (let round = 0; round < 300; round++) {
    const rows = Array.from({ length: 1 + next(9) }, () => [cell(), cell(), cell(), cell()]);
    const text = rows
      .filter((row) => row.some((each) => each !== "-"))
      .map((row) => row.join(" "))
      .join("; ");
    fillRows(lines, text);
    assert.equal(rowsText(lines), text);
  }
});

test("加行、减行：新的一行是空的，名称不重复，不超过最多的行数", () => {
  const form = formOf(history());
  const lines = form.querySelector(".calc-lines");
  addRow(lines);
  assert.equal(lines.children.length, 3);
  assert.equal(Element.focused, lines.lastElementChild.querySelector("input"));
  assert.deepEqual(
    lines.lastElementChild.querySelectorAll("input").map((each) => each.value),
    ["", "", "", ""],
  );
  const most = Number(lines.dataset.most);
  setRows(lines, most + 9);
  assert.equal(lines.children.length, most);
  const ids = lines.querySelectorAll("input").map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  setRows(lines, 1);
  assert.equal(lines.children.length, 1);
});

test("留着的状态填回同样的表单，什么都在", () => {
  const form = formOf(history());
  fill(form, "segments", ["2020-01 2020-12 1; 2021-01 2021-12 2; 2022-01 2022-12 3"]);
  control(form, "until").value = "2022-12";
  const state = JSON.parse(JSON.stringify(stateOf(form)));
  const fresh = formOf(history());
  bringBack(fresh, state);
  assert.deepEqual(read(fresh), read(form));
  const chosen = formOf(interest());
  fill(chosen, "monthly_amount", ["9"]);
  named(chosen, "months")[3].checked = false;
  const again = formOf(interest());
  bringBack(again, stateOf(chosen));
  arrange(again);
  arrange(chosen);
  assert.deepEqual(read(again), read(chosen));
});

const option = (value) => `<option value="${value}"></option>`;
const select = (name, ...values) =>
  `<select name="${name}">${values.map(option).join("")}</select>`;
const textBoxes = (...names) => names.map((name) => `<input name="${name}">`).join("");
const formWith = (html) => parse(`<form>${html}</form>`).firstElementChild;

test("表单改了版，数字也不会填到别的格里", () => {
  const before = formWith(textBoxes("a", "b", "b") + select("c", "x", "y"));
  named(before, "a")[0].value = "1";
  named(before, "b")[1].value = "2";
  before.elements.c.value = "y";
  const after = formWith(textBoxes("new", "b", "a") + select("c", "x"));
  bringBack(after, stateOf(before));
  assert.deepEqual(
    after.elements.map(({ value }) => value),
    ["", "", "1", "x"],
  );
});

test("和例子一样不一样", () => {
  const form = formOf(interest());
  assert.equal(isChanged(form), false);
  control(form, "annual_base").value = "1";
  assert.equal(isChanged(form), true);
  control(form, "annual_base").value = HENAN.annual_base;
  assert.equal(isChanged(form), false);
  named(form, "months")[0].checked = false;
  assert.equal(isChanged(form), true);
  named(form, "months")[0].checked = true;
  control(form, "period").value = "july-june";
  assert.equal(isChanged(form), true);
});

test("改了几项，说得出哪些还是例子里的", () => {
  const form = formOf(statement());
  assert.deepEqual(borrowed(form), []);
  control(form, "opening_balance").value = "82345.67";
  const names = borrowed(form);
  assert.ok(names.includes("当年记账金额") && names.includes("当年记账利息"), names.join());
  assert.ok(!names.some((name) => /截至上年末|上年末/.test(name)), names.join());
  for (const name of Object.keys(STATEMENT)) control(form, name).value += "1";
  assert.deepEqual(borrowed(form), []);
});

test("一张刚写好的表单，选项没有默认的，不算改过", () => {
  const form = formWith(select("a", "", "1"));
  assert.equal(isChanged(form), false);
  assert.equal(fieldOf(form, "a"), null);
});

test("提前、延迟：一个选项和一个月数，合成一个值；填回去还是那样", () => {
  const form = formOf(retirement());
  const [choice, count] = named(form, "offset_months");
  const both = () => [choice.value, count.value, read(form).offset_months];
  arrange(form);
  assert.deepEqual(
    [...both(), choice.closest(".calc-offset").children[1].hidden],
    ["", "", "0", true],
  );
  for (const [text, expected] of [
    ["-12", ["-", "12", "-12"]],
    ["−3", ["-", "3", "-3"]],
    ["提前12", ["-", "12", "-12"]],
    ["12", ["+", "12", "12"]],
    ["延迟1年", ["+", "1年", "延迟1年"]],
    ["提前", ["-", "", "提前"]],
    ["按时", ["", "", "0"]],
    ["0", ["", "", "0"]],
    ["", ["", "", "0"]],
  ]) {
    fill(form, "offset_months", [text]);
    arrange(form);
    assert.deepEqual(both(), expected, text);
  }
  fill(form, "offset_months", ["12"]);
  clear(form);
  assert.equal(read(form).offset_months, "0");
});

test("去掉一行，后面的补上来，名称和编号跟着改；只剩一行的清空", () => {
  const form = formOf(history());
  const lines = form.querySelector(".calc-lines");
  fillRows(lines, "2020-01 2020-12 1; 2021-01 2021-12 2; 2022-01 2022-12 3");
  removeRow(lines.children[1]);
  assert.equal(rowsText(lines), "2020-01 2020-12 1 -; 2022-01 2022-12 3 -");
  assert.equal(Element.focused, lines.children[1].querySelector("input"));
  addRow(lines);
  const inputs = lines.querySelectorAll("input");
  assert.equal(new Set(inputs.map(({ id }) => id)).size, 12);
  assert.equal(inputs[8].getAttribute("aria-label"), "第 3 行 起");
  for (let left = 3; left > 0; left--) removeRow(lines.lastElementChild);
  assert.equal(lines.children.length, 1);
  assert.equal(rowsText(lines), "");
});

test("头一格是年份的，一行带着年份叫", () => {
  const form = formOf(history());
  const lines = form.querySelectorAll(".calc-lines")[1];
  lines.querySelector("input").value = "2015";
  nameRows(lines);
  assert.equal(lines.querySelector(".calc-row").textContent, "第 1 行，2015 年");
  const remove = lines.querySelector("[data-remove]");
  assert.equal(remove.getAttribute("aria-label"), "去掉第 1 行，2015 年");
});

test("粘贴的一列：换行、制表符隔开的，空着的格也算；一个数不算一列", () => {
  assert.deepEqual(columnOf("1\r\n\r\n3\r\n"), ["1", "", "3"]);
  assert.deepEqual(columnOf("1,000.00\t2"), ["1,000.00", "2"]);
  assert.deepEqual(columnOf("1；2、 3"), ["1", "2", "3"]);
  assert.deepEqual(columnOf(" 1 2  3 "), ["1", "2", "3"]);
  for (const one of ["", "1", " 1,000.00 元 ", "12 218.00\n"]) assert.equal(columnOf(one), null);
});

test("粘贴从这一格起往后填；放不下的都在最后一格；不是一串金额的不管", () => {
  const form = formOf(interest());
  const boxes = named(form, "monthly_amounts");
  assert.equal(pasteColumn(boxes[1], "1\n2\n3"), boxes[3]);
  assert.deepEqual(
    boxes.slice(0, 5).map(({ value }) => value),
    ["", "1", "2", "3", ""],
  );
  assert.equal(pasteColumn(boxes[10], "4\n5\n6"), boxes[11]);
  assert.equal(boxes[11].value, "5 6");
  assert.equal(pasteColumn(control(form, "year"), "1\n2"), null);
  assert.equal(pasteColumn(boxes[0], "7"), null);
});
