// 搜索的后台线程，代替主题自己的，照它的说法一问一答。
// 主题的一打开页面就下载索引、分词建表，在便宜手机上要占好几秒；
// 这里读者输入第一个字才取索引，取到就能找。索引的散列写在地址的 ? 后面。
import { SEARCH_LOST } from "../words.mjs";
import { find, read } from "./find.mjs";

const [SETUP, READY, QUERY, ANSWER] = [0, 1, 2, 3];
const INDEX = "../../../search/index.json";
const integrity = self.location.search.slice(1);
const LOST = [[{ location: "", title: SEARCH_LOST, text: "", score: 1, terms: {} }]];
let loading;

// 字节不对的、缺了的，越过缓存再取一次。
async function fetched() {
  const again = () => fetch(INDEX, { integrity, cache: "reload" });
  const response = await fetch(INDEX, { integrity }).catch(again);
  return response.ok ? response : again();
}

async function load() {
  return read((await (await fetched()).json()).docs);
}

async function answer(words) {
  if (!words && !loading) return [];
  loading ??= load();
  try {
    return find(await loading, words);
  } catch {
    loading = undefined;
    return LOST;
  }
}

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) self.postMessage({ type: READY });
  if (type === QUERY) self.postMessage({ type: ANSWER, data: { items: await answer(data) } });
});
