// 在索引里找：不建表，每一问把所有页面的文字扫一遍，一千段约十毫秒。
// 汉字按相邻两字来比，不用分词；页首 asked 里写着读者会怎样问，比标题还重。
// 打分照 BM25：少见的字重，一段里出现多次的渐渐不再加分，长的段落打折扣；
// 标题、开头一句、问法、正文各算各的，再按 WEIGHT 相加。
const HAN = /\p{sc=Han}+/gu;
const WEIGHT = { asked: 6, title: 3, page: 2, lead: 1, text: 1 };
const LEAD = 80; // 开头一句的字数
const LONGEST = 100; // 问话只看这么多字
const [SATURATION, LENGTH] = [1.2, 0.6];
const PART = { single: 0.4, bridge: 0.4, same: 0.5, whole: 0.5, letters: 2 };
const MOST = { pages: 30, sections: 5, teaser: 120, before: 24 };
// 问话里常带、帮不上忙的词；整句都是这些词时照样查。
const EMPTY = new RegExp(
  "请问|怎么样|怎么办|为什么|怎么|怎样|如何|什么|哪里|哪儿|多少|可以|我的|你的|自己|" +
    "[的了吗呢啊吧是在有和我你您要想能会该哪去到不上里把被跟又个这那都也就还]",
  "g",
);
// 读者的说法 → 页面里的说法，两种都查。
const SAME = Object.entries({
  登录: "登不上",
  登陆: "登不上",
  没: "没有",
  交: "缴",
  取: "取出",
  钱: "余额",
  岁: "退休年龄",
  丧葬费: "丧葬",
  死: "去世",
  骗子: "骗",
  名字: "姓名",
  农保: "居民",
  单子: "权益单",
  合到一起: "转移",
  老外: "外国人",
});

export const plain = (text) => text.normalize("NFKC").toLowerCase();

// 各段的文字准备好；一页的标题也算它每一段的。
export function read(docs) {
  const titles = new Map(docs.map(({ location, title }) => [location, plain(title)]));
  const entries = docs.map((doc) => {
    const [place, section] = doc.location.split("#");
    const text = plain(doc.text);
    const fields = {
      asked: plain(doc.asked ?? ""),
      title: plain(doc.title),
      page: titles.get(place) ?? "",
      lead: text.slice(0, LEAD),
      text,
    };
    return { doc, place, top: section === undefined, fields };
  });
  return { entries, means: meanLengths(entries) };
}

function meanLengths(entries) {
  const mean = (name) => {
    const sizes = entries.map(({ fields }) => fields[name].length).filter(Boolean);
    return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  };
  // 问法写得多的不打折扣
  return Object.fromEntries(
    Object.keys(WEIGHT).map((name) => [name, name !== "asked" && mean(name)]),
  );
}

// 一问里要比的字和各自的轻重。
export function terms(typed) {
  const text = plain(typed.trim().slice(0, LONGEST)).slice(0, LONGEST);
  const found = new Map();
  const add = (part, weight) => found.set(part, Math.max(found.get(part) ?? 0, weight));
  for (const [word] of text.matchAll(/[a-z\d]+(\.\d+)?/g)) add(word, PART.letters);
  for (const [run] of text.matchAll(HAN)) {
    const useful = run.replace(EMPTY, " ").split(" ").filter(Boolean);
    for (const part of useful.length ? useful : [run]) pairs(part, add);
    bridges(run, add);
    for (const [said, written] of SAME) {
      if (run.includes(said)) pairs(written, (part, weight) => add(part, weight * PART.same));
    }
    if (run.length > 2) add(run, PART.whole);
  }
  return found;
}

function pairs(run, add) {
  const letters = [...run];
  for (const letter of letters) add(letter, letters.length > 1 ? PART.single : 1);
  for (let at = 1; at < letters.length; at++) add(letters[at - 1] + letters[at], 1);
}

function bridges(run, add) {
  const letters = [...run];
  for (let at = 1; at < letters.length; at++) add(letters[at - 1] + letters[at], PART.bridge);
}

function count(text, part) {
  let times = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) times++;
  return times;
}

function strength({ fields }, part, means) {
  let sum = 0;
  for (const [name, weight] of Object.entries(WEIGHT)) {
    const times = count(fields[name], part);
    if (!times) continue;
    const size = means[name] ? fields[name].length / means[name] : 1;
    const damped = times + SATURATION * (1 - LENGTH + LENGTH * size);
    sum += (weight * times * (SATURATION + 1)) / damped;
  }
  return sum;
}

// 每一段的分数；碰到问话里越多的字，分数越高。
function scored({ entries, means }, wanted) {
  const scores = entries.map(() => ({ score: 0, share: 0 }));
  let total = 0;
  for (const [part, weight] of wanted) {
    const strengths = entries.map((entry) => strength(entry, part, means));
    const seen = strengths.filter(Boolean).length;
    const rarity = weight * Math.log(1 + (entries.length - seen + 0.5) / (seen + 0.5));
    if (seen) total += rarity;
    strengths.forEach((each, place) => {
      scores[place].score += rarity * each;
      scores[place].share += each && rarity;
    });
  }
  return entries.map((entry, place) => {
    const { score, share } = scores[place];
    return { entry, score: score && score * (0.3 + share / total) * (entry.doc.boost ?? 1) };
  });
}

// 一页一组，组里先是这一页，再是分数高的几段；页的分数里，别的几段也算一点。
export function find(index, typed) {
  const wanted = terms(typed);
  const pages = new Map();
  for (const each of scored(index, wanted)) {
    const { place, top } = each.entry;
    const group = pages.get(place) ?? { sections: [] };
    if (top) group.top = each;
    if (each.score) group.sections.push(each);
    pages.set(place, group);
  }
  const groups = [...pages.values()].filter(({ top, sections }) => top && sections.length);
  for (const group of groups) {
    group.sections.sort((one, other) => other.score - one.score);
    const [best, ...rest] = group.sections.map(({ score }) => score);
    group.score = best + rest.slice(0, 3).reduce((sum, score) => sum + score, 0) / 10;
  }
  groups.sort((one, other) => other.score - one.score);
  return groups.slice(0, MOST.pages).map((group) => answered(group, [...wanted.keys()]));
}

function answered({ top, sections, score }, wanted) {
  const shown = sections.filter(({ entry }) => !entry.top).slice(0, MOST.sections);
  return [
    shownEntry(top.entry, score, wanted),
    ...shown.map((each) => shownEntry(each.entry, each.score, wanted)),
  ];
}

function shownEntry({ doc, fields }, score, wanted) {
  const found = wanted.filter((part) => fields.title.includes(part) || fields.text.includes(part));
  const longest = found.filter(
    (part) => !found.some((more) => more !== part && more.includes(part)),
  );
  const words = longest.filter((part) => part.length > 1);
  const first = Math.min(...words.map((part) => fields.text.indexOf(part)).filter((at) => at >= 0));
  const from = Number.isFinite(first) ? Math.max(0, first - MOST.before) : 0;
  const end = from + MOST.teaser;
  const teaser = marked(doc.text.slice(from, end), words);
  return {
    location: doc.location,
    title: marked(doc.title, words),
    text: `${from ? "…" : ""}${teaser}${doc.text.length > end ? "…" : ""}`,
    score,
    terms: Object.fromEntries(words.map((part) => [part, true])),
  };
}

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPED[sign]);

// 主题把标题和文字当 HTML 写进页面：一律转义，只有找到的字放进 mark。
function marked(text, words) {
  if (!words.length) return escaped(text);
  const form = words.map((word) => word.replace(/[.]/g, "\\.")).join("|");
  return text
    .split(new RegExp(`(${form})`, "i"))
    .map((part, place) =>
      place % 2 ? `<mark data-md-highlight>${escaped(part)}</mark>` : escaped(part),
    )
    .join("");
}
