// 打印的一张：填的数、结果、步骤、依据和地址，最多两页 A4。
import { part } from "../elements.mjs";
import * as words from "../words.mjs";
import { given } from "./given.mjs";

const MM = 96 / 25.4;
const TWO_PAGES = 2 * 262 * MM; // 两页 A4 去掉页边，再留一点给不能拆开的几行
const SIZES = [10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6]; // pt，从大到小

const heading = (text) => part("h2", {}, text);

export function sheet(card, { address, day, kind }) {
  const title = card.querySelector(".calc-title b").textContent;
  const made = part("div", { class: "calc-sheet md-typeset" }, part("h1", {}, title));
  made.append(heading(words.SHEET.given), list(given(card.querySelector("form"))));
  made.append(heading(words.SHEET.result), copy(card.querySelector(".calc-result")));
  made.querySelector(".calc-whose").textContent = words.WHOSE[kind];
  made.append(copy(card.querySelector(".calc-limits")));
  made.append(part("p", {}, words.printed(address, day)));
  return made;
}

function list(items) {
  const rows = items.map(([name, lines]) =>
    part(
      "div",
      {},
      part("dt", {}, name),
      part("dd", {}, ...lines.map((line) => part("p", {}, line))),
    ),
  );
  return part("dl", { class: "calc-figures" }, ...rows);
}

// 各栏都打开，没有按钮。
function copy(place) {
  const made = place.cloneNode(true);
  made.removeAttribute("data-bar");
  made.removeAttribute("style");
  for (const one of made.querySelectorAll("[data-live-result]")) {
    one.removeAttribute("data-live-result");
    one.removeAttribute("style");
  }
  for (const one of made.querySelectorAll("button, figure")) one.remove();
  for (const one of made.querySelectorAll("details")) one.open = true;
  return made;
}

// 放得进两页的最大的字。
function fit(made) {
  made.dataset.measured = "";
  for (const size of SIZES) {
    made.style.fontSize = `${size}pt`;
    if (made.scrollHeight <= TWO_PAGES) break;
  }
  delete made.dataset.measured;
}

// 有的手机 print() 先返回、后打印，所以等读者下一次动手才收起来。
export function print(card, facts) {
  document.querySelector(".calc-sheet")?.remove();
  const made = sheet(card, facts);
  document.body.append(made);
  fit(made);
  document.documentElement.dataset.sheet = "";
  window.print();
  const done = () => {
    made.remove();
    delete document.documentElement.dataset.sheet;
    for (const type of ["pointerdown", "keydown"]) removeEventListener(type, done, true);
  };
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, done, true);
}
