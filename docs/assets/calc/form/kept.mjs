// 填过的数留着：页间跳转时在内存里；离开、刷新以后，在这个标签页的 sessionStorage 里。
import { setRows } from "./rows.mjs";

const KEPT = "calc-kept";
// 哪一页第几个计算器 → 它的表单。
export const kept = carried();

function carried() {
  try {
    const found = new Map(JSON.parse(sessionStorage.getItem(KEPT)));
    const own = (key) => key.startsWith(`${location.pathname} `);
    for (const key of isNew() ? [...found.keys()].filter(own) : []) found.delete(key);
    return found;
  } catch {
    return new Map();
  }
}

// 重新打开的页从例子开始；退回来的、刷新的，才接着填。
function isNew() {
  return performance.getEntriesByType("navigation")[0]?.type === "navigate";
}

// 带到离开以后；浏览器不许存的，抛出错误。
export function carry() {
  if (!(sessionStorage instanceof Storage)) throw new Error("memory");
  sessionStorage.setItem(KEPT, JSON.stringify([...kept]));
}

// 每个控件的名称，和它是同名的第几个：表单改了版，数字也不会填到别的格里。
function named(form) {
  const counts = new Map();
  const nameOf = (control) => control.name || control.dataset.chooses;
  return [...form.elements].filter(nameOf).map((control) => {
    const name = nameOf(control);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return [`${name} ${counts.get(name)}`, control];
  });
}

export function stateOf(form) {
  const values = named(form).map(([key, { type, value, checked }]) => [
    key,
    type === "checkbox" ? { checked } : { value },
  ]);
  const rows = [...form.querySelectorAll(".calc-lines")].map((lines) => lines.children.length);
  return { values, rows };
}

export function bringBack(form, state) {
  const lines = form.querySelectorAll(".calc-lines");
  state.rows.forEach((count, index) => {
    if (lines[index]) setRows(lines[index], count);
  });
  const values = new Map(state.values);
  for (const [key, control] of named(form)) {
    Object.assign(control, values.get(key));
    if (control.selectedIndex === -1) control.selectedIndex = 0;
  }
}
