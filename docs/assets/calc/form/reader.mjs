// 表单上面的一栏：粘贴账单上的文字，Python 认出各项，填进表单，写明从哪一行读的。文字不留、不分享。
import { button, part } from "../elements.mjs";
import * as words from "../words.mjs";
import { isChanged } from "./example.mjs";
import { fieldOf } from "./fields.mjs";
import { fillRow, setRows } from "./rows.mjs";
import { clear, fill } from "./values.mjs";

export const READER = "statement-read";
const READABLE = ["statement-check", "statement-history"];

export const isReadable = (id) => READABLE.includes(id);

// Python 写的结果里列着的各项：[名称, 叫什么, 写给人看的值]。
export function figuresIn(place) {
  return [...place.querySelectorAll("[data-figure]")].map((figure) => {
    const [label, value] = ["dt", "dd"].map((name) => figure.querySelector(name).textContent);
    return [figure.dataset.figure, label, value];
  });
}

// 写给人看的值换成填进去的：选项是它的代号，别的去掉单位。
export function filledAs(field, shown) {
  const options = [...(field?.querySelector("select")?.options ?? [])];
  const option = options.find(({ textContent }) => textContent === shown);
  return option ? option.value : shown.split(" ")[0];
}

// 填进表单：若干行的，填一行；别的各填一格，没有读出来的空着。一项也没有的，不动表单。
export function fillFrom(form, figures) {
  const lines = form.querySelector("[data-field=rows] .calc-lines");
  if (!lines || !isChanged(form)) {
    clear(form);
    if (lines) setRows(lines, 1);
  }
  const values = figures.map(([name, , shown]) => [name, filledAs(fieldOf(form, name), shown)]);
  for (const [name, value] of values) fill(form, name, [value]);
  if (lines) fillRow(lines, Object.fromEntries(values));
}

export class Reader {
  // ask(文字) 问 Python；filled() 在填好以后。
  constructor(form, key, ask, filled) {
    Object.assign(this, { form, ask, filled });
    const id = `${key}-paste`;
    // 不属于表单：不算读者填的一项。
    this.text = part("textarea", { id, rows: "3", form: "", autocomplete: "off" });
    this.told = part("div", { role: "status" });
    this.box = part(
      "div",
      { class: "calc-paste" },
      part("label", { for: id }, words.PASTE.title),
      part("p", { class: "calc-help" }, words.PASTE.help),
      this.text,
      part(
        "p",
        {},
        this.button("read", () => this.read()),
        " ",
        this.button("clear", () => this.clear()),
      ),
      this.told,
    );
    for (const name of ["input", "change", "paste"]) {
      this.box.addEventListener(name, (event) => event.stopPropagation());
    }
    form.querySelector(".calc-title").after(this.box);
  }

  button(name, press) {
    return button(words.PASTE[name], { [`data-${name}-text`]: "" }, press);
  }

  clear() {
    this.text.value = "";
    this.told.replaceChildren();
    this.text.focus();
  }

  async read() {
    if (!this.text.value.trim()) return this.say(words.PASTE.empty);
    this.say(words.PASTE.reading);
    try {
      const { html, errors } = await this.ask(this.text.value);
      if (errors) this.say(errors.map(({ message }) => message).join(""));
      else this.take(html);
    } catch {
      this.say(words.PASTE.failed);
    }
  }

  say(...children) {
    this.told.replaceChildren(...children);
  }

  take(html) {
    const place = part("div", {});
    place.innerHTML = html;
    const figures = figuresIn(place).filter(([name]) => name !== "found");
    const details = [".calc-notes", ".calc-table"].map((name) => place.querySelector(name));
    const names = figures.map(([, label]) => label);
    const found = details.filter(Boolean);
    if (!names.length) return this.say(part("p", {}, words.PASTE.nothing), ...found);
    fillFrom(this.form, figures);
    this.say(part("p", {}, words.filledIn(names)), ...found);
    this.filled();
  }
}
