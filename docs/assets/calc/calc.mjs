// 页面里的计算器：读者有动作时才启动 Python，把表单交给它，把它写好的 HTML 放回来。
import runtime from "runtime";
import { copied, tableText } from "./copy.mjs";
import { Engine } from "./engine/engine.mjs";
import { readCharts } from "./form/chart.mjs";
import * as errors from "./form/errors.mjs";
import { borrowed, isChanged } from "./form/example.mjs";
import { arrange } from "./form/fields.mjs";
import { bringBack, carry, kept, stateOf } from "./form/kept.mjs";
import { Result } from "./form/result.mjs";
import { addRow, setRows } from "./form/rows.mjs";
import { addressOf, givenIn } from "./form/share.mjs";
import * as status from "./form/status.mjs";
import { clear, dated, fill, read } from "./form/values.mjs";
import { repairTheme } from "./theme.mjs";
import { wakeOnTouch, wakeWhenNear } from "./wake.mjs";
import * as words from "./words.mjs";

const PAUSE = 500; // 毫秒；打字停了这么久，说正在填的那一项有错
// 这个文件在网站的 assets/calc/某某/ 里。
const HERE = new URL(import.meta.url);
const HOME = new URL("../../..", HERE);

export const engine = new Engine(runtime, HERE);

// 填过的数带到离开以后；返回存下了没有。
function keepAll() {
  for (const each of document.querySelectorAll("calc-form")) if (each.form) each.keep();
  try {
    carry();
    return true;
  } catch {
    return false;
  }
}

// 存不了的，至少把这一张表单写进地址。
function reload(card) {
  if (!keepAll()) history.replaceState(null, "", card.address());
  location.reload();
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
    this.look();
    this.asked = 0;
    this.errors = [];
    this.touched = new Set();
    this.watcher = () => this.engineChanged();
    engine.watchers.add(this.watcher);
    this.listen();
    this.bringBack();
    this.fillFromAddress();
    arrange(this.form);
    this.rise();
  }

  // 页面里印好的样子。步骤和依据很长：首页的，一页里第二个以后的，先收起来。
  look() {
    this.id_ = this.getAttribute("calculator");
    const alike = document.querySelectorAll(`calc-form[calculator="${this.id_}"]`);
    const place = [...alike].indexOf(this);
    this.key = place ? `${this.id_}.${place}` : this.id_;
    this.keptAs = `${location.pathname} ${place}`;
    this.form = this.querySelector("form");
    this.status = this.querySelector(".calc-status");
    this.lines = [...this.querySelectorAll(".calc-lines")];
    this.printed = this.lines.map((lines) => lines.innerHTML);
    const whose = this.querySelector(".calc-whose");
    this.result = new Result(this.querySelector(".calc-result"), whose, HOME);
    if (location.pathname === HOME.pathname) this.result.fold("details");
    else if (this !== document.querySelector("calc-form")) {
      this.result.fold(".calc-steps, .calc-sources");
    }
  }

  // 从这里起表单是活的。程序来以前填的数，现在算。
  rise() {
    this.dataset.alive = "";
    this.querySelector(".calc-lead").textContent = words.LEAD;
    if (["starting", "failed"].includes(engine.state)) this.engineChanged();
    if (!this.asked && isChanged(this.form)) this.compute(true);
    else if (this.form.contains(document.activeElement)) this.wake();
  }

  // 填过又离开的，回来时还在。
  bringBack() {
    const state = kept.get(this.keptAs);
    if (!state) return;
    bringBack(this.form, state);
    this.compute(true);
  }

  keep() {
    if (isChanged(this.form)) kept.set(this.keptAs, stateOf(this.form));
    else kept.delete(this.keptAs);
  }

  disconnectedCallback() {
    if (!this.form) return;
    this.keep();
    engine.watchers.delete(this.watcher);
    removeEventListener("hashchange", this.arrived);
    this.leave();
    clearTimeout(this.pause);
  }

  listen() {
    const wake = () => this.wake();
    wakeOnTouch(this, wake);
    this.leave = wakeWhenNear(this, () => this.isConnected && this.wake());
    this.listenToForm();
    this.addEventListener("click", ({ target }) => {
      if (target.matches("[data-add]")) addRow(target.previousElementSibling);
      if (target.matches("[data-copy]")) this.copyTable(target);
    });
    this.querySelector("[data-share]").addEventListener("click", () => this.share());
    this.querySelector("[data-blank]")?.addEventListener("click", () => this.blank());
    this.arrived = () => this.fillFromAddress();
    addEventListener("hashchange", this.arrived);
  }

  listenToForm() {
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
  }

  wake() {
    if (engine.state === "idle") engine.start();
    if (engine.state !== "failed" && !this.asked) this.compute(false);
  }

  edited() {
    arrange(this.form);
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
    arrange(this.form);
    const number = ++this.asked;
    this.mark("outdated", isChanged(this.form) || !this.result.isExample);
    if (engine.state === "failed") {
      if (!again) return;
      engine.set("idle");
    }
    const isLate = () => number !== this.asked || !this.isConnected;
    try {
      const given = dated(read(this.form), this.dataset.today);
      const answer = await engine.ask(this.id_, given, this);
      if (!isLate()) this.heard(answer, finished, again);
    } catch (error) {
      if (!isLate()) this.unanswered(error.message);
    }
  }

  heard({ errors: found = [], html }, finished, again) {
    this.answered = this.asked;
    this.errors = found;
    if (finished || !this.typing || !found.length) this.showErrors(again);
    if (html !== undefined) this.show(html);
  }

  unanswered(message) {
    if (message === "cancelled") this.say({ text: words.CANCELLED });
    else if (engine.state === "ready") this.say({ text: words.failed(message), button: "again" });
  }

  show(html) {
    const changed = isChanged(this.form);
    if (this.result.shown !== html) this.result.write(html, !changed);
    this.mark("outdated", false);
    this.dataset.computed = "python";
    this.showGiven(!changed);
    const names = changed ? borrowed(this.form) : [];
    this.say({ text: words.done(this.result.figure, names) });
  }

  // 例子里填了什么，只在表单还是例子的时候列出。
  showGiven(yes) {
    for (const each of this.querySelectorAll(".calc-given, [data-about-example]")) {
      each.hidden = !yes;
    }
  }

  showErrors(pressed = false) {
    clearTimeout(this.pause);
    const sorted = errors.sort(this.form, this.errors, this.touched, pressed);
    const loose = errors.show(this.form, sorted.wrong);
    this.mark("wrong", this.errors.length > 0);
    if (this.errors.length) this.say({ text: errors.summary(this.form, sorted, loose) });
  }

  mark(state, yes) {
    this.result.mark(state, yes, isChanged(this.form));
  }

  say(report) {
    status.say(this.status, report, (button) => this.press(button));
  }

  press(button) {
    if (button === "again") this.compute(true, true);
    else if (button === "reload") reload(this);
    else engine.cancel();
  }

  engineChanged() {
    const report = status.report(engine, this);
    if (report) this.say(report);
    if (engine.state !== "failed") return;
    this.mark("outdated", !this.result.isExample || isChanged(this.form));
  }

  // 全部清空，从头填自己的。
  blank() {
    clear(this.form);
    for (const lines of this.lines) setRows(lines, 1);
    this.touched.clear();
    arrange(this.form);
    this.form.querySelector(".calc-field:not([hidden]) :is(input, select)").focus();
    this.compute(true);
  }

  restored() {
    this.errors = [];
    this.answered = ++this.asked;
    this.lines.forEach((lines, index) => {
      lines.innerHTML = this.printed[index];
    });
    this.touched.clear();
    arrange(this.form);
    this.showGiven(true);
    this.showErrors();
    this.result.write(this.result.example);
    this.mark("outdated", false);
    this.say({ text: words.RESTORED });
  }

  address() {
    return addressOf(location.href, this.key, read(this.form));
  }

  async share() {
    const address = this.address();
    this.say({ text: (await copied(address)) ? words.SHARED : words.share(address) });
  }

  async copyTable(button) {
    const rows = [...button.closest("details").querySelectorAll("tr")];
    button.textContent = (await copied(tableText(rows))) ? words.COPIED : words.NOT_COPIED;
  }

  // 链接里的数字填进表单，没有写的清空。
  fillFromAddress() {
    const given = givenIn(location.hash, this.key);
    if (!given) return;
    clear(this.form);
    for (const [name, values] of given) fill(this.form, name, values);
    this.scrollIntoView();
    this.compute(true, true);
  }
}

if (!customElements.get("calc-form")) customElements.define("calc-form", CalcForm);
addEventListener("pagehide", keepAll);
repairTheme();
readCharts();
