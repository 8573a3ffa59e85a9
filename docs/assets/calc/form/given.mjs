// 表单里填了什么，写给人看：一项一行，[名称, 几行字]。
import * as words from "../words.mjs";
import { labelOf } from "./fields.mjs";

const isShown = (field) => !field.closest("[hidden]");
const typed = (field) => [...field.querySelectorAll("input, textarea")];

export function given(form) {
  const fields = [...form.querySelectorAll("[data-field]")].filter(isShown);
  return fields
    .map((field) => [labelOf(field), shownIn(field)])
    .filter(([, lines]) => lines.length);
}

function shownIn(field) {
  const select = field.querySelector("select");
  if (select) return select.value ? [select.options[select.selectedIndex].textContent] : [];
  const rows = [...field.querySelectorAll(".calc-line")];
  if (rows.length) return rows.map((row) => cells(row).join(words.COMMA)).filter(Boolean);
  const controls = typed(field);
  if (controls.some(({ type }) => type === "checkbox")) return [ticked(controls)];
  if (controls.length > 1) return cells(field);
  const unit = field.querySelector(".calc-unit")?.textContent ?? "";
  const value = controls[0]?.value.trim();
  if (controls[0]?.type === "textarea") return value ? [words.letters(value.length)] : [];
  return value ? [`${value} ${unit}`.trim()] : [];
}

// 勾了哪几个；全勾的，写头一个到末一个。
function ticked(boxes) {
  const names = boxes.filter(({ checked }) => checked).map(nameOf);
  if (names.length === boxes.length) return words.range(names[0], names[names.length - 1]);
  return names.join("、");
}

function cells(place) {
  const filled = typed(place).filter(({ value }) => value.trim());
  return filled.map((control) => `${nameOf(control)} ${control.value.trim()}`);
}

const nameOf = (control) => control.closest("label").textContent.trim().replace(/\s+/g, " ");
