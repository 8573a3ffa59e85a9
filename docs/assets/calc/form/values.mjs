// 表单里填的数：读出来，填进去，清空。名称相同的控件是同一项。
import * as words from "../words.mjs";
import { chooserOf, fieldOf } from "./fields.mjs";
import { fillRows, rowsText } from "./rows.mjs";

const isBox = ({ type }) => type === "checkbox";
const named = (form, name) => [...form.elements].filter((control) => control.name === name);

// 看得见的各项，名称 → 一个值；勾选的和一串金额是一列。全都勾着的不写。
export function read(form) {
  const values = {};
  for (const control of form.elements) {
    if (control.name && !control.closest("[hidden]")) take(values, control, form);
  }
  for (const [name, value] of Object.entries(values)) {
    const boxes = named(form, name).filter(isBox);
    if (boxes.length && boxes.length === value.length) delete values[name];
  }
  return values;
}

function take(values, control, form) {
  const { name, value } = control;
  if (isBox(control)) {
    values[name] ??= [];
    if (control.checked) values[name].push(value);
  } else if (control.closest(".calc-offset")) {
    values[name] = offsetText(control.closest(".calc-offset"));
  } else if (control.closest(".calc-lines")) {
    values[name] ??= rowsText(fieldOf(form, name));
  } else if (control.closest(".calc-amounts")) {
    values[name] ??= [];
    values[name].push(value);
  } else {
    values[name] = value;
  }
}

const isLong = ({ type }) => type === "textarea";

// 写进链接的：整段粘贴的文字里可能有姓名和证件号，不写。
export function shareable(form) {
  const long = new Set([...form.elements].filter(isLong).map(({ name }) => name));
  return Object.fromEntries(Object.entries(read(form)).filter(([name]) => !long.has(name)));
}

// 提前 12 个月是 -12，延迟是 12；看不懂的照写，由 Python 说。
function offsetText(offset) {
  const { value: sign } = offset.querySelector("select");
  const count = offset.querySelector("input").value.trim();
  if (!sign) return "0";
  if (/^\d+$/.test(count)) return sign === "-" ? `-${count}` : count;
  return `${words.OFFSET[sign]}${count}`;
}

function fillOffset(offset, text) {
  const [, word, count] = words.OFFSET_TEXT.exec(text.trim());
  const sign = words.EARLIER.test(word ?? "") ? "-" : word || Number(count) ? "+" : "";
  offset.querySelector("select").value = sign;
  offset.querySelector("input").value = sign && count;
}

// 交给 Python 的：没有填“按哪一天的规定”，就按造好网站所用的那一天。分享的链接里不写它。
export function dated(values, today) {
  return today && !(values.today ?? "").trim() ? { ...values, today } : values;
}

export function clear(form) {
  for (const control of form.elements) if (control.name) clearOne(control);
}

function clearOne(control) {
  if (isBox(control)) control.checked = true;
  else if (control.options) control.selectedIndex = 0;
  else control.value = "";
}

// 由填了的项推出来的答，不是读者或链接答的。
const implied = new WeakSet();

// 填一项，选中它；不认识的名称和选项不理会。
export function fill(form, name, values) {
  const field = fieldOf(form, name);
  if (!field) return;
  fillField(form, field, name, values);
  const chooser = chooserOf(form, name);
  if (chooser) chooser.value = name;
  if (values.some(Boolean)) imply(form, field);
}

function fillField(form, field, name, values) {
  const lines = field.querySelector(".calc-lines");
  if (lines) return fillRows(lines, values[0]);
  const offset = field.querySelector(".calc-offset");
  if (offset) return fillOffset(offset, values[0]);
  const controls = named(form, name);
  checkBoxes(controls.filter(isBox), values);
  controls
    .filter((control) => !isBox(control))
    .forEach((control, index) => {
      write(control, values[index] ?? "");
    });
}

// 填了一项，管着它的一问还没有答：照用得上它的答。链接里答了的，以链接为准。
function imply(form, { dataset }) {
  const [asked, wanted] = (dataset.when ?? "").split("=");
  const control = asked && form.elements[asked];
  if (!control || (control.value && !implied.has(control))) return;
  const answers = wanted.split(" ");
  if (answers.includes(control.value)) return;
  control.value = answers[0];
  implied.add(control);
}

function checkBoxes(boxes, values) {
  if (!values.every((value) => !value || boxes.some((box) => box.value === value))) return;
  for (const box of boxes) box.checked = values.includes(box.value);
}

function write(control, value) {
  const { options } = control;
  implied.delete(control);
  if (!options || [...options].some((option) => option.value === value)) control.value = value;
}
