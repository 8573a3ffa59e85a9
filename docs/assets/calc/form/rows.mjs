// 若干行的输入：写成一段文字，从文字填回来，加几行、减几行。

const cellsOf = (row) => [...row.querySelectorAll("input")];

// 格之间空格，行之间分号，空着的格写 -；整行空着的不写。
export function rowsText(lines) {
  const rows = [...lines.querySelectorAll(".calc-line")].map((row) =>
    cellsOf(row).map(({ value }) => value.replace(/[\s;；]+/g, "") || "-"),
  );
  const filled = rows.filter((row) => row.some((cell) => cell !== "-"));
  return filled.map((row) => row.join(" ")).join("; ");
}

export function setRows(lines, count) {
  while (lines.children.length > count) lines.lastElementChild.remove();
  const most = Math.min(count, lines.dataset.most);
  while (lines.children.length < most) {
    const row = lines.lastElementChild.cloneNode(true);
    for (const input of cellsOf(row)) {
      input.id = `${input.id}-${lines.children.length}`;
      input.setAttribute("value", "");
      input.value = "";
    }
    lines.append(row);
  }
}

export function addRow(lines) {
  setRows(lines, lines.children.length + 1);
  cellsOf(lines.lastElementChild)[0].focus();
}

export function fillRows(lines, text) {
  const rows = text.split(";").map((row) => row.trim().split(/\s+/));
  setRows(lines, rows.length);
  rows.slice(0, lines.children.length).forEach((row, index) => {
    cellsOf(lines.children[index]).forEach((input, cell) => {
      input.value = (row[cell] ?? "-").replace(/^-$/, "");
    });
  });
}
