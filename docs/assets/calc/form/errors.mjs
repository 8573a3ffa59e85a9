// Python 说的错：哪些只是还没有填，哪些要改，写在哪一项旁边；按了“计算”，在表单上面列出来。
import * as words from "../words.mjs";
import { chooserOf, fieldOf, labelOf } from "./fields.mjs";
import { filledRows } from "./rows.mjs";

const CONTROLS = "input, select, textarea";

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
  if (!field) return false;
  const count = field.querySelector(".calc-count input");
  if (count) return !count.value;
  if (touched.has(field.dataset.field)) return false;
  return [...field.querySelectorAll("input[type=text], select, textarea")].every(
    ({ value }) => !value,
  );
}

// 还没轮到填的空格不算错，只说还要填什么；按了“计算”就都说。
export function sort(form, errors, touched, pressed) {
  const waiting = errors.filter(
    ({ field, missing }) => !pressed && missing && isUntouched(form, field, touched),
  );
  return { waiting, wrong: errors.filter((error) => !waiting.includes(error)) };
}

// 写在各项旁边，还没轮到填的写一句灰的；没有地方写的，返回它们的话。
export function show(form, wrong, waiting = []) {
  for (const place of form.querySelectorAll(".calc-error")) place.textContent = "";
  for (const control of form.elements) control.removeAttribute("aria-invalid");
  note(form, "hint", Object.fromEntries(waiting.map(({ field }) => [field, words.NOT_YET])));
  return wrong.filter((error) => !showOne(form, error)).map(({ message }) => message);
}

function showOne(form, { field: name, message }) {
  const field = placeOf(form, name);
  if (!field) return false;
  const place = field.querySelector(".calc-error");
  place.textContent = place.textContent ? `${place.textContent} ${message}` : message;
  for (const control of controlsOf(field, message)) control.setAttribute("aria-invalid", "true");
  let more = field.closest("details");
  while (more) {
    more.open = true;
    more = more.parentElement?.closest("details");
  }
  return true;
}

// 错误说的是哪几格；没有说是第几行、第几个的，是这一项的每一格。
function controlsOf(field, message) {
  const numbers = [...message.matchAll(words.WHICH)].map((found) => found[1] - 1);
  const lines = field.querySelector(".calc-lines");
  const parts = lines
    ? filledRows(lines).map((row) => [...row.querySelectorAll("input")])
    : [...field.querySelectorAll(".calc-amounts input")].map((box) => [box]);
  const named = numbers.flatMap((number) => parts[number] ?? []);
  const cell = named.filter(({ dataset }) => message.includes(words.cell(dataset.label)));
  const found = [cell, named].find((some) => some.length);
  return found ?? [...field.querySelectorAll(CONTROLS)];
}

// 各项旁边的一句话：kind 是 hint（还没填）或 read（读作什么）；没有要说的去掉。
export function note(form, kind, texts) {
  for (const old of form.querySelectorAll(`.calc-${kind}`)) old.remove();
  for (const [name, text] of Object.entries(texts)) {
    const place = placeOf(form, name)?.querySelector(".calc-error");
    if (!place) continue;
    const span = document.createElement("span");
    Object.assign(span, { className: `calc-${kind}`, textContent: text });
    place.before(span);
  }
}

// 几处要改，没有地方写的话，还要填什么。
export function summary(form, { waiting, wrong }, loose) {
  const parts = [...loose];
  if (wrong.length) parts.unshift(words.wrongCount(wrong.length));
  const names = waiting.map(({ field }) => labelOf(placeOf(form, field)));
  if (names.length) parts.push(words.stillNeeded(names));
  return parts.join("");
}

const listOf = (form) => form.querySelector(".calc-summary");

export function closeList(form) {
  listOf(form)?.remove();
}

// 按了“计算”还有错：列在表单最上面，一条一个链接，焦点移过来。已经列着的，跟着改。
export function openList(form, wrong) {
  const list = listOf(form) ?? document.createElement("div");
  const title = document.createElement("p");
  title.textContent = words.wrongTitle(wrong.length);
  const items = document.createElement("ul");
  items.append(...wrong.map((error) => itemOf(form, error)));
  list.className = "calc-summary";
  list.setAttribute("role", "group");
  list.setAttribute("tabindex", "-1");
  list.setAttribute("aria-label", title.textContent);
  list.replaceChildren(title, items);
  if (list.parentElement) return list;
  form.querySelector(".calc-title").after(list);
  return list;
}

export function isListed(form) {
  return Boolean(listOf(form));
}

function itemOf(form, { field: name, message }) {
  const item = document.createElement("li");
  const field = placeOf(form, name);
  const text = field ? words.about(labelOf(field), message) : message;
  if (!field) item.textContent = text;
  else item.append(linkTo(controlsOf(field, message)[0], text));
  return item;
}

// 不改地址：# 后面可能是带着数字的链接；主题也不许当作换页。
function linkTo(control, text) {
  const link = document.createElement("a");
  link.setAttribute("href", control.id ? `#${control.id}` : "#");
  link.textContent = text;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    control.focus();
    control.closest(".calc-field").scrollIntoView({ block: "nearest" });
  });
  return link;
}
