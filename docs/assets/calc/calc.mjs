// 页面里的计算器：读者有动作时才启动 Python，把表单交给它，把它写好的 HTML 放回来。
import runtime from "runtime";
import { defineBatch } from "./batch/loader.mjs";
import { copied, tableText } from "./copy.mjs";
import { Engine } from "./engine/engine.mjs";
import { readCharts } from "./form/chart.mjs";
import { Device } from "./form/device.mjs";
import * as errors from "./form/errors.mjs";
import { borrowed, isChanged } from "./form/example.mjs";
import { arrange } from "./form/fields.mjs";
import { given } from "./form/given.mjs";
import { bringBack, carry, kept, stateOf } from "./form/kept.mjs";
import { Live } from "./form/live.mjs";
import { lastingState, Memory } from "./form/memory.mjs";
import { Panel } from "./form/panel.mjs";
import { pasteColumn } from "./form/paste.mjs";
import { isReadable, READER, Reader } from "./form/reader.mjs";
import { Result } from "./form/result.mjs";
import { addRow, nameRows, removeRow, setRows } from "./form/rows.mjs";
import { addressOf, givenIn, isOwn, repaired } from "./form/share.mjs";
import { print } from "./form/sheet.mjs";
import * as status from "./form/status.mjs";
import { clear, dated, fill, read, shareable } from "./form/values.mjs";
import { repairTheme } from "./theme.mjs";
import { wakeOnTouch, wakeWhenNear } from "./wake.mjs";
import * as words from "./words.mjs";

const PAUSE = 500; // 毫秒；打字停了这么久，说正在填的那一项有错
const QUIET = 1000; // 毫秒；停了这么久，说算出了什么，只说一遍
// 这个文件在网站的 assets/calc/某某/ 里。
const HERE = new URL(import.meta.url);
const HOME = new URL("../../..", HERE);

export const engine = new Engine(runtime, HERE);
const device = new Device(`calc-numbers ${HOME.pathname}`);
const squares = async (text) => (await import(new URL("qr.mjs", HERE).href)).squares(text);

// 填过的数带到离开以后；返回存下了没有。
function keepAll() {
  for (const each of document.querySelectorAll("calc-form")) if (each.form) each.keep();
  try {
    if (device.isOff) return false;
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
    this.isAllOwn = false; // 填的都是读者自己的，没有例子的
    this.watcher = () => this.engineChanged();
    engine.watchers.add(this.watcher);
    this.listen();
    this.bringBack();
    this.fillFromAddress();
    arrange(this.form);
    this.memory.offer();
    if (isReadable(this.id_) && !this.querySelector(".calc-given")) this.readText();
    this.rise();
  }

  // 粘贴账单上的文字，认出的填进来。
  readText() {
    const ask = (text) => engine.ask(READER, { text });
    this.reader = new Reader(this.form, this.key, ask, () => {
      this.own();
      this.isAllOwn = true;
      this.touched.clear();
      errors.closeList(this.form);
      this.compute(true);
      this.settled();
    });
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
    this.result = new Result(this.querySelector(".calc-result"), HOME);
    this.live = new Live(this.form, this.result);
    const asks = !place && !this.querySelector(".calc-given");
    const restore = (state) => this.restore(state);
    this.memory = new Memory(device, this.id_, this.form, asks, restore);
    if (location.pathname === HOME.pathname) this.result.fold("details");
    else if (this !== document.querySelector("calc-form")) {
      this.result.fold(".calc-steps, .calc-sources");
    }
  }

  // 从这里起表单是活的。程序来以前填的数，现在算。
  rise() {
    this.dataset.alive = "";
    this.querySelector(".calc-lead").textContent =
      words.LEAD[this.result.isPrinted ? "example" : "blank"];
    if (["starting", "failed"].includes(engine.state)) this.engineChanged();
    if (!this.asked && isChanged(this.form)) this.compute(true);
    else if (this.form.contains(document.activeElement)) this.wake();
  }

  // 填过又离开的，回来时还在。
  bringBack() {
    const state = kept.get(this.keptAs);
    if (!state) return;
    bringBack(this.form, state);
    for (const lines of this.lines) nameRows(lines);
    this.isAllOwn = Boolean(state.own);
    this.compute(true);
  }

  // 别人发来的，读者没有动过，不算他填的。
  keep() {
    const sent = "sent" in this.result.place.dataset;
    const state = { ...lastingState(this.form), own: this.isAllOwn };
    if (isChanged(this.form) && !sent) kept.set(this.keptAs, state);
    else kept.delete(this.keptAs);
    if (this.isOwn) this.memory.keep();
  }

  restore(state) {
    this.own();
    bringBack(this.form, state);
    for (const lines of this.lines) nameRows(lines);
    this.compute(true);
  }

  // 从这里起是读者自己的数。
  own() {
    this.isOwn = true;
    this.mark("sent", false);
  }

  // 停下来、填完一项：留在这台设备上；地址里带着数字的，跟着改。
  settled() {
    if (!this.isOwn) return;
    this.memory.keep();
    this.panel?.refresh();
    if (this.isInAddress) this.writeAddress();
  }

  writeAddress() {
    this.isInAddress = true;
    try {
      history.replaceState(history.state, "", this.address());
    } catch {} // 改得太勤，浏览器不让
  }

  disconnectedCallback() {
    if (!this.form) return;
    this.keep();
    engine.watchers.delete(this.watcher);
    removeEventListener("hashchange", this.arrived);
    this.live.leave();
    this.leave();
    clearTimeout(this.pause);
    clearTimeout(this.rest);
    clearTimeout(this.telling);
  }

  listen() {
    const wake = () => this.wake();
    wakeOnTouch(this, wake);
    this.leave = wakeWhenNear(this, () => this.isConnected && this.wake());
    this.listenToForm();
    this.addEventListener("click", ({ target }) => {
      if (target.matches("[data-add]")) addRow(target.previousElementSibling);
      if (target.matches("[data-remove]")) this.removeRow(target.closest(".calc-line"));
      if (target.matches("[data-copy]")) this.copyTable(target);
    });
    this.querySelector("[data-share]").addEventListener("click", () => this.share());
    this.querySelector("[data-print]").addEventListener("click", () => this.print());
    this.querySelector("[data-blank]")?.addEventListener("click", () => this.blank());
    this.arrived = () => this.fillFromAddress();
    addEventListener("hashchange", this.arrived);
  }

  listenToForm() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.pressed = true;
      this.compute(true, true);
    });
    this.form.addEventListener("input", ({ target }) => {
      this.touched.add(target.name);
      const lines = target.closest(".calc-lines");
      if (lines) nameRows(lines);
      this.own();
      this.edited();
    });
    this.form.addEventListener("paste", (event) => this.paste(event));
    this.form.addEventListener("change", () => {
      this.own();
      this.working = this.compute(true);
      this.settled();
    });
    this.form.addEventListener("reset", () => setTimeout(() => this.restored()));
  }

  wake() {
    if (engine.state === "idle") engine.start();
    if (engine.state !== "failed" && !this.asked) this.compute(false);
  }

  paste(event) {
    const last = pasteColumn(event.target, event.clipboardData.getData("text"));
    if (!last) return;
    event.preventDefault();
    last.focus();
    this.touched.add(last.name);
    this.own();
    this.edited();
  }

  removeRow(row) {
    removeRow(row);
    this.own();
    this.compute(true);
    this.settled();
  }

  edited() {
    this.pressed = false;
    if (engine.state === "ready") this.say({ text: "" });
    arrange(this.form);
    clearTimeout(this.pause);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settled(), PAUSE);
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

  heard({ errors: found = [], html, read = {} }, finished, again) {
    this.answered = this.asked;
    this.errors = found;
    errors.note(this.form, "read", read);
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
    const names = changed && !this.isAllOwn ? borrowed(this.form) : [];
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      this.say({ text: words.done(this.result.figure, names) });
    }, QUIET);
  }

  // 例子里填了什么，只在表单还是例子的时候列出。
  showGiven(yes) {
    for (const each of this.querySelectorAll(".calc-given, [data-about-example]")) {
      each.hidden = !yes;
    }
  }

  showErrors(pressed = false) {
    clearTimeout(this.pause);
    const all = pressed || errors.isListed(this.form);
    const sorted = errors.sort(this.form, this.errors, this.touched, all);
    const loose = errors.show(this.form, sorted.wrong, sorted.waiting);
    this.mark("wrong", this.errors.length > 0);
    if (this.errors.length) this.say({ text: errors.summary(this.form, sorted, loose) });
    this.listErrors(sorted.wrong);
  }

  // 按了“计算”才列在表单上面，焦点也只在那时移过去。
  listErrors(wrong) {
    const { pressed } = this;
    this.pressed = false;
    if (!wrong.length) return errors.closeList(this.form);
    if (!pressed && !errors.isListed(this.form)) return;
    const list = errors.openList(this.form, wrong);
    if (pressed) list.focus();
  }

  mark(state, yes) {
    this.result.mark(state, yes, isChanged(this.form));
  }

  say(report) {
    clearTimeout(this.telling);
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
    this.mark("sent", false);
    this.isAllOwn = true;
    errors.closeList(this.form);
    arrange(this.form);
    this.form.querySelector(".calc-field:not([hidden]) :is(input, select, textarea[name])").focus();
    this.compute(true);
  }

  restored() {
    this.errors = [];
    this.answered = ++this.asked;
    this.lines.forEach((lines, index) => {
      lines.innerHTML = this.printed[index];
    });
    this.touched.clear();
    this.isAllOwn = false;
    arrange(this.form);
    this.showGiven(true);
    this.showErrors();
    this.result.write(this.result.example);
    this.isOwn = false;
    this.mark("sent", false);
    this.mark("outdated", false);
    this.say({ text: words.RESTORED });
    this.memory.offer();
  }

  address() {
    return addressOf(location.href, this.key, shareable(this.form));
  }

  share() {
    this.panel ??= new Panel(this.querySelector(".calc-buttons"), () => this.facts(), squares);
    this.panel.refresh();
    this.panel.box.scrollIntoView({ block: "nearest" });
    this.writeAddress();
  }

  facts() {
    const title = this.querySelector(".calc-title b").textContent;
    const shown = [...this.result.place.querySelectorAll(".calc-answer div")];
    const figures = shown.map(({ children }) => [...children].map((each) => each.textContent));
    const address = this.address();
    const whose = words.WHOSE[this.result.kind];
    const text = words.asText({ title, given: given(this.form), whose, figures, address });
    return { title, address, text };
  }

  // 刚改完一项就按的，等它算好。
  async print() {
    if (engine.state === "ready") await this.working;
    const address = location.href.split("#")[0];
    print(this, { address, day: new Date(), kind: this.result.kind });
  }

  async copyTable(button) {
    const rows = [...button.closest("details").querySelectorAll("tr")];
    button.textContent = (await copied(tableText(rows))) ? words.COPIED : words.NOT_COPIED;
  }

  // 链接里的数字填进表单，没有写的清空。
  fillFromAddress() {
    const sent = givenIn(location.hash, this.key);
    if (!sent) return;
    this.isAllOwn = true;
    clear(this.form);
    for (const [name, values] of sent) fill(this.form, name, values);
    arrange(this.form);
    const { own: _, ...before } = kept.get(this.keptAs) ?? {};
    this.isInAddress = true;
    this.isOwn = JSON.stringify(before) === JSON.stringify(stateOf(this.form));
    this.mark("sent", !this.isOwn && !isOwn(sent));
    (this.live.wide.matches ? this : this.result.place).scrollIntoView();
    this.compute(true, true);
  }
}

if (!customElements.get("calc-form")) customElements.define("calc-form", CalcForm);
defineBatch(engine, runtime, HERE);
addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
const meant = repaired(location);
if (meant) location.replace(meant);
repairTheme();
readCharts();
