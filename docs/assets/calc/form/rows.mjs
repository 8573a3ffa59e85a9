// 若干行的输入：写成一段文字，从文字填回来，加几行、减几行，各行叫什么。
import * as words from "../words.mjs";

const cellsOf = (row) => [...row.querySelectorAll("input")];
const rowsOf = (lines) => [...lines.querySelectorAll(".calc-line")];
const textsOf = (row) => cellsOf(row).map(({ value }) => value.replace(/[\s;；]+/g, "") || "-");
const isFilled = (texts) => texts.some((text) => text !== "-");

// 写进文字里的各行：整行空着的不写。
export const filledRows = (lines) => rowsOf(lines).filter((row) => isFilled(textsOf(row)));

// 格之间空格，行之间分号，空着的格写 -。
export function rowsText(lines) {
  return filledRows(lines)
    .map((row) => textsOf(row).join(" "))
    .join("; ");
}

export function setRows(lines, count) {
  while (lines.children.length > count) lines.lastElementChild.remove();
  const most = Math.min(count, lines.dataset.most);
  while (lines.children.length < most) {
    const row = lines.lastElementChild.cloneNode(true);
    for (const input of cellsOf(row)) {
      input.removeAttribute("aria-invalid");
      input.setAttribute("value", "");
      input.value = "";
    }
    lines.append(row);
  }
  nameRows(lines);
}

// 每一格念出来的名称带着这一行的；编号跟着改，不重复。
export function nameRows(lines) {
  rowsOf(lines).forEach((row, index) => {
    const year = lines.dataset.yearly === undefined ? "" : cellsOf(row)[0].value;
    const name = words.row(index + 1, year);
    row.querySelector(".calc-row").textContent = name;
    row.querySelector("[data-remove]").setAttribute("aria-label", words.removeRow(name));
    for (const input of cellsOf(row)) {
      input.setAttribute("aria-label", `${name} ${input.dataset.label}`);
      input.id = input.id.replace(/-\d+-([a-z_]+)$/, `-${index + 1}-$1`);
    }
  });
}

export function addRow(lines) {
  setRows(lines, lines.children.length + 1);
  cellsOf(lines.lastElementChild)[0].focus();
}

// 去掉一行；只剩一行的，清空它。焦点到补上来的那一行。
export function removeRow(row) {
  const lines = row.closest(".calc-lines");
  const place = rowsOf(lines).indexOf(row);
  if (lines.children.length > 1) row.remove();
  else for (const input of cellsOf(row)) input.value = "";
  nameRows(lines);
  cellsOf(lines.children[Math.min(place, lines.children.length - 1)])[0].focus();
}

const cellNamed = (row, name) => cellsOf(row).find(({ id }) => id.endsWith(`-${name}`));

// 填一年的一行：同一年的换掉，没有的填进空着的一行，再没有就加一行。
export function fillRow(lines, values) {
  const yearOf = (row) => cellNamed(row, "year").value.trim();
  const isFree = (row) => !isFilled(textsOf(row));
  const same = rowsOf(lines).find((row) => values.year && yearOf(row) === values.year);
  if (!same && !rowsOf(lines).some(isFree)) setRows(lines, lines.children.length + 1);
  const row = same ?? rowsOf(lines).find(isFree);
  if (!row) return;
  for (const input of cellsOf(row)) {
    const name = input.id.replace(/^.*-\d+-([a-z_]+)$/, "$1");
    input.value = values[name] ?? "";
  }
  nameRows(lines);
}

export function fillRows(lines, text) {
  const rows = text.split(";").map((row) => row.trim().split(/\s+/));
  setRows(lines, rows.length);
  rows.slice(0, lines.children.length).forEach((row, index) => {
    cellsOf(lines.children[index]).forEach((input, cell) => {
      input.value = (row[cell] ?? "-").replace(/^-$/, "");
    });
  });
  nameRows(lines);
}
