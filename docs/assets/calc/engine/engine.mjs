// 启动后台线程里的 Python，再一问一答；没有回应的，重新启动一次。读者有动作以后才开始。
import { whyFailed } from "./reasons.mjs";
import { Start } from "./start.mjs";
import { isPageNewer } from "./update.mjs";
import { Watchdog } from "./watchdog.mjs";

const PATIENCE = 30_000; // 毫秒；启动时这么久没有进展就不等了

const FATAL = /fatal/i; // Pyodide 说它以后什么都不能算了

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// 一个后台线程服务所有页面上的计算器，页间跳转时不重启。
// 情形 state：idle → starting → ready；不成是 failed，原因在 trouble。变了就告诉 watchers。
export class Engine {
  // runtime：运行时的文件和散列；here：正在运行的程序的地址。
  constructor(runtime, here) {
    Object.assign(this, { runtime, here, state: "idle", progress: null, trouble: null });
    this.watchers = new Set();
    this.waiting = new Map();
    this.number = 0;
    this.revived = false;
    this.watchdog = new Watchdog(this);
  }

  start() {
    if (this.state === "starting" || this.state === "ready") return;
    const attempt = new Start(this);
    this.attempt = attempt;
    this.set("starting");
    attempt
      .run()
      .then((mode) => this.ready(attempt, mode))
      .catch((error) => this.explain(attempt, error));
  }

  ready(attempt, mode) {
    if (attempt !== this.attempt) return;
    attempt.finish();
    this.mode = mode;
    clearTimeout(this.timer);
    for (const asked of this.waiting.values()) {
      asked.long = false;
      attempt.worker.postMessage(asked.question);
    }
    this.watchdog.start();
    this.set("ready");
  }

  async explain(attempt, error) {
    if (attempt !== this.attempt) return;
    const reason = await whyFailed(error, attempt.policy, this.here);
    if (attempt === this.attempt) this.fail(reason, error.message);
  }

  heard(progress) {
    this.progress = progress;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail("timeout", ""), PATIENCE);
    this.tell();
  }

  // 解释器已经坏了的，回答读不懂的，换一个线程再问。
  answered({ number, text, wrong }) {
    const answer = text === undefined ? null : parsed(text);
    if (!answer && (!wrong || FATAL.test(wrong))) return this.revive();
    this.watchdog.heard();
    this.revived = false;
    const asked = this.waiting.get(number);
    this.waiting.delete(number);
    if (answer) asked?.resolve(answer);
    else asked?.reject(new Error(wrong));
  }

  isBusy() {
    return this.waiting.size > 0 && this.state === "ready";
  }

  late() {
    for (const asked of this.waiting.values()) asked.long = true;
    this.tell();
  }

  // 换一个线程再问一遍；新的也不回答，就说出来。
  revive() {
    if (this.revived) return this.fail("silent", "");
    this.revived = true;
    this.stop();
    this.set("idle");
    this.start();
  }

  // 读者不想等了。
  cancel() {
    this.stop();
    this.drop(new Error("cancelled"));
    this.set("idle");
  }

  stop() {
    this.attempt?.stop();
    this.attempt = null;
    clearTimeout(this.timer);
    this.watchdog.stop();
  }

  drop(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  fail(reason, detail) {
    if (this.state === "failed") return;
    this.stop();
    this.revived = false;
    this.trouble = { reason, detail };
    this.drop(new Error(reason));
    this.set("failed");
  }

  set(state) {
    this.state = state;
    this.tell();
  }

  tell() {
    for (const watcher of this.watchers) watcher();
  }

  // 没有启动的先启动。同一张表单又改了数字，前一问不再等。
  // 跳转到的页面已经是新的，正在运行的还是旧的程序：不拿旧的规则去算。
  // face 是问哪一样，见 worker.mjs。
  ask(id, inputs, asker, face = "page") {
    if (this.state === "ready" && isPageNewer(this.here)) {
      this.fail("updated", "");
      return Promise.reject(new Error("updated"));
    }
    this.start();
    const quiet = !this.waiting.size;
    for (const [number, earlier] of this.waiting) {
      if (asker && earlier.asker === asker) this.waiting.delete(number);
    }
    const question = { number: ++this.number, face, id, inputs: JSON.stringify(inputs) };
    const answer = new Promise((resolve, reject) => {
      this.waiting.set(question.number, { question, asker, resolve, reject });
    });
    if (this.state === "ready") {
      this.attempt.worker.postMessage(question);
      if (quiet) this.watchdog.start();
    }
    return answer;
  }
}
