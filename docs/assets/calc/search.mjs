// 主题的搜索一打开页面就要下载索引、分词建表，在便宜手机上要占好几秒。这里先回答“准备好了”，
// 读者输入第一个字才取索引、读入主题的搜索程序（名字写在地址的 ? 后面），把等着的问题交给它。
// 主题把它当普通脚本运行，所以不能用 import。
const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const INDEX = "../../../search/index.json";
const toPage = self.postMessage.bind(self);
let setup;
let waiting;

const found = (items) => toPage({ type: ANSWER, data: { items } });
// 索引里汉字和数字、字母是分开的词，问题也要分开：掌上12333 → 掌上 12333。
const spaced = (words) => words.replace(/\p{sc=Han}(?=[a-z\d])|[a-z\d](?=\p{sc=Han})/giu, "$& ");
const hand = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

async function load() {
  const index = await (await fetch(INDEX)).json();
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
  if (data.type === QUERY && typeof data.data === "string") data.data = spaced(data.data);
});
self.addEventListener("message", receive);
