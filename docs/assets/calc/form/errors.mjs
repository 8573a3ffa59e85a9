// Python 说的错：哪些只是还没有填，哪些要改，写在哪一项旁边。
import * as words from "../words.mjs";
import { chooserOf, fieldOf, labelOf } from "./fields.mjs";

// 一项的错误写在哪一项旁边：收起来的，写在代替它的那一项旁边；没有看得见的地方，没有。
export function placeOf(form, name) {
  const field = name ? fieldOf(form, name) : null;
  if (!field?.hidden) return field;
  const chooser = chooserOf(form, name);
  const other = chooser ? fieldOf(form, chooser.value) : null;
  return other?.hidden ? null : other;
}

function isUntouched(form, name, touched) {
  const field = placeOf(form, name);
  if (!field || touched.has(field.dataset.field)) return false;
  return [...field.querySelectorAll("input[type=text], select")].every(({ value }) => !value);
}

// 还没轮到填的空格不算错，只说还要填什么；按了“计算”就都说。
export function sort(form, errors, touched, pressed) {
  const waiting = errors.filter(
    ({ field, missing }) => !pressed && missing && isUntouched(form, field, touched),
  );
  return { waiting, wrong: errors.filter((error) => !waiting.includes(error)) };
}

// 写在各项旁边；没有地方写的，返回它们的话。
export function show(form, wrong) {
  for (const place of form.querySelectorAll(".calc-error")) place.textContent = "";
  for (const control of form.elements) control.removeAttribute("aria-invalid");
  return wrong.filter((error) => !showOne(form, error)).map(({ message }) => message);
}

function showOne(form, { field: name, message }) {
  const field = placeOf(form, name);
  if (!field) return false;
  const place = field.querySelector(".calc-error");
  place.textContent = place.textContent ? `${place.textContent} ${message}` : message;
  for (const control of field.querySelectorAll("input, select")) {
    control.setAttribute("aria-invalid", "true");
  }
  const more = field.closest("details");
  if (more) more.open = true;
  return true;
}

// 几处要改，没有地方写的话，还要填什么。
export function summary(form, { waiting, wrong }, loose) {
  const parts = [...loose];
  if (wrong.length) parts.unshift(words.wrongCount(wrong.length));
  const names = waiting.map(({ field }) => labelOf(placeOf(form, field)));
  if (names.length) parts.push(words.stillNeeded(names));
  return parts.join("");
}
