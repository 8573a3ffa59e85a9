// 结果：写上去，收起来，标明是谁的、是不是现在的。
import * as words from "../words.mjs";

// 是例子的、读者的，还是改动之前的。
export function kindOf({ wrong, outdated }, mine, printed = true) {
  if (wrong !== undefined) return "wrong";
  if (outdated !== undefined) return "outdated";
  if (mine) return "mine";
  return printed ? "example" : "blank";
}

const parts = (place) => [...place.querySelectorAll("details")];
const title = (part) => part.firstElementChild.textContent;

export class Result {
  // 本站的页面都从 home 算起。
  constructor(place, whose, home) {
    Object.assign(this, { place, whose, home });
    this.link();
    this.example = this.shown = place.innerHTML;
  }

  get isExample() {
    return this.shown === this.example;
  }

  fold(selector) {
    for (const part of this.place.querySelectorAll(selector)) part.removeAttribute("open");
  }

  // 读者合上、打开了的各栏照旧。表单还是例子的，算出来的就是例子的结果：浏览器读回来的
  // 写法和 Python 写的略有不同。
  write(html, isExample = false) {
    if (isExample) this.example = html;
    const was = new Map(parts(this.place).map((part) => [title(part), part.open]));
    this.place.innerHTML = this.shown = html;
    for (const part of parts(this.place)) part.open = was.get(title(part)) ?? part.open;
    this.link();
  }

  // 结果里本站的页面，写成从这里走得到的地址。
  link() {
    for (const anchor of this.place.querySelectorAll("[data-page]")) {
      anchor.href = new URL(anchor.dataset.page, this.home).href;
    }
  }

  // state 是 outdated 或 wrong；changed：表单和例子不一样了。
  mark(state, yes, changed) {
    this.place.toggleAttribute(`data-${state}`, yes);
    const mine = changed || !this.isExample;
    this.whose.textContent = words.WHOSE[kindOf(this.place.dataset, mine, this.example !== "")];
  }

  // 最要紧的那个数，连同名称；没有的，是空的。
  get figure() {
    const main = this.place.querySelector(".calc-main div");
    if (!main) return "";
    return `${main.querySelector("dt").textContent} ${main.querySelector("dd").textContent}`;
  }
}
