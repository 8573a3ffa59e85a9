// 页面里的计算器：读者有动作时才启动 Python，把表单交给它，把它写好的 HTML 放回来。
import { engine } from "./engine.mjs";

const PAUSE = 500;

const TROUBLE = {
  unsupported: "这个浏览器不支持 WebAssembly，不能在页面里计算。",
  blocked: "浏览器或网络的安全设置不允许运行 WebAssembly，不能在页面里计算。",
  network: "下载中断了，计算器没有准备好。",
  damaged: "下载到的文件不完整，计算器没有准备好。",
  timeout: "等了 30 秒没有进展，计算器没有准备好。",
  crash: "计算器启动时出了错，可能是浏览器太旧。",
};
const STILL_WORKS = "页面上算好的例子、步骤和依据不受影响，可以照着步骤手算；也可以换一个新一点的浏览器，或用电脑打开。";

// 读者开了省流量，或线路极慢：不因为滚动就下载。
function saving() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || /2g/.test(line.effectiveType)));
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

// 网站的首页；这个文件在它的 assets/calc/某某/ 里。
const HOME = new URL("../../..", import.meta.url);

// 页间跳转时留住填过的数，只在内存里，关掉或刷新就没有了。
const kept = new Map();

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
  }

  // 填过又离开的，回来时还在。
  bringBack() {
    const states = kept.get(`${this.page} ${this.place}`);
    if (!states) return;
    states.rows.forEach((count, index) => this.setRows(this.querySelectorAll(".calc-lines")[index], count));
    [...this.form.elements].forEach((control, index) => Object.assign(control, states.values[index]));
    this.compute(true);
  }

  disconnectedCallback() {
    if (!this.form) return;
    const values = [...this.form.elements].map(({ type, value, checked }) => (type === "checkbox" ? { checked } : { value }));
    const rows = [...this.querySelectorAll(".calc-lines")].map((lines) => lines.children.length);
    if (this.changed()) kept.set(`${this.page} ${this.place}`, { values, rows });
    else kept.delete(`${this.page} ${this.place}`);
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
    return this.form.querySelector(`[data-field="${name}"]`);
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
      button.textContent = "已复制，可以粘贴到表格里";
    } catch {
      button.textContent = "没有复制成功，请选中表格自己复制";
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
      const answer = await engine.ask(this.id_, this.inputs());
      if (number !== this.asked || !this.isConnected) return;
      this.answered = number;
      this.errors = answer.errors ?? [];
      if (finished || !this.typing || !this.errors.length) this.showErrors(again);
      if (answer.html !== undefined) this.show(answer.html);
    } catch (error) {
      if (engine.state === "ready") this.say(`计算出错：${error.message}`);
    }
  }

  show(html) {
    if (this.shown !== html) this.write(html);
    this.outdated(false);
    this.dataset.computed = "python";
    const given = this.querySelector(".calc-given");
    if (given) given.hidden = this.changed();
    const main = this.result.querySelector(".calc-main div");
    this.say(main ? `已算好：${main.querySelector("dt").textContent} ${main.querySelector("dd").textContent}。${this.borrowed()}` : "已算好");
  }

  // 读者改了几项，别的还是例子里的数：说出来，免得混在一起算。
  borrowed() {
    if (!this.changed()) return "";
    const printed = (control) => control.defaultValue ?? control.querySelector("[value=''] ~ [selected]")?.value ?? "";
    const fields = [...this.form.querySelectorAll(".calc-field:not([hidden])")].filter((field) => {
      const filled = [...field.querySelectorAll("input[type=text], select")].filter((control) => printed(control));
      return filled.length && filled.every((control) => control.value === printed(control));
    });
    const names = fields.map((field) => `“${this.label(field)}”`);
    return names.length ? `${names.join("、")}还是例子里的，不是你的就改掉或清空。` : "";
  }

  label(field) {
    return field.querySelector("label, legend").firstChild.textContent.trim();
  }

  // 还没轮到填的空格不算错，只说还要填什么；按了“计算”就都说。
  showErrors(pressed = false) {
    clearTimeout(this.pause);
    for (const place of this.form.querySelectorAll(".calc-error")) place.textContent = "";
    for (const control of this.form.elements) control.removeAttribute("aria-invalid");
    const waiting = (this.errors ?? []).filter(({ field, message }) => !pressed && message.startsWith("请填写") && this.untouched(field));
    const wrong = (this.errors ?? []).filter((error) => !waiting.includes(error));
    const loose = wrong.filter(({ field, message }) => !this.showError(field, message)).map(({ message }) => message);
    this.result.toggleAttribute("data-wrong", Boolean(this.errors?.length));
    const parts = [...loose];
    if (wrong.length) parts.unshift(`有 ${wrong.length} 处要改，见红字。`);
    if (waiting.length) parts.push(`还要填：${waiting.map(({ field }) => this.label(this.seen(field))).join("、")}。`);
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
    if (engine.state === "starting") {
      const bar = document.createElement("progress");
      const { loaded = 0, total = 0, stage } = engine.progress ?? {};
      if (total) Object.assign(bar, { max: total, value: loaded });
      bar.setAttribute("aria-label", "下载进度");
      const size = total ? `${megabytes(loaded)} / ${megabytes(total)} MB` : "";
      this.say(stage === "start" ? "正在启动计算器……" : `正在下载计算器 ${size}`, [bar]);
    } else if (engine.state === "ready") {
      this.say("计算器准备好了，改动数字，结果会马上更新。");
    } else if (engine.state === "failed") {
      this.say(`${TROUBLE[engine.trouble.reason]}${STILL_WORKS} `, [this.retryButton()]);
      this.outdated(this.shown !== this.example || this.changed());
    }
  }

  retryButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button";
    button.textContent = "再试一次";
    button.addEventListener("click", () => this.compute(true, true));
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
    this.say("已恢复成算例的数字。");
  }

  // 页里第几个计算器，和看得见的每一项，空着的也写上，打开的人看到的才和现在一样。
  address() {
    const words = new URLSearchParams();
    for (const [name, value] of Object.entries(this.inputs())) {
      const values = [value].flat();
      for (const each of values.length ? values : [""]) words.append(name, each);
    }
    return `${location.href.split("#")[0]}#${this.key()}?${words}`;
  }

  key() {
    return this.place ? `${this.id_}.${this.place}` : this.id_;
  }

  async share() {
    const address = this.address();
    try {
      await navigator.clipboard.writeText(address);
      this.say("已复制。链接里带着你填的数字，发给别人之前请想一想。");
    } catch {
      this.say(`请自己复制这个链接（里面带着你填的数字）：${address}`);
    }
  }

  // 链接 #计算器?名称=值 里的数字填进表单，没有写的清空；不认识的名称和选项不理会。
  fillFromAddress() {
    const [key, words] = location.hash.slice(1).split("?");
    if (key !== this.key() || !words) return;
    const given = new URLSearchParams(words);
    for (const control of this.form.elements) if (control.name) this.clear(control);
    for (const name of new Set(given.keys())) if (name) this.fill(name, given.getAll(name));
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
