// 看得见哪几项；错误写在哪一项旁边，哪些只是还没有填。
import assert from "node:assert/strict";
import { test } from "node:test";
import * as errors from "../../docs/assets/calc/form/errors.mjs";
import { arrange, chooserOf, fieldOf, labelOf } from "../../docs/assets/calc/form/fields.mjs";
import { read } from "../../docs/assets/calc/form/values.mjs";
import * as words from "../../docs/assets/calc/words.mjs";
import { answer, cardMaker, HENAN, HISTORY } from "./cards.mjs";
import { Element, make } from "./dom.mjs";

globalThis.document = { createElement: (tag) => make(tag) };

const [interest, history, refund] = [
  cardMaker("annual-interest", HENAN),
  cardMaker("account-history", HISTORY),
  cardMaker("refund-check", { who: "chinese", situation: "want-money" }),
];
const formOf = (card) => card.querySelector("form");
const control = (form, name) => form.elements.find((each) => each.name === name);
const hidden = (form, name) => fieldOf(form, name).hidden;
const text = (form, name) => fieldOf(form, name).querySelector(".calc-error").textContent;
const NONE = new Set();

test("建站时收起来的和浏览器里收起来的一样", () => {
  for (const card of [interest(), refund()]) {
    const form = formOf(card);
    const before = form.querySelectorAll("[data-field]").map((field) => field.hidden);
    arrange(form);
    assert.deepEqual(
      form.querySelectorAll("[data-field]").map((field) => field.hidden),
      before,
    );
  }
});

test("几项里选一项；用不上的收起来，填的还在", () => {
  const form = formOf(interest());
  const chooser = chooserOf(form, "monthly_base");
  assert.equal(chooserOf(form, "year"), undefined);
  chooser.value = "monthly_amounts";
  arrange(form);
  assert.ok(hidden(form, "annual_base") && hidden(form, "months"));
  assert.ok(!hidden(form, "monthly_amounts"));
  chooser.value = "annual_base";
  arrange(form);
  assert.ok(!hidden(form, "annual_base") && !hidden(form, "months"));
  assert.equal(control(form, "annual_base").value, HENAN.annual_base);
});

test("前一问答了什么，才问后一问；前一问收起来，后一问也收起来", () => {
  const form = formOf(refund());
  const whens = form.querySelectorAll("[data-when]");
  assert.ok(whens.length > 3);
  control(form, "situation").value = "overlap";
  arrange(form);
  assert.ok(!hidden(form, "overlap_kind"));
  for (const field of whens) {
    const [name, values] = field.dataset.when.split("=");
    const asked = fieldOf(form, name);
    const right = !asked.hidden && values.split(" ").includes(control(form, name).value);
    assert.equal(field.hidden, !right, field.dataset.field);
  }
});

test("名称和单位分开", () => {
  assert.equal(labelOf(fieldOf(formOf(interest()), "opening_balance")), "上年末累计储存额");
  assert.equal(labelOf(fieldOf(formOf(interest()), "months")), "缴费的月份");
});

test("填错的写在那一项旁边，几条写在一起，改对了就没有", () => {
  const form = formOf(interest());
  control(form, "opening_balance").value = "一万";
  const found = answer("annual-interest", read(form)).errors;
  const sorted = errors.sort(form, found, NONE, false);
  assert.deepEqual([sorted.waiting, sorted.wrong], [[], found]);
  const twice = [...found, { field: "opening_balance", message: "再说一句。" }];
  assert.deepEqual(errors.show(form, twice), []);
  assert.equal(text(form, "opening_balance"), `${found[0].message} 再说一句。`);
  assert.equal(control(form, "opening_balance").getAttribute("aria-invalid"), "true");
  assert.match(errors.summary(form, sorted, []), /^有 1 处要改/);
  errors.show(form, []);
  assert.equal(text(form, "opening_balance"), "");
  assert.equal(control(form, "opening_balance").getAttribute("aria-invalid"), null);
});

test("收进“更多选项”的那一项有错，打开来", () => {
  const form = formOf(interest());
  const more = fieldOf(form, "rate_percent").closest("details");
  more.open = false;
  control(form, "rate_percent").value = "-1";
  errors.show(form, answer("annual-interest", read(form)).errors);
  assert.notEqual(text(form, "rate_percent"), "");
  assert.ok(more.open);
});

test("还没轮到填的不算错，只说还要填什么；填过的、按了“计算”的算", () => {
  const form = formOf(refund());
  control(form, "situation").value = "overlap";
  arrange(form);
  const found = answer("refund-check", read(form)).errors;
  assert.ok(found.length && found.every(({ missing }) => missing));
  const sorted = errors.sort(form, found, NONE, false);
  assert.deepEqual(sorted.wrong, []);
  assert.match(errors.summary(form, sorted, errors.show(form, [])), /^还要填：是哪两份/);
  assert.deepEqual(errors.sort(form, found, NONE, true).wrong, found);
  assert.deepEqual(errors.sort(form, found, new Set(["overlap_kind"]), false).wrong, found);
});

test("清掉的一项，别的格还填着，也是错", () => {
  const form = formOf(interest());
  control(form, "opening_balance").value = "";
  const found = answer("annual-interest", read(form)).errors;
  assert.equal(errors.sort(form, found, NONE, false).waiting.length, 1);
  assert.equal(errors.sort(form, found, new Set(["opening_balance"]), false).wrong.length, 1);
  control(form, "opening_balance").value = " ";
  assert.equal(errors.sort(form, found, NONE, false).wrong.length, 1);
});

test("收起来的一项有错，写在代替它的那一项旁边", () => {
  const form = formOf(interest());
  chooserOf(form, "annual_base").value = "monthly_base";
  arrange(form);
  assert.equal(errors.placeOf(form, "annual_base"), fieldOf(form, "monthly_base"));
  assert.deepEqual(errors.show(form, [{ field: "annual_base", message: "请填写。" }]), []);
  assert.equal(text(form, "monthly_base"), "请填写。");
});

test("没有看得见的地方可写的，写在下面的一行", () => {
  const form = formOf(refund());
  const lost = form.querySelectorAll("[data-when]").find((field) => field.hidden).dataset.field;
  for (const field of [null, undefined, "nothing", lost]) {
    assert.equal(errors.placeOf(form, field), null, field);
    const wrong = [{ field, message: "不对。" }];
    assert.deepEqual(errors.show(form, wrong), ["不对。"]);
    const sorted = errors.sort(form, [{ ...wrong[0], missing: true }], NONE, false);
    assert.equal(sorted.wrong.length, 1, "没有地方写的不能当作还没填");
    assert.equal(errors.summary(form, sorted, ["不对。"]), "有 1 处要改，见红字。不对。");
  }
});

test("还没填的一句灰的，读作什么一句；填好了就没有", () => {
  const form = formOf(refund());
  control(form, "situation").value = "overlap";
  arrange(form);
  const found = answer("refund-check", read(form)).errors;
  errors.show(form, [], found);
  const hints = () => form.querySelectorAll(".calc-hint").map((hint) => hint.textContent);
  assert.deepEqual(hints(), [words.NOT_YET]);
  assert.equal(text(form, "overlap_kind"), "");
  errors.show(form, found);
  assert.deepEqual(hints(), []);
  errors.note(form, "read", { situation: "读作甲", nothing: "读作乙" });
  assert.deepEqual(
    form.querySelectorAll(".calc-read").map(({ textContent }) => textContent),
    ["读作甲"],
  );
});

test("按了“计算”，错误列在标题下面，一条一个链接；改对了收起来", () => {
  const form = formOf(interest());
  control(form, "opening_balance").value = "一万";
  control(form, "year").value = "";
  const found = answer("annual-interest", read(form)).errors;
  const wrong = [...found, { field: null, message: "不对。" }];
  const list = errors.openList(form, wrong);
  assert.ok(errors.isListed(form));
  assert.equal(list.parent.children[1], list);
  const items = list.querySelectorAll("li");
  assert.equal(items.length, 3);
  assert.match(items[0].textContent, /^上年末累计储存额：“一万”/);
  assert.match(items[1].textContent, /^请填写年份/);
  assert.equal(items[2].querySelector("a"), null);
  const done = [];
  const event = { preventDefault: () => done.push(1), stopPropagation: () => done.push(2) };
  control(form, "year").closest(".calc-field").scrollIntoView = () => done.push(3);
  const [{ listener }] = items[1].querySelector("a").heard;
  listener(event);
  assert.equal(Element.focused, control(form, "year"));
  assert.deepEqual(done, [1, 2, 3]);
  assert.equal(errors.openList(form, found.slice(0, 1)), list);
  assert.equal(list.querySelectorAll("li").length, 1);
  errors.closeList(form);
  assert.ok(!errors.isListed(form));
});

test("错在哪一行哪一格，就标哪一格", () => {
  const form = formOf(history());
  const rows = form.querySelectorAll(".calc-line").map((row) => row.querySelectorAll("input"));
  rows[1][0].value = "2025-13";
  errors.show(form, answer("account-history", read(form)).errors);
  const marked = form.elements.filter((each) => each.getAttribute("aria-invalid") === "true");
  assert.deepEqual(marked, [rows[1][0]]);
  rows[1][0].value = "2026-01";
  errors.show(form, answer("account-history", read(form)).errors);
  assert.deepEqual(
    form.elements.filter((each) => each.getAttribute("aria-invalid") === "true"),
    rows[1],
  );
});
