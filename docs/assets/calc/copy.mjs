// 复制到剪贴板。

// 成了没有：浏览器不许的，不是 https 的，不成。
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// 一张表写成文字：格之间制表符，一行一行，可以粘贴到表格里。
export function tableText(rows) {
  return rows.map(({ cells }) => [...cells].map((cell) => cell.textContent).join("\t")).join("\n");
}
