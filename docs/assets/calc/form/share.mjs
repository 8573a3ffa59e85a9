// 带数字的链接：#计算器?名称=值。

// 看得见的每一项，空着的也写上，打开的人看到的才和现在一样。
export function addressOf(page, key, values) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const each = [value].flat();
    for (const one of each.length ? each : [""]) given.append(name, one);
  }
  return `${page.split("#")[0]}#${key}?${given}`;
}

// 链接里写给这个计算器的数字：[名称, 几个值]；不是给它的，没有。
export function givenIn(hash, key) {
  const [found, text] = hash.slice(1).split("?");
  if (found !== key || !text) return null;
  const given = new URLSearchParams(text);
  return [...new Set(given.keys())].map((name) => [name, given.getAll(name)]);
}
