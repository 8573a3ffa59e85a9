// 很多人一起算的一页：读一张表，看看各列读作什么，交给后台线程一批一批地算，再下载、复制。
import { copied } from "../copy.mjs";
import * as status from "../form/status.mjs";
import { batches } from "./batches.mjs";
import { read } from "./file.mjs";
import { Answers, columnsTable, rowsTable } from "./tables.mjs";
import * as words from "./words.mjs";

const PAUSE = 400; // 毫秒；打字、粘贴停了这么久，再读
const BIGGEST = 5_000_000; // 字节
const LARGE = 10_000; // 字
const MARK = "\ufeff";

function save(name, parts) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

export class BatchPage {
  constructor(card, engine) {
    Object.assign(this, { card, engine, turn: 0, source: null, table: null, answers: null });
    const find = (selector) => card.querySelector(selector);
    this.form = find("form");
    this.chosen = find("select");
    this.text = find("textarea");
    this.file = find("input[type=file]");
    this.go = find("[type=submit]");
    this.stop = find("[data-stop]");
    this.columns = find(".calc-columns");
    this.progress = find(".calc-progress");
    this.results = find(".calc-answers");
    this.watcher = () => this.engineChanged();
    engine.watchers.add(this.watcher);
    this.listen();
    this.form.hidden = false;
    find(".calc-lead").textContent = words.LEAD;
    card.dataset.alive = "";
    if (this.text.value.trim()) this.take({ text: this.text.value });
  }

  leave() {
    this.turn++;
    clearTimeout(this.pause);
    this.engine.watchers.delete(this.watcher);
  }

  listen() {
    const on = (element, event, act) => element.addEventListener(event, act);
    on(this.form, "submit", (event) => {
      event.preventDefault();
      this.compute();
    });
    on(this.chosen, "change", () => this.source && this.read());
    on(this.text, "input", () => this.typed());
    on(this.text, "paste", (event) => this.pasted(event));
    on(this.file, "change", () => this.opened(this.file.files[0]));
    on(this.stop, "click", () => this.cancel());
    on(this.card.querySelector("button[data-sample]"), "click", () => this.sample());
  }

  get option() {
    return this.chosen.selectedOptions[0];
  }

  // 属性里的换行是一个字，文件里要两个。
  sample() {
    const text = this.option.dataset.sample.replace(/\n/g, "\r\n");
    save(words.sampleName(this.option.text), [MARK, text]);
  }

  say(text, button, act) {
    status.say(this.card.querySelector(".calc-status"), { text, button }, act);
  }

  // 几千行由浏览器一行一行地粘贴，要几十秒；直接写进去。
  pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    if (text.length < LARGE) return;
    event.preventDefault();
    this.text.value = text;
    this.typed();
  }

  typed() {
    this.file.value = "";
    this.forget();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.take({ text: this.text.value }), PAUSE);
  }

  // 同一个文件改好了再选一次，也要读。
  async opened(file) {
    if (!file) return;
    this.text.value = "";
    this.forget();
    if (file.size > BIGGEST) return this.say(words.TOO_BIG);
    const turn = this.turn;
    try {
      const bytes = await read(file);
      if (turn === this.turn) this.take({ bytes });
    } catch {
      if (turn === this.turn) this.say(words.UNREADABLE);
    }
  }

  // 换了表，原来的结果不再有。
  forget() {
    this.turn++;
    clearTimeout(this.pause);
    Object.assign(this, { source: null, table: null, answers: null });
    this.columns.replaceChildren();
    this.results.replaceChildren();
    this.running(false);
    this.say("");
  }

  take(source) {
    this.forget();
    if (source.text !== undefined && !source.text.trim()) return;
    this.source = source;
    this.read();
  }

  async read() {
    const { source } = this;
    this.forget();
    Object.assign(this, { source });
    this.say(words.READING);
    const answer = await this.asked(source, "read");
    if (!answer) return;
    if (answer.errors) return this.say(answer.errors.map(({ message }) => message).join("；"));
    this.table = answer;
    this.columns.replaceChildren(columnsTable(answer));
    this.say(words.read(answer.rows.length));
  }

  // 问一次；停下了、换了表、没有答成，是 undefined。
  async asked(given, face) {
    const { turn } = this;
    try {
      const answer = await this.engine.ask(this.chosen.value, given, this, face);
      if (turn === this.turn) return answer;
    } catch (error) {
      if (turn !== this.turn) return;
      this.running(false);
      if (this.engine.state === "ready") this.say(words.failed(error.message));
    }
  }

  async compute() {
    if (!this.table) return this.say(this.source ? words.NOT_READ : words.NOTHING);
    const { table } = this;
    const turn = ++this.turn;
    const answers = new Answers(table);
    this.results.replaceChildren();
    this.running(true);
    this.say(words.STARTED);
    this.count(answers);
    const today = this.card.dataset.today;
    const ask = (rows) => this.asked({ header: table.header, rows, today }, "rows");
    for await (const answer of batches(table.rows, ask)) {
      if (!answer || turn !== this.turn) return;
      answers.add(answer);
      this.count(answers);
    }
    this.answers = answers;
    this.running(false);
    this.show();
  }

  running(yes) {
    this.go.hidden = yes;
    this.stop.hidden = this.progress.hidden = !yes;
  }

  count({ done, bad }) {
    const total = this.table.rows.length;
    const [bar, told] = this.progress.children;
    Object.assign(bar, { max: total, value: done });
    told.textContent = words.progress(done, total, bad);
  }

  cancel() {
    this.turn++;
    this.running(false);
    this.say(words.CANCELLED);
    this.go.focus();
  }

  show() {
    const { answers } = this;
    const parts = rowsTable(answers, {
      download: () => save(words.resultName(this.option.text), answers.csv),
      copy: async () =>
        this.say((await copied(answers.tsv.join(""))) ? words.COPIED : words.NOT_COPIED),
    });
    this.results.replaceChildren(...parts);
    this.say(words.done(answers.done, answers.bad));
  }

  // 下载到哪里了，启动不了的原因。
  engineChanged() {
    const { engine } = this;
    if (!this.source) return;
    if (engine.state === "failed") {
      this.turn++;
      this.running(false);
      const reload = engine.trouble.reason === "updated";
      return this.say(words.trouble(engine.trouble.reason), reload ? "reload" : "again", () =>
        reload ? location.reload() : this.read(),
      );
    }
    if (engine.state !== "starting") return;
    const report = status.report(engine, this);
    status.say(this.card.querySelector(".calc-status"), report);
  }
}
