// 主题的搜索一打开页面就要下载索引、分词建表，在便宜手机上要占好几秒。这里先回答“准备好了”，
// 读者输入第一个字才取索引、读入主题的搜索程序（名字写在地址的 ? 后面），把等着的问题交给它。
// 主题把它当普通脚本运行，所以不能用 import。
const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const INDEX = "../../../search/index.json";
const HAN = /\p{sc=Han}+/gu;
const LONGEST = 8;
// 问话里常带、帮不上忙的词；整句都是这些词时照样查。
const EMPTY = new Set(
  "的 了 吗 呢 啊 吧 是 在 有 和 我 我的 你 你的 您 要 想 能 会 可以 该 请问 怎么 怎样 怎么样 怎么办 如何 什么 为什么 哪里 哪儿 哪 多少 去 到 不 不了 上 里 把 被 跟 又 个 这 那 都 也 就 还 自己 去年 人家".split(" "),
);
// 读者的说法 → 页面里的说法，两种都查。
const SAME = {
  登录: "登不上", 登陆: "登不上", 没: "没有", 交: "缴", 取: "取出", 钱: "余额", 岁: "退休年龄", 丧葬费: "丧葬", 死: "去世", 骗子: "骗", 名字: "姓名",
  农保: "居民", 单子: "权益单", 合到一起: "转移", 老外: "外国人",
};
const toPage = self.postMessage.bind(self);
let words;
let setup;
let waiting;

const found = (items) => toPage({ type: ANSWER, data: { items } });
const hand = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

function cut(run) {
  for (let size = Math.min(run.length, LONGEST); size > 0; size--) {
    const word = run.slice(0, size);
    if (size === 1 || words.has(word)) return size === run.length ? [word] : [word, ...cut(run.slice(size))];
  }
}

// 全角变半角，标点变空格，汉字按索引里的词切开。主题自己切会丢掉最后一个字，词里加上反斜杠它就不再切。
function asked(typed) {
  const plain = typed.normalize("NFKC").replace(/[.,](?![a-z\d])|[^\p{L}\p{N}.,]+/giu, " ");
  const all = plain.replace(HAN, (run) => ` ${cut(run).join(" ")} `).trim().split(/\s+/);
  const useful = all.filter((word) => !EMPTY.has(word));
  const both = (useful.length ? useful : all).flatMap((word) => (SAME[word] ? [word, SAME[word]] : [word]));
  return both.map((word) => word.replace(HAN, (run) => [...run].join("\\"))).map((word) => `${word}^4 ${word}`).join(" ");
}

async function load() {
  const index = await (await fetch(INDEX)).json();
  const used = index.docs.flatMap(({ title, text }) => `${title} ${text}`.match(HAN) ?? []);
  words = new Set([...Object.keys(SAME), ...used]);
  self.removeEventListener("message", receive);
  self.postMessage = (message) => {
    if (message.type !== READY) return toPage(message);
    waiting.forEach(hand);
    waiting = [];
  };
  self.importScripts(self.location.search.slice(1));
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
    found([]);
  });
}

self.addEventListener("message", ({ data }) => {
  if (words && data.type === QUERY) data.data = asked(data.data);
});
self.addEventListener("message", receive);
