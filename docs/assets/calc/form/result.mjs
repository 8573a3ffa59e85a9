// 结果：写上去，收起来，标明是谁的、是不是现在的。
import * as words from "../words.mjs";

// 是例子的、别人发来的、读者的，还是改动之前的；printed：页面里印好了结果。
export function kindOf({ wrong, outdated, sent }, mine, printed = true) {
  if (wrong !== undefined) return "wrong";
  if (outdated !== undefined) return "outdated";
  if (sent !== undefined) return "sent";
  if (mine) return "mine";
  return printed ? "example" : "blank";
}

const parts = (place) => [...place.querySelectorAll("details")];
const title = (part) => part.firstElementChild.textContent;

export class Result {
  // 本站的页面都从 home 算起。
  constructor(place, home) {
    Object.assign(this, { place, home, kind: "example" });
    this.link();
    this.example = this.shown = place.innerHTML;
    this.isPrinted = Boolean(this.figure);
  }

  get isExample() {
    return this.shown === this.example;
  }

  // 主要的几个数，连同上面的一句：是谁的结果。
  get answer() {
    return this.place.querySelector(".calc-answer");
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
    this.name();
  }

  // 结果里本站的页面，写成从这里走得到的地址。
  link() {
    for (const anchor of this.place.querySelectorAll("[data-page]")) {
      anchor.href = new URL(anchor.dataset.page, this.home).href;
    }
  }

  // state 是 outdated、wrong 或 sent；changed：表单和例子不一样了。
  mark(state, yes, changed) {
    this.place.toggleAttribute(`data-${state}`, yes);
    this.kind = kindOf(this.place.dataset, changed || !this.isExample, this.isPrinted);
    this.name();
  }

  // 缩成屏幕底下的一条，或者放回原处；height 是它原来占的高。
  setBar(yes, height = 0) {
    this.place.toggleAttribute("data-bar", yes);
    this.place.style.paddingTop = yes ? `${height}px` : "";
    this.name();
  }

  name() {
    const said = this.place.dataset.bar === undefined ? words.WHOSE : words.IN_BAR;
    const whose = this.place.querySelector(".calc-whose");
    if (whose) whose.textContent = said[this.kind];
  }

  // 最要紧的那个数，连同名称；没有的，是空的。
  get figure() {
    const main = this.place.querySelector(".calc-main div");
    if (!main) return "";
    return `${main.querySelector("dt").textContent} ${main.querySelector("dd").textContent}`;
  }
}
