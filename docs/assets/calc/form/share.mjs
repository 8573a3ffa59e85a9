// 带数字的链接：#计算器?名称=值。
const OWN = "here"; // 本站自己的链接带着它，见 scripts/publish/finish.py

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
  const [found, text] = decoded(hash.slice(1)).split("?");
  if (found !== key || !text) return null;
  const given = new URLSearchParams(text);
  return [...new Set(given.keys())].map((name) => [name, given.getAll(name)]);
}

// 有的软件把链接里的 ? 写成 %3F；连 = 也写成 %3D 的，整段是写过两遍的。
function decoded(text) {
  if (text.includes("?")) return text;
  const once = text.replace(/%3F/i, "?");
  if (once.includes("=")) return once;
  try {
    return decodeURIComponent(text);
  } catch {
    return once;
  }
}

export const isOwn = (given) => given.some(([name]) => name === OWN);

// 有的软件把链接里的 # 写成 %23，服务器就说没有这一页：本来要去的地址；不是这样的，没有。
export function repaired({ pathname, href }) {
  return /%23[a-z]/i.test(pathname) ? href.replace(/%23/i, "#") : "";
}
