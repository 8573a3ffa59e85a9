// 分享的一栏：系统的分享、复制链接、复制文字、二维码；链接总在，可以自己选中复制。
import { copied } from "../copy.mjs";
import { button, part } from "../elements.mjs";
import * as words from "../words.mjs";

const SVG = "http://www.w3.org/2000/svg";

export class Panel {
  // facts() 给出现在的 { title, address, text }；draw(文字) 给出二维码的一格一格。
  constructor(place, facts, draw) {
    Object.assign(this, { facts, draw });
    this.link = part("p", { class: "calc-link", tabindex: "0" });
    this.told = part("p", { role: "status" });
    this.code = part("div", { class: "calc-code" });
    const box = { class: "calc-share", role: "group", "aria-label": words.SHARE.title };
    this.box = part("div", box, part("p", {}, words.SHARE.warning), this.buttons(), this.link);
    this.box.append(this.told, this.code);
    place.after(this.box);
    this.refresh();
  }

  buttons() {
    const { send, link, text, code } = words.SHARE;
    const all = [
      button(link, { "data-link": "" }, () => this.copy("address")),
      button(text, { "data-text": "" }, () => this.copy("text")),
      button(code, { "data-code": "" }, () => this.showCode()),
    ];
    if (navigator.share) all.unshift(button(send, { "data-send": "" }, () => this.send()));
    return part("p", {}, ...all.flatMap((each) => [each, " "]));
  }

  // 数改了：链接跟着改，原来的话和二维码不作数。
  refresh() {
    const { address } = this.facts();
    if (this.link.textContent === address) return;
    this.link.textContent = address;
    this.told.textContent = "";
    this.code.replaceChildren();
  }

  async send() {
    const { title, address, text } = this.facts();
    try {
      await navigator.share({ title, text, url: address });
    } catch ({ name }) {
      if (name !== "AbortError") this.told.textContent = words.SHARE.refused;
    }
  }

  async copy(what) {
    const done = await copied(this.facts()[what]);
    this.told.textContent = done ? words.SHARE.copied : words.SHARE.refused;
    if (!done) getSelection().selectAllChildren(this.link);
  }

  async showCode() {
    const { address } = this.facts();
    try {
      this.code.replaceChildren(picture(await this.draw(address)));
      this.told.textContent = words.SHARE.scan;
    } catch {
      this.told.textContent = words.SHARE.noCode;
    }
  }
}

// 一格一格画成一条路径，黑的才画。
export function pathOf(rows) {
  const dark = rows.flatMap((row, y) => row.map((yes, x) => (yes ? `M${x} ${y}h1v1h-1z` : "")));
  return dark.join("");
}

function picture(rows) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", words.SHARE.code);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", pathOf(rows));
  made.append(path);
  return made;
}
