// 从表格里粘贴一列数：从这一格起，一格一个。

// 换行、制表符、分号、顿号隔开的；只用空格隔开的，三个以上才算。只有一个数的，没有。
export function columnOf(text) {
  const whole = text.replace(/\s+$/, "");
  const parts = whole.split(/\r?\n|[\r\t;；、]/).map((part) => part.trim());
  if (parts.length > 1) return parts;
  const words = whole.trim().split(/\s+/);
  return words.length > 2 ? words : null;
}

// 放不下的留在最后一格里，由 Python 说看不懂：一个数也不丢。
export function pasteColumn(box, text) {
  const boxes = [...(box.closest(".calc-amounts")?.querySelectorAll("input") ?? [])];
  const column = columnOf(text);
  if (!boxes.length || !column) return null;
  const places = boxes.slice(boxes.indexOf(box));
  const rest = column.slice(places.length - 1).join(" ");
  const values =
    column.length > places.length ? [...column.slice(0, places.length - 1), rest] : column;
  values.forEach((value, index) => {
    places[index].value = value;
  });
  return places[values.length - 1];
}
