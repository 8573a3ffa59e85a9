// 填过的数留着的两行：再来时“上次填的数还在”，和“不在这台设备上保留”的开关。
import { button, part } from "../elements.mjs";
import * as words from "../words.mjs";
import { stateOf } from "./kept.mjs";

// 粘贴的整段文字里可能有姓名和证件号，不留。
export function lastingState(form) {
  const { values, rows } = stateOf(form);
  const long = new Set([...form.querySelectorAll("textarea")].map(({ name }) => name));
  return { values: values.filter(([key]) => !long.has(key.replace(/ \d+$/, ""))), rows };
}

export class Memory {
  // restore 把留着的填回表单；收起来的、同一页里第二个以后的，不问。
  constructor(device, id, form, asks, restore) {
    Object.assign(this, { device, id, form, asks, restore });
  }

  offer() {
    const state = this.asks && this.device.last(this.id);
    if (!state || this.line || same(state, lastingState(this.form))) return;
    const back = button(words.RESTORE, { "data-restore": "" }, () => this.bringBack(state));
    const gone = button(words.FORGET, { "data-forget": "" }, () => this.forget());
    this.line = part("p", { class: "calc-kept" }, words.STILL_KEPT, back, " ", gone);
    this.form.querySelector(".calc-title").after(this.line);
    this.showSwitch();
  }

  bringBack(state) {
    this.hide();
    this.restore(state);
  }

  forget() {
    this.device.forget(this.id);
    this.line.replaceChildren(words.FORGOTTEN);
    this.line.tabIndex = -1;
    this.line.focus();
  }

  hide() {
    this.line?.remove();
    this.line = null;
  }

  // 读者改过数：留下来，问不问都不必了。
  keep() {
    this.hide();
    const state = lastingState(this.form);
    if (!state.values.length) return;
    this.device.keep(this.id, state);
    this.showSwitch();
  }

  showSwitch() {
    if (this.switch || !this.device.works) return;
    this.switch = button("", { "data-keep": "" }, () => this.turn());
    this.told = part("span", {});
    const place = part("p", { class: "calc-keeping" }, this.told, " ", this.switch);
    this.form.querySelector(".calc-status").after(place);
    this.say();
  }

  turn() {
    this.device.setOff(!this.device.isOff);
    if (this.device.isOff) this.hide();
    else this.device.keep(this.id, lastingState(this.form));
    this.say();
  }

  say() {
    const { told, turn } = words.KEEPING[this.device.isOff ? "off" : "on"];
    this.told.textContent = told;
    this.switch.textContent = turn;
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
