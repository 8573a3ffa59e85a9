// 看得见哪几项；错误写在哪一项旁边，哪些只是还没有填。
import assert from "node:assert/strict";
import { test } from "node:test";
import * as errors from "../../docs/assets/calc/form/errors.mjs";
import { arrange, chooserOf, fieldOf, labelOf } from "../../docs/assets/calc/form/fields.mjs";
import { read } from "../../docs/assets/calc/form/values.mjs";
import { answer, cardMaker, HENAN } from "./cards.mjs";

const [interest, refund] = [
  cardMaker("annual-interest", HENAN),
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
