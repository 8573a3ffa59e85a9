// 页面里的计算器：读者有动作时才启动 Python，把表单交给它，把它写好的 HTML 放回来。
import { engine } from "./engine.mjs";
import * as words from "./words.mjs";

export { engine };

const PAUSE = 500;

// 读者开了省流量，或线路极慢：不因为滚动就下载。
function saving() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || /2g/.test(line.effectiveType)));
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

// 网站的首页；这个文件在它的 assets/calc/某某/ 里。
const HOME = new URL("../../..", import.meta.url);

// 页间跳转时留住填过的数，只在内存里；因为网站更新而刷新的，由浏览器带到刷新以后。
const KEPT = "calc-kept";
const kept = new Map(carried());

function carried() {
  try {
    const text = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}

// 存不了的，至少把这一张表单写进地址。
function reload(form) {
  document.querySelectorAll("calc-form").forEach((each) => each.keep?.());
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...kept]));
  } catch {
    history.replaceState(null, "", form.address());
  }
  location.reload();
}

// 每个控件的名称，和它是同名的第几个：表单改了版，数字也不会填到别的格里。
function named(form) {
  const counts = new Map();
  return [...form.elements].map((control) => {
    const name = control.name || control.dataset.chooses || "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return [`${name} ${counts.get(name)}`, control];
  });
}

class CalcForm extends HTMLElement {
  // 脚本可能先于正文读完；等到最后一部分也在了再开始。
  connectedCallback() {
    if (this.querySelector(".calc-limits")) return this.begin();
    const parsing = new MutationObserver(() => {
      if (!this.querySelector(".calc-limits")) return;
      parsing.disconnect();
      this.begin();
    });
    parsing.observe(this, { childList: true, subtree: true });
  }

  begin() {
    const siblings = [...document.querySelectorAll(`calc-form[calculator="${this.getAttribute("calculator")}"]`)];
    this.place = siblings.indexOf(this);
    this.page = location.pathname;
    this.id_ = this.getAttribute("calculator");
    this.form = this.querySelector("form");
    this.result = this.querySelector(".calc-result");
    this.status = this.querySelector(".calc-status");
    this.link();
    this.example = this.shown = this.result.innerHTML;
    // 步骤和依据很长：首页的，一页里第二个以后的，先收起来。
    const closed = location.pathname === HOME.pathname ? "details" : this === document.querySelector("calc-form") ? null : ".calc-steps, .calc-sources";
    if (closed) this.result.querySelectorAll(closed).forEach((part) => part.removeAttribute("open"));
    this.asked = 0;
    this.touched = new Set();
    this.watcher = () => this.engineChanged();
    engine.watchers.add(this.watcher);
    this.listen();
    this.bringBack();
    this.fillFromAddress();
    this.arrange();
    this.rise();
  }

  // 从这里起表单是活的。程序来以前填的数，现在算。
  rise() {
    this.dataset.alive = "";
    this.querySelector(".calc-lead").textContent = words.LEAD;
    if (["starting", "failed"].includes(engine.state)) this.engineChanged();
    if (!this.asked && this.changed()) this.compute(true);
    else if (this.form.contains(document.activeElement)) this.wake();
  }

  // 填过又离开的，回来时还在。
  bringBack() {
    const states = kept.get(`${this.page} ${this.place}`);
    if (!states) return;
    const lines = this.querySelectorAll(".calc-lines");
    states.rows.forEach((count, index) => lines[index] && this.setRows(lines[index], count));
    const values = new Map(states.values);
    for (const [key, control] of named(this.form)) {
      Object.assign(control, values.get(key));
      if (control.selectedIndex === -1) control.selectedIndex = 0;
    }
    this.compute(true);
  }

  keep() {
    const values = named(this.form).map(([key, { type, value, checked }]) => [key, type === "checkbox" ? { checked } : { value }]);
    const rows = [...this.querySelectorAll(".calc-lines")].map((lines) => lines.children.length);
    if (this.changed()) kept.set(`${this.page} ${this.place}`, { values, rows });
    else kept.delete(`${this.page} ${this.place}`);
  }

  disconnectedCallback() {
    if (!this.form) return;
    this.keep();
    engine.watchers.delete(this.watcher);
    removeEventListener("hashchange", this.arrived);
    this.nearby?.disconnect();
    removeEventListener("scroll", this.scrolled);
    clearTimeout(this.pause);
  }

  listen() {
    const wake = () => this.wake();
    this.addEventListener("focusin", wake, { once: true });
    this.addEventListener("pointerdown", wake, { once: true });
    this.addEventListener("pointerenter", wake, { once: true });
    if (!saving()) this.wakeWhenNear();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.compute(true, true);
    });
    this.form.addEventListener("input", ({ target }) => {
      this.touched.add(target.name);
      this.edited();
    });
    this.form.addEventListener("change", () => this.compute(true));
    this.form.addEventListener("reset", () => setTimeout(() => this.restored()));
    this.addEventListener("click", ({ target }) => {
      if (target.matches("[data-add]")) this.addRow(target.previousElementSibling);
      if (target.matches("[data-copy]")) this.copyTable(target);
    });
    this.querySelector("[data-share]").addEventListener("click", () => this.share());
    this.querySelector("[data-blank]")?.addEventListener("click", () => this.blank());
    this.arrived = () => this.fillFromAddress();
    addEventListener("hashchange", this.arrived);
    this.printed = [...this.querySelectorAll(".calc-lines")].map((lines) => lines.innerHTML);
  }

  // 读者滚动过，计算器在视野附近，浏览器又有空闲时，提前准备。
  wakeWhenNear() {
    this.nearby = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.nearby.disconnect();
        (window.requestIdleCallback ?? setTimeout)(() => this.isConnected && this.wake());
      },
      { rootMargin: "200px" },
    );
    this.scrolled = () => this.nearby.observe(this);
    addEventListener("scroll", this.scrolled, { once: true, passive: true });
  }

  wake() {
    if (engine.state === "idle") engine.start();
    if (engine.state !== "failed" && !this.asked) this.compute(false);
  }

  field(name) {
    return this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  // 只显示用得上的输入项；收起来的项保留已填的内容。
  arrange() {
    const chosen = new Set();
    for (const chooser of this.form.querySelectorAll("[data-chooses]")) {
      chosen.add(chooser.value);
      for (const name of chooser.dataset.chooses.split(" ")) this.field(name).hidden = name !== chooser.value;
    }
    for (const field of this.form.querySelectorAll("[data-unless]")) field.hidden = chosen.has(field.dataset.unless);
    for (const field of this.form.querySelectorAll("[data-when]")) {
      const [name, values] = field.dataset.when.split("=");
      const asked = this.field(name);
      field.hidden = asked.hidden || !values.split(" ").includes(this.form.elements[name].value);
    }
  }

  inputs() {
    const values = {};
    for (const control of this.form.elements) {
      if (!control.name || control.closest("[hidden]")) continue;
      if (control.type === "checkbox") {
        values[control.name] ??= [];
        if (control.checked) values[control.name].push(control.value);
      } else if (control.closest(".calc-lines")) {
        values[control.name] ??= this.rowsText(this.field(control.name));
      } else if (control.closest(".calc-amounts")) {
        (values[control.name] ??= []).push(control.value);
      } else {
        values[control.name] = control.value;
      }
    }
    for (const [name, value] of Object.entries(values)) {
      const boxes = this.form.querySelectorAll(`[name="${name}"][type=checkbox]`);
      if (boxes.length && boxes.length === value.length) delete values[name];
    }
    return values;
  }

  // 交给 Python 的：没有填“按哪一天的规定”，就按造好网站所用的那一天。分享的链接里不写它。
  given() {
    const { today } = this.dataset;
    const values = this.inputs();
    return today && !values.today?.trim() ? { ...values, today } : values;
  }

  // 若干行的输入写成一段文字：格之间空格，行之间分号，空着的格写 -。
  rowsText(field) {
    const rows = [...field.querySelectorAll(".calc-line")].map((row) => [...row.querySelectorAll("input")].map(({ value }) => value.replace(/[\s;；]+/g, "") || "-"));
    return rows.filter((row) => row.some((cell) => cell !== "-")).map((row) => row.join(" ")).join("; ");
  }

  setRows(lines, count) {
    while (lines.children.length > count) lines.lastElementChild.remove();
    while (lines.children.length < Math.min(count, lines.dataset.most)) {
      const row = lines.lastElementChild.cloneNode(true);
      row.querySelectorAll("input").forEach((input) => {
        input.id = `${input.id}-${lines.children.length}`;
        input.setAttribute("value", "");
        input.value = "";
      });
      lines.append(row);
    }
  }

  addRow(lines) {
    this.setRows(lines, lines.children.length + 1);
    lines.lastElementChild.querySelector("input").focus();
  }

  async copyTable(button) {
    const rows = [...button.closest("details").querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join("\t"));
    try {
      await navigator.clipboard.writeText(rows.join("\n"));
      button.textContent = words.COPIED;
    } catch {
      button.textContent = words.NOT_COPIED;
    }
  }

  edited() {
    this.arrange();
    clearTimeout(this.pause);
    this.typing = true;
    this.pause = setTimeout(() => {
      this.typing = false;
      if (this.answered === this.asked) this.showErrors();
    }, PAUSE);
    this.compute(false);
  }

  // 打字时马上算；正在填的那一项，停下来或离开后才说它有错。
  // 启动失败以后，只有读者按“计算”或“再试一次”才重来。
  async compute(finished, again = false) {
    this.arrange();
    const number = ++this.asked;
    this.outdated(this.changed() || this.shown !== this.example);
    if (engine.state === "failed") {
      if (!again) return;
      engine.set("idle");
    }
    try {
      const answer = await engine.ask(this.id_, this.given(), this);
      if (number !== this.asked || !this.isConnected) return;
      this.answered = number;
      this.errors = answer.errors ?? [];
      if (finished || !this.typing || !this.errors.length) this.showErrors(again);
      if (answer.html !== undefined) this.show(answer.html);
    } catch (error) {
      if (number !== this.asked || !this.isConnected) return;
      if (error.message === "cancelled") this.say(words.CANCELLED);
      else if (engine.state === "ready") this.say(words.failed(error.message), [this.button("again")]);
    }
  }

  show(html) {
    if (this.shown !== html) this.write(html);
    this.outdated(false);
    this.dataset.computed = "python";
    const given = this.querySelector(".calc-given");
    if (given) given.hidden = this.changed();
    const main = this.result.querySelector(".calc-main div");
    const figure = main && `${main.querySelector("dt").textContent} ${main.querySelector("dd").textContent}`;
    this.say(main ? `${words.DONE}：${figure}。${this.borrowed()}` : words.DONE);
  }

  // 读者改了几项，别的还是例子里的数：说出来，免得混在一起算。
  borrowed() {
    if (!this.changed()) return "";
    const printed = (control) => control.defaultValue ?? control.querySelector("[value=''] ~ [selected]")?.value ?? "";
    const fields = [...this.form.querySelectorAll(".calc-field:not([hidden])")].filter((field) => {
      const filled = [...field.querySelectorAll("input[type=text], select")].filter((control) => printed(control));
      return filled.length && filled.every((control) => control.value === printed(control));
    });
    return fields.length ? words.borrowed(fields.map((field) => this.label(field))) : "";
  }

  label(field) {
    return field.querySelector("label, legend").firstChild.textContent.trim();
  }

  // 还没轮到填的空格不算错，只说还要填什么；按了“计算”就都说。
  showErrors(pressed = false) {
    clearTimeout(this.pause);
    for (const place of this.form.querySelectorAll(".calc-error")) place.textContent = "";
    for (const control of this.form.elements) control.removeAttribute("aria-invalid");
    const waiting = (this.errors ?? []).filter(({ field, missing }) => !pressed && missing && this.untouched(field));
    const wrong = (this.errors ?? []).filter((error) => !waiting.includes(error));
    const loose = wrong.filter(({ field, message }) => !this.showError(field, message)).map(({ message }) => message);
    this.result.toggleAttribute("data-wrong", Boolean(this.errors?.length));
    this.mark();
    const parts = [...loose];
    if (wrong.length) parts.unshift(words.wrongCount(wrong.length));
    if (waiting.length) parts.push(words.stillNeeded(waiting.map(({ field }) => this.label(this.seen(field)))));
    if (this.errors?.length) this.say(parts.join(""));
  }

  // 一项的错误写在哪一项旁边：收起来的，写在代替它的那一项旁边。
  seen(name) {
    const field = name && this.field(name);
    if (!field?.hidden) return field;
    const chooser = [...this.form.querySelectorAll("[data-chooses]")].find((each) => each.dataset.chooses.split(" ").includes(name));
    const other = chooser && this.field(chooser.value);
    return other?.hidden ? null : other;
  }

  untouched(name) {
    const field = this.seen(name);
    if (!field || this.touched.has(field.dataset.field)) return false;
    return [...field.querySelectorAll("input[type=text], select")].every(({ value }) => !value);
  }

  // 全部清空，从头填自己的。
  blank() {
    for (const control of this.form.elements) if (control.name) this.clear(control);
    this.querySelectorAll(".calc-lines").forEach((lines) => this.setRows(lines, 1));
    this.touched.clear();
    this.arrange();
    this.form.querySelector(".calc-field:not([hidden]) :is(input, select)").focus();
    this.compute(true);
  }

  // 写在那一项旁边；没有看得见的地方可写，返回 false。
  showError(name, message) {
    const field = this.seen(name);
    if (!field) return false;
    const place = field.querySelector(".calc-error");
    place.textContent = place.textContent ? `${place.textContent} ${message}` : message;
    field.querySelectorAll("input, select").forEach((control) => control.setAttribute("aria-invalid", "true"));
    const more = field.closest("details");
    if (more) more.open = true;
    return true;
  }

  outdated(yes) {
    this.result.toggleAttribute("data-outdated", yes);
    this.mark();
  }

  // 结果上面写明是谁的：例子的、读者的，还是改动之前的。
  mark() {
    const { wrong, outdated } = this.result.dataset;
    const mine = this.changed() || this.shown !== this.example;
    const kind = wrong !== undefined ? "wrong" : outdated !== undefined ? "outdated" : mine ? "mine" : "example";
    this.querySelector(".calc-whose").textContent = words.WHOSE[kind];
  }

  say(text, extra = []) {
    this.status.replaceChildren(text, ...extra);
  }

  // 写上结果；读者合上、打开了的各栏照旧。
  write(html) {
    const parts = () => [...this.result.querySelectorAll("details")].map((part) => [part.firstElementChild.textContent, part]);
    const was = new Map(parts().map(([title, part]) => [title, part.open]));
    this.result.innerHTML = this.shown = html;
    for (const [title, part] of parts()) part.open = was.get(title) ?? part.open;
    this.link();
  }

  // 结果里本站的页面，写成从这里走得到的地址。
  link() {
    for (const anchor of this.result.querySelectorAll("[data-page]")) anchor.href = new URL(anchor.dataset.page, HOME).href;
  }

  engineChanged() {
    if (engine.state === "starting") this.sayProgress();
    else if (engine.state === "ready") this.sayReady();
    else if (engine.state === "failed") {
      const { reason } = engine.trouble;
      this.say(words.trouble(reason), [this.button(reason === "updated" ? "reload" : "again")]);
      this.outdated(this.shown !== this.example || this.changed());
    }
  }

  sayProgress() {
    if (engine.revived) return this.say(words.REVIVING);
    const bar = document.createElement("progress");
    const { loaded = 0, total = 0, stage } = engine.progress ?? {};
    if (total) Object.assign(bar, { max: total, value: loaded });
    bar.setAttribute("aria-label", words.PROGRESS);
    const size = total ? `${megabytes(loaded)} / ${megabytes(total)} MB` : "";
    this.say(stage === "start" ? words.STARTING : words.downloading(size), [bar]);
  }

  sayReady() {
    const slow = [...engine.waiting.values()].filter(({ long }) => long);
    if (!slow.length) this.say(words.READY);
    else if (slow.some(({ asker }) => asker === this)) this.say(words.LONG, [this.button("cancel")]);
  }

  button(kind) {
    const button = document.createElement("button");
    const work = { again: () => this.compute(true, true), reload: () => reload(this), cancel: () => engine.cancel() };
    Object.assign(button, { type: "button", className: "md-button", textContent: words.BUTTONS[kind] });
    button.addEventListener("click", work[kind]);
    return button;
  }

  // 和页面里的算例不一样了没有。
  changed() {
    return [...this.form.elements].some((control) => {
      if (control.type === "checkbox") return control.checked !== control.defaultChecked;
      if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected && control.querySelector("[selected]"));
      return control.value !== (control.defaultValue ?? control.value);
    });
  }

  restored() {
    this.errors = [];
    this.answered = ++this.asked;
    this.querySelectorAll(".calc-lines").forEach((lines, index) => (lines.innerHTML = this.printed[index]));
    this.touched.clear();
    this.arrange();
    const given = this.querySelector(".calc-given");
    if (given) given.hidden = false;
    this.showErrors();
    this.write(this.example);
    this.outdated(false);
    this.say(words.RESTORED);
  }

  // 页里第几个计算器，和看得见的每一项，空着的也写上，打开的人看到的才和现在一样。
  address() {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(this.inputs())) {
      const values = [value].flat();
      for (const each of values.length ? values : [""]) given.append(name, each);
    }
    return `${location.href.split("#")[0]}#${this.key()}?${given}`;
  }

  key() {
    return this.place ? `${this.id_}.${this.place}` : this.id_;
  }

  async share() {
    const address = this.address();
    try {
      await navigator.clipboard.writeText(address);
      this.say(words.SHARED);
    } catch {
      this.say(words.share(address));
    }
  }

  // 链接 #计算器?名称=值 里的数字填进表单，没有写的清空；不认识的名称和选项不理会。
  fillFromAddress() {
    const [key, text] = location.hash.slice(1).split("?");
    if (key !== this.key() || !text) return;
    const given = new URLSearchParams(text);
    for (const control of this.form.elements) if (control.name) this.clear(control);
    for (const name of new Set(given.keys())) if (this.field(name)) this.fill(name, given.getAll(name));
    this.scrollIntoView();
    this.compute(true, true);
  }

  clear(control) {
    if (control.type === "checkbox") control.checked = true;
    else if (control.options) control.selectedIndex = 0;
    else control.value = "";
  }

  fill(name, values) {
    const lines = this.field(name)?.querySelector(".calc-lines");
    if (lines) return this.fillRows(lines, values[0]);
    const controls = [...this.form.elements].filter((control) => control.name === name);
    const boxes = controls.filter((control) => control.type === "checkbox");
    const known = values.every((value) => !value || boxes.some((box) => box.value === value));
    if (boxes.length && known) boxes.forEach((box) => (box.checked = values.includes(box.value)));
    controls.filter((control) => control.type !== "checkbox").forEach((control, index) => {
      const value = values[index] ?? "";
      if (!control.options || [...control.options].some((option) => option.value === value)) control.value = value;
    });
    const chooser = [...this.form.querySelectorAll("[data-chooses]")].find((each) => each.dataset.chooses.split(" ").includes(name));
    if (chooser) chooser.value = name;
  }

  fillRows(lines, text) {
    const rows = text.split(";").map((row) => row.trim().split(/\s+/));
    this.setRows(lines, Math.max(rows.length, 1));
    rows.forEach((row, index) => {
      const inputs = lines.children[index]?.querySelectorAll("input") ?? [];
      inputs.forEach((input, cell) => (input.value = (row[cell] ?? "-").replace(/^-$/, "")));
    });
  }
}

if (!customElements.get("calc-form")) customElements.define("calc-form", CalcForm);

// 主题的搜索框只听 keyup；手机输入法选词、语音和粘贴只有 input，替它补一个。
document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-md-component=search-query]")) target.dispatchEvent(new KeyboardEvent("keyup"));
});

// 按 Esc 收起术语的解释；主题只在移开时收起。
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const tip of document.querySelectorAll(".md-tooltip2--active")) tip.classList.remove("md-tooltip2--active");
});
