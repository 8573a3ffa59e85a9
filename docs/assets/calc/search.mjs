// 主题的搜索一打开页面就要下载索引、分词建表，在便宜手机上要占好几秒。这里先回答“准备好了”，
// 读者输入第一个字才取索引、读入主题的搜索程序（名字写在地址的 ? 后面），把等着的问题交给它。
// 主题把它当普通脚本运行，所以不能用 import。
const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const INDEX = "../../../search/index.json";
const INDEX_SUM = ""; // 建站时写上
const LOST = "搜索没有打开：网络断了，或者文件坏了。再输入一个字重试，还不行就刷新这一页。";
const HAN = /\p{sc=Han}+/gu;
const LONGEST = 8; // 词最多几个字
const MOST = 100; // 问话只看这么多字
// 问话里常带、帮不上忙的词；整句都是这些词时照样查。
const EMPTY = new Set(
  (
    "的 了 吗 呢 啊 吧 是 在 有 和 我 我的 你 你的 您 要 想 能 会 可以 该 请问 " +
    "怎么 怎样 怎么样 怎么办 如何 什么 为什么 哪里 哪儿 哪 多少 " +
    "去 到 不 不了 上 里 把 被 跟 又 个 这 那 都 也 就 还 自己 去年 人家"
  ).split(" "),
);
// 读者的说法 → 页面里的说法，两种都查。
const SAME = new Map(
  Object.entries({
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
  }),
);
const toPage = self.postMessage.bind(self);
let words;
let setup;
let waiting;

const found = (items) => toPage({ type: ANSWER, data: { items } });
const withSame = (word) => (SAME.has(word) ? [word, SAME.get(word)] : [word]);
const hand = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

// 从头取索引里有的最长的词，没有就取一个字。
function cut(run) {
  const letters = [...run];
  const found = [];
  while (letters.length) {
    let size = Math.min(letters.length, LONGEST);
    while (size > 1 && !words.has(letters.slice(0, size).join(""))) size--;
    found.push(letters.splice(0, size).join(""));
  }
  return found;
}

// 全角变半角，标点变空格——主题当作运算符的符号也在内，汉字按索引里的词切开。一个词也没有时是空的。
// 主题自己切会丢掉最后一个字，词里加上反斜杠它就不再切。
function asked(typed) {
  const short = typed.trim().slice(0, MOST).normalize("NFKC").slice(0, MOST);
  const plain = short.replace(/[.,](?![a-z\d])|[^\p{L}\p{N}.,]+/giu, " ");
  const all = plain
    .replace(HAN, (run) => ` ${cut(run).join(" ")} `)
    .split(/\s+/)
    .filter(Boolean);
  const useful = all.filter((word) => !EMPTY.has(word));
  const both = (useful.length ? useful : all).flatMap(withSame);
  return both
    .map((word) => word.replace(HAN, (run) => [...run].join("\\")))
    .map((word) => `${word}^4 ${word}`)
    .join(" ");
}

// 字节不对的、缺了的，越过缓存再取一次。
async function fetchIndex() {
  const integrity = INDEX_SUM;
  const again = () => fetch(INDEX, { integrity, cache: "reload" });
  const response = await fetch(INDEX, { integrity }).catch(again);
  return response.ok ? response : again();
}

async function load() {
  const index = await (await fetchIndex()).json();
  const used = index.docs.flatMap(({ title, text }) => `${title} ${text}`.match(HAN) ?? []);
  self.importScripts(self.location.search.slice(1));
  words = new Set([...SAME.keys(), ...used]);
  self.removeEventListener("message", receive);
  self.postMessage = (message) => {
    if (message.type !== READY) return toPage(message);
    waiting.forEach(hand);
    waiting = [];
  };
  hand({ ...setup, data: { ...setup.data, docs: index.docs } });
}

function receive({ data }) {
  if (data.type === SETUP) {
    setup = data;
    return toPage({ type: READY });
  }
  if (!data.data && !waiting) return found([]);
  if (waiting) return waiting.push(data);
  waiting = [data];
  load().catch(() => {
    waiting = undefined;
    found([[{ location: "", title: LOST, text: "", score: 1, terms: {} }]]);
  });
}

self.addEventListener("message", ({ data }) => {
  if (words && data.type === QUERY) data.data = asked(data.data);
});
self.addEventListener("message", receive);
