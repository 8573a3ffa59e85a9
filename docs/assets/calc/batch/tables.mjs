// 页面里的两张表：各列读作什么；算出来的各行。只列前面的一些，别的在下载的文件里。
import * as words from "./words.mjs";

export const SHOWN = 200; // 行
const LONG = 16; // 字；再长就换行

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const headed = (text) => make("th", { scope: "col" }, text);

function table(className, head, rows) {
  const top = make("thead", {}, make("tr", {}, ...head.map(headed)));
  return make("table", { className }, top, make("tbody", {}, ...rows));
}

function scrolled(label, inside) {
  const place = make("div", { className: "calc-scroll", tabIndex: 0 }, inside);
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", label);
  return place;
}

// 每一列的名称、读作什么、第一行的字。
export function columnsTable({ notes, header, labels, rows }) {
  const lines = header.map((name, place) => {
    const label = labels[place];
    const read = make("td", {}, label ?? words.UNKNOWN);
    if (!label) read.className = "calc-unread";
    const first = make("td", {}, rows[0][1][place] ?? "");
    return make("tr", {}, make("th", { scope: "row" }, name || words.NAMELESS), read, first);
  });
  const list = notes.map((note) => make("p", {}, note));
  const title = make("p", {}, make("b", {}, words.COLUMNS));
  const inside = table("calc-rows", words.COLUMNS_HEAD, lines);
  return make("div", {}, title, ...list, scrolled(words.COLUMNS, inside));
}

// 算出来的；列给人看的只留前面一些，下载和复制的是整张。
export class Answers {
  constructor({ heading, header, csv, tsv, rows }) {
    Object.assign(this, { heading, rows, csv: [csv], tsv: [tsv], first: [], wrong: [] });
    this.width = header.length;
    this.done = this.bad = 0;
  }

  add({ rows, csv, tsv }) {
    this.csv.push(csv);
    this.tsv.push(tsv);
    for (const cells of rows) {
      const row = { number: this.rows[this.done++][0], cells };
      const isBad = Boolean(cells[cells.length - 1]);
      if (isBad) this.bad++;
      if (this.first.length < SHOWN) this.first.push(row);
      if (isBad && this.wrong.length < SHOWN) this.wrong.push(row);
    }
  }
}

// 一行里列哪几格：全部的照文件里的先后；只看有错的，先是错误，再是自己的各列，数是空的，不列。
function order({ heading, width }, onlyBad) {
  const places = heading.map((_, place) => place);
  return onlyBad ? [heading.length - 1, ...places.slice(0, width)] : places;
}

function lineOf({ number, cells }, places) {
  const kind = (place) => {
    if (place === cells.length - 1 && cells[place]) return "calc-long calc-wrong";
    return cells[place].length > LONG ? "calc-long" : "";
  };
  const shown = places.map((place) => make("td", { className: kind(place) }, cells[place]));
  return make("tr", {}, make("th", { scope: "row" }, String(number)), ...shown);
}

function listed(answers, onlyBad) {
  const rows = onlyBad ? answers.wrong : answers.first;
  const total = onlyBad ? answers.bad : answers.done;
  const places = order(answers, onlyBad);
  const head = [words.NUMBER, ...places.map((place) => answers.heading[place])];
  const lines = rows.map((row) => lineOf(row, places));
  const few = total > rows.length ? [make("p", {}, words.few(rows.length, total))] : [];
  return [...few, scrolled(words.ROWS, table("calc-rows calc-people", head, lines))];
}

export function rowsTable(answers, { download, copy }) {
  const place = make("div", {}, ...listed(answers, false));
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => place.replaceChildren(...listed(answers, only.checked)));
  const filter = make("label", { className: "calc-filter" }, only, words.filter(answers.bad));
  filter.hidden = !answers.bad;
  return [buttons(download, copy), filter, place];
}

function buttons(download, copy) {
  const both = [
    [words.DOWNLOAD, download, "md-button md-button--primary"],
    [words.COPY, copy, "md-button"],
  ].map(([text, act, className]) => {
    const button = make("button", { type: "button", className }, text);
    button.addEventListener("click", act);
    return button;
  });
  return make("p", { className: "calc-buttons" }, both[0], " ", both[1]);
}
