// 填的数和页面里印好的例子，哪里一样，哪里不一样。
import { labelOf } from "./fields.mjs";

export function isChanged(form) {
  return [...form.elements].some(isOther);
}

function isOther(control) {
  const { type, options, value } = control;
  if (type === "checkbox") return control.checked !== control.defaultChecked;
  if (!options) return value !== (control.defaultValue ?? value);
  const differs = (option) => option.selected !== option.defaultSelected;
  return Boolean(control.querySelector("[selected]")) && [...options].some(differs);
}

// 印好的值；没有空的一项可选、从一开始就得选一个的，不算谁填的。
const printed = (control) =>
  control.defaultValue ?? control.querySelector("[value=''] ~ [selected]")?.value ?? "";

// 读者改了几项，别的还是例子里的数：这些项的名称。没有填、用默认值的不算例子的。
export function borrowed(form) {
  if (!isChanged(form)) return [];
  const fields = [...form.querySelectorAll(".calc-field[data-example]:not([hidden])")];
  return fields.filter(isPrinted).map(labelOf);
}

function isPrinted(field) {
  const filled = [...field.querySelectorAll("input[type=text], select, textarea")].filter(printed);
  return filled.length > 0 && filled.every((control) => control.value === printed(control));
}
