// 后台线程的情形：启动、换一种方式、失败的原因、问和答、不回答时。线程、网络、时钟都是假的。
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { beforeEach, test } from "node:test";
import { Engine } from "../../docs/assets/calc/engine/engine.mjs";
import { startModes } from "../../docs/assets/calc/engine/modes.mjs";
import { isNewer } from "../../docs/assets/calc/engine/update.mjs";

const HERE = new URL("https://example.org/assets/calc/0123456789abcdef/calc.mjs");
const WASM = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const NAMES = ["worker.js", "snapshot.bin", "stdlib.zip", "calc.whl", "python_stdlib.zip"];
const contents = new Map(NAMES.map((name) => [name, new TextEncoder().encode(`file ${name}`)]));
contents.set("pyodide.asm.wasm", WASM);
const facts = (bytes) => ({
  bytes: bytes.length,
  sha256: crypto.createHash("sha256").update(bytes).digest("hex"),
});
const files = Object.fromEntries([...contents].map(([name, bytes]) => [name, facts(bytes)]));
const RUNTIME = { files, base: "../fedcba9876543210/", memory: 1024, lock: { info: 1 } };

let world;

// 一个假的线程：started 决定启动时说什么，answers 决定问了怎样答。
class FakeWorker {
  constructor(address) {
    if (world.refuse) throw world.refuse;
    this.address = address;
    this.got = [];
    world.workers.push(this);
  }
  postMessage(data) {
    this.got.push(data);
    queueMicrotask(() => this.live && this.react(data));
  }
  get live() {
    return !this.dead;
  }
  react(data) {
    if (data.type === "start") {
      this.mode = data.mode;
      const early = world.early(data.mode);
      if (early) this.say(early);
    } else if (data.type === "files") this.say(world.started(this.mode));
    else if (world.answers) this.say(world.answers(data));
  }
  say(data) {
    if (data && this.live) this.onmessage({ data });
  }
  terminate() {
    this.dead = true;
  }
  get questions() {
    return this.got.filter(({ number }) => number);
  }
}

// 时钟：到时间才叫，一个一个叫；异步的工作让它做完。
class Clock {
  now = 0;
  timers = new Map();
  last = 0;
  set(work, time, every) {
    this.timers.set(++this.last, { work, at: this.now + time, every });
    return this.last;
  }
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      await settle();
      const due = [...this.timers].filter(([, { at }]) => at <= end);
      if (!due.length) break;
      const [id, timer] = due.reduce((a, b) => (b[1].at < a[1].at ? b : a));
      this.now = timer.at;
      if (timer.every) timer.at += timer.every;
      else this.timers.delete(id);
      timer.work();
    }
    this.now = end;
  }
}

// 异步的工作都不离开这个线程：散列用自己算的，wasm 当场编译；过几轮就做完了。
WebAssembly.compile = async (bytes) => new WebAssembly.Module(bytes);
const realTimeout = setTimeout;
const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => realTimeout(resolve));
};

function put(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

beforeEach(() => {
  const clock = new Clock();
  const listeners = new Set();
  world = {
    ...{
      clock,
      listeners,
      workers: [],
      asked: [],
      broken: {},
      page: "",
      resources: [],
      scripts: [],
    },
    started: () => ({ type: "ready" }),
    early: () => undefined,
    answers: ({ number, inputs }) => ({ number, text: JSON.stringify({ html: inputs }) }),
  };
  put("window", globalThis);
  put("crypto", {});
  put("Worker", FakeWorker);
  put("location", { pathname: "/page/" });
  put("navigator", { onLine: true });
  put("document", {
    hidden: false,
    querySelectorAll: () => world.scripts,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  });
  put("performance", { now: () => clock.now, getEntriesByType: () => world.resources });
  put("setTimeout", (work, time = 0) => clock.set(work, time));
  put("setInterval", (work, time) => clock.set(work, time, time));
  put("clearTimeout", (id) => clock.timers.delete(id));
  put("clearInterval", (id) => clock.timers.delete(id));
  put("fetch", fakeFetch);
  put("console", { ...console, warn: () => {} });
});

async function fakeFetch(address, { signal } = {}) {
  const name = String(address).split("/").pop();
  if (!name) return new Response(world.page);
  world.asked.push(name);
  const broken = world.broken[name];
  if (broken === "hang") {
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(new Error("abort"))),
    );
  }
  if (broken === "network") throw new TypeError("Failed to fetch");
  if (broken === "missing") return new Response("", { status: 404 });
  return new Response(broken === "damaged" ? "x".repeat(99) : contents.get(name));
}

function begin() {
  const engine = new Engine(RUNTIME, HERE);
  const states = [];
  engine.watchers.add(() => {
    if (states[states.length - 1] !== engine.state) states.push(engine.state);
  });
  return { engine, states };
}

async function failing(times = 20_000) {
  const { engine } = begin();
  engine.start();
  await world.clock.pass(times);
  assert.equal(engine.state, "failed");
  assert.equal(world.listeners.size, 0, "不再听安全策略");
  assert.equal(world.clock.timers.size, 0, "没有留下的时钟");
  assert.ok(
    world.workers.every(({ dead }) => dead),
    "没有留下的线程",
  );
  return engine.trouble.reason;
}

async function ready() {
  const made = begin();
  made.engine.start();
  await world.clock.pass(0);
  assert.equal(made.engine.state, "ready");
  return made;
}

const modes = () => world.workers.map(({ mode }) => mode);

test("启动：先是 starting，再是 ready，用快照；每个文件只取一次", async () => {
  const { engine, states } = await ready();
  assert.deepEqual(states, ["starting", "ready"]);
  assert.equal(engine.mode, "snapshot");
  assert.deepEqual(world.asked.sort(), ["pyodide.asm.wasm", "snapshot.bin", "worker.js"]);
  const [start, given] = world.workers[0].got;
  assert.equal(start.base, "https://example.org/assets/calc/fedcba9876543210/");
  assert.deepEqual([start.memory, start.lock], [1024, { info: 1 }]);
  assert.deepEqual(Object.keys(given.files), ["snapshot.bin"]);
  assert.ok(given.module instanceof WebAssembly.Module);
  assert.equal(world.clock.timers.size <= 1, true);
  assert.equal(world.listeners.size, 0);
  engine.start();
  assert.equal(world.workers.length, 1, "已经启动的不再启动");
});

test("启动以前问的，准备好了再问线程", async () => {
  const { engine } = begin();
  const answer = engine.ask("a", { x: "1" }, "form");
  await world.clock.pass(0);
  assert.deepEqual(await answer, { html: '{"x":"1"}' });
  assert.equal(engine.waiting.size, 0);
});

for (const [broken, mode] of [
  [["snapshot.bin"], "stdlib"],
  [["snapshot.bin", "stdlib.zip"], "full"],
]) {
  test(`缺了 ${broken.join("、")}，换成 ${mode}`, async () => {
    for (const name of broken) world.broken[name] = "missing";
    const { engine } = begin();
    engine.start();
    await world.clock.pass(20_000);
    assert.deepEqual([engine.state, engine.mode], ["ready", mode]);
    assert.equal(world.workers.filter(({ dead }) => !dead).length, 1);
    assert.equal(world.asked.filter((name) => name === "worker.js").length, 1);
    assert.equal(world.asked.filter((name) => name === "pyodide.asm.wasm").length, 1);
  });
}

test("线程说启动不了，依次换三种方式；都不成，说最后一个原因", async () => {
  world.started = () => ({ type: "failed", reason: "crash", detail: "x" });
  assert.equal(await failing(), "crash");
  assert.deepEqual(modes(), ["snapshot", "stdlib", "full"]);
});

for (const reason of ["blocked", "memory"]) {
  test(`${reason}：换一种方式也没有用，不换`, async () => {
    world.early = () => ({ type: "failed", reason, detail: "x" });
    assert.equal(await failing(), reason);
    assert.deepEqual(modes(), ["snapshot"]);
  });
}

test("没有 WebAssembly，或浏览器太旧，什么也不下载", async () => {
  const { WebAssembly: kept } = globalThis;
  put("WebAssembly", undefined);
  assert.equal(await failing(0), "unsupported");
  put("WebAssembly", kept);
  put("Worker", undefined);
  assert.equal(await failing(0), "old");
  assert.deepEqual(world.asked, []);
});

test("编译不了 wasm：是没有内存，还是不许", async () => {
  const { WebAssembly: kept } = globalThis;
  for (const [message, reason] of [
    ["Out of memory: Cannot allocate", "memory"],
    ["blocked by CSP", "blocked"],
  ]) {
    function Module() {
      throw new Error(message);
    }
    put("WebAssembly", { Module });
    assert.equal(await failing(0), reason);
  }
  put("WebAssembly", kept);
});

test("程序或 wasm 取不到，别的方式也不成：缺、坏、断，各说各的", async () => {
  for (const name of ["worker.js", "pyodide.asm.wasm"]) {
    for (const kind of ["missing", "damaged", "network"]) {
      world.broken = { [name]: kind };
      assert.equal(await failing(), kind, `${name} ${kind}`);
    }
  }
});

test("没有网络；网站更新过", async () => {
  world.broken = { "worker.js": "network" };
  put("navigator", { onLine: false });
  assert.equal(await failing(), "offline");
  world.broken = { "worker.js": "missing" };
  world.page = HERE.href.replace("0123", "4567");
  assert.equal(await failing(), "updated");
  world.page = HERE.href;
  assert.equal(await failing(), "missing");
});

test("跳转到的一页已经是新的：不下载，说更新过", async () => {
  world.scripts = [{ src: HERE.href.replace("0123", "4567") }];
  assert.equal(await failing(0), "updated");
  assert.deepEqual(world.asked, []);
});

test("页面写的程序是不是新的", () => {
  assert.equal(isNewer('src="../assets/calc/0123456789abcdef/calc.mjs"', HERE), false);
  assert.equal(isNewer('src="../assets/calc/0123456789abcdee/calc.mjs"', HERE), true);
  assert.equal(isNewer("<p>请先登录无线网络</p>", HERE), false);
});

test("安全策略不许，就说不许，不管别的原因", async () => {
  world.broken = { "worker.js": "network" };
  const { engine } = begin();
  engine.start();
  for (const listener of world.listeners)
    listener({ blockedURI: HERE.origin, violatedDirective: "connect-src" });
  await world.clock.pass(5000);
  assert.equal(engine.trouble.reason, "blocked");
});

test("三十秒没有进展，不等了；再试能成", async () => {
  world.broken = { "worker.js": "hang" };
  const { engine } = begin();
  const asked = engine.ask("a", {}, "form");
  asked.catch(() => {});
  await world.clock.pass(29_999);
  assert.equal(engine.state, "starting");
  await world.clock.pass(2);
  assert.deepEqual([engine.state, engine.trouble.reason], ["failed", "timeout"]);
  await assert.rejects(asked, /timeout/);
  world.broken = {};
  const again = engine.ask("a", { x: 1 }, "form");
  await world.clock.pass(0);
  assert.deepEqual(await again, { html: '{"x":1}' });
});

test("同一张表单又问，前一问不再等；别的表单的照答", async () => {
  world.answers = null;
  const { engine } = await ready();
  const settled = [];
  for (const [asker, number] of [
    ["a", 1],
    ["b", 2],
    ["a", 3],
  ]) {
    engine.ask("id", {}, asker).then(() => settled.push(number));
  }
  assert.deepEqual([...engine.waiting.keys()], [2, 3]);
  for (const number of [1, 2, 3, 9]) world.workers[0].say({ number, text: "{}" });
  await settle();
  assert.deepEqual(settled, [2, 3]);
  engine.ask("id", {});
  engine.ask("id", {});
  assert.equal(engine.waiting.size, 2, "没有说是谁问的，都等");
});

test("算出了错，说给问的人，线程还在", async () => {
  world.answers = ({ number }) => ({ number, wrong: "ValueError" });
  const { engine } = await ready();
  await assert.rejects(engine.ask("a", {}, "form"), /ValueError/);
  assert.equal(engine.state, "ready");
});

test("两秒没有回答，给出“停下”；停了以后不再等", async () => {
  world.answers = null;
  const { engine } = await ready();
  const asked = engine.ask("a", {}, "form");
  asked.catch(() => {});
  const long = () => [...engine.waiting.values()].map((each) => Boolean(each.long));
  await world.clock.pass(1999);
  assert.deepEqual(long(), [false]);
  await world.clock.pass(2);
  assert.deepEqual(long(), [true]);
  engine.cancel();
  await assert.rejects(asked, /cancelled/);
  assert.equal(engine.state, "idle");
  assert.ok(world.workers[0].dead);
  assert.equal(world.clock.timers.size, 0);
});

test("页面在后台时不算", async () => {
  world.answers = null;
  const { engine } = await ready();
  engine.ask("a", {}, "form").catch(() => {});
  document.hidden = true;
  await world.clock.pass(60_000);
  assert.deepEqual([engine.state, world.workers.length], ["ready", 1]);
  document.hidden = false;
  await world.clock.pass(6000);
  assert.equal(world.workers.length, 1);
  await world.clock.pass(1000);
  assert.equal(world.workers.length, 2);
});

test("不回答的换一个线程再问一遍，只换一次", async () => {
  world.answers = null;
  const { engine, states } = await ready();
  const asked = engine.ask("a", { x: 1 }, "form");
  asked.catch(() => {});
  await world.clock.pass(7000);
  assert.ok(world.workers[0].dead && engine.revived);
  assert.deepEqual(world.workers[1].questions, world.workers[0].questions);
  assert.deepEqual(states, ["starting", "ready", "idle", "starting", "ready"]);
  assert.equal([...engine.waiting.values()][0].long, false);
  await world.clock.pass(7000);
  assert.deepEqual([engine.state, engine.trouble.reason], ["failed", "silent"]);
  assert.equal(world.workers.length, 2);
  assert.equal(engine.revived, false);
  await assert.rejects(asked, /silent/);
});

test("新的线程回答了，以后还可以再换", async () => {
  world.answers = null;
  const { engine } = await ready();
  const asked = engine.ask("a", { x: 1 }, "form");
  await world.clock.pass(6500);
  world.answers = ({ number }) => ({ number, text: '{"html":"y"}' });
  await world.clock.pass(1000);
  assert.deepEqual(await asked, { html: "y" });
  assert.equal(engine.revived, false);
  await world.clock.pass(60_000);
  assert.deepEqual([engine.state, world.workers.length], ["ready", 2], "没有问题在等，不看");
});

test("有一个回答，就从头等起", async () => {
  world.answers = null;
  const { engine } = await ready();
  engine.ask("a", {}, "one").catch(() => {});
  engine.ask("a", {}, "two").catch(() => {});
  await world.clock.pass(5500);
  world.workers[0].say({ number: 1, text: "{}" });
  await world.clock.pass(5500);
  assert.equal(world.workers.length, 1);
  await world.clock.pass(2000);
  assert.equal(world.workers.length, 2);
});

test("停下以后，停下以前的下载和启动都不算", async () => {
  world.broken = { "snapshot.bin": "hang" };
  const { engine } = begin();
  engine.start();
  await settle();
  engine.cancel();
  await world.clock.pass(60_000);
  assert.deepEqual([engine.state, world.workers.length, world.clock.timers.size], ["idle", 1, 0]);
  world.broken = {};
  engine.start();
  await world.clock.pass(0);
  assert.equal(engine.state, "ready");
});

test("建不了线程，一样换方式，一样说出来", async () => {
  world.refuse = new Error("SecurityError");
  assert.equal(await failing(), "crash");
});

test("线路慢，先用裁好的标准库；快的、从缓存来的用快照", () => {
  const entry = (size, time, sent = size) => ({
    ...{ transferSize: sent, encodedBodySize: size, responseStart: 5, responseEnd: 5 + time },
  });
  assert.equal(startModes([])[0], "snapshot");
  assert.equal(startModes([entry(19_000, 9000)])[0], "snapshot", "太小，看不出");
  assert.equal(startModes([entry(100_000, 100)])[0], "snapshot");
  assert.equal(startModes([entry(100_000, 1000)])[0], "stdlib");
  assert.equal(startModes([entry(100_000, 1000, 0)])[0], "snapshot", "从缓存来");
  assert.equal(startModes([entry(30_000, 1000), entry(300_000, 100)])[0], "snapshot", "看最大的");
});
