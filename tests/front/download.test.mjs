// 下载：缺了、坏了、断了各等多久再取几次；散列不合的绝不用。
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { beforeEach, test } from "node:test";
import { Download, hexSum } from "../../docs/assets/calc/engine/download.mjs";

const BASE = new URL("https://example.org/assets/calc/x/");
const RIGHT = crypto.randomBytes(5000);
const WASM = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const sha = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");
const facts = (bytes) => ({ bytes: bytes.length, sha256: sha(bytes) });
const FILES = { "a.bin": facts(RIGHT), "pyodide.asm.wasm": facts(WASM) };
const realTimeout = setTimeout;

let asked;
let pauses;
let replies;

beforeEach(() => {
  [asked, pauses] = [[], []];
  globalThis.setTimeout = (work, time) => {
    pauses.push(time);
    return realTimeout(work);
  };
  globalThis.fetch = async (address, { cache }) => {
    asked.push(`${new URL(address).pathname.split("/").pop()} ${cache}`);
    const reply = replies[Math.min(asked.length, replies.length) - 1]();
    if (reply instanceof Error) throw reply;
    return reply;
  };
});

const good = () => new Response(RIGHT);
const missing = () => new Response("", { status: 404 });
const cut = () => new TypeError("Failed to fetch");
function flipped() {
  const bytes = Buffer.from(RIGHT);
  bytes[bytes.length - 1] ^= 1;
  return new Response(bytes);
}

async function reasonOf(work) {
  try {
    await work;
  } catch (error) {
    return error.reason;
  }
  return "none";
}

const take = () => new Download(FILES, BASE, () => {}).bytes("a.bin");

test("对的，取一次就好，一个字节不差", async () => {
  replies = [good];
  assert.deepEqual(Buffer.from(await take()), RIGHT);
  assert.deepEqual(asked, ["a.bin default"]);
});

for (const [name, broken, reason, waits] of [
  ["缺了", missing, "missing", [0, 2000, 4000]],
  ["错一位", flipped, "damaged", [0]],
  ["短了", () => new Response(RIGHT.subarray(0, 100)), "damaged", [0]],
  ["空的", () => new Response(""), "damaged", [0]],
  ["门户的网页", () => new Response("<!doctype html>请先登录"), "damaged", [0]],
  ["断了", cut, "network", [1000]],
]) {
  test(`${name}：隔 ${waits.join("、")} 毫秒越过缓存再取，还不行就说 ${reason}`, async () => {
    replies = [broken];
    assert.equal(await reasonOf(take()), reason);
    assert.deepEqual(pauses, waits);
    assert.deepEqual(asked, ["a.bin default", ...waits.map(() => "a.bin reload")]);
  });

  test(`${name}一次，再取是好的，就用好的`, async () => {
    replies = [broken, good];
    assert.deepEqual(Buffer.from(await take()), RIGHT);
    assert.equal(asked.length, 2);
  });
}

test("读到一半断了，也是断了", async () => {
  const half = new ReadableStream({
    pull(controller) {
      controller.enqueue(RIGHT.subarray(0, 10));
      controller.error(new TypeError("cut"));
    },
  });
  replies = [() => new Response(half), good];
  assert.deepEqual(Buffer.from(await take()), RIGHT);
  assert.deepEqual(pauses, [1000]);
});

test("比说好的长：一多出来就不读了", async () => {
  let sent = 0;
  let stopped = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent += 1000;
          controller.enqueue(new Uint8Array(1000));
        },
        cancel() {
          stopped += 1;
        },
      }),
    );
  replies = [endless];
  assert.equal(await reasonOf(take()), "damaged");
  assert.equal(stopped, 2);
  assert.ok(sent < 2 * (RIGHT.length + 4000), String(sent));
});

test("停下以后不再取", async () => {
  replies = [missing];
  const download = new Download(FILES, BASE, () => {});
  download.abort.abort();
  assert.equal(await reasonOf(download.bytes("a.bin")), "missing");
  assert.equal(asked.length, 1);
});

test("没有 crypto.subtle，算出的散列一样", async () => {
  const { crypto: kept } = globalThis;
  const texts = [0, 1, 55, 56, 63, 64, 65, 1000, 100_000].map((size) => crypto.randomBytes(size));
  for (const bytes of texts) assert.equal(await hexSum(bytes), sha(bytes));
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  for (const bytes of texts) assert.equal(await hexSum(bytes), sha(bytes));
  replies = [flipped];
  assert.equal(await reasonOf(take()), "damaged");
  Object.defineProperty(globalThis, "crypto", { value: kept, configurable: true });
});

test("进展：下了多少，一共多少；再取从零算起", async () => {
  replies = [flipped, good];
  const seen = [];
  const download = new Download(FILES, BASE, () => seen.push(download.progress));
  assert.deepEqual(download.progress, { loaded: 0, total: 0 });
  await download.bytes("a.bin");
  assert.deepEqual(download.progress, { loaded: RIGHT.length, total: RIGHT.length });
  for (const { loaded, total } of seen) assert.ok(loaded <= total && total === RIGHT.length);
});

for (const type of ["application/wasm", "application/wasm; x", "text/html", undefined]) {
  test(`wasm 按 ${type} 发来的，核对过才编译`, async () => {
    const headers = type ? { "Content-Type": type } : {};
    replies = [() => new Response(WASM, { headers })];
    const download = new Download(FILES, BASE, () => {});
    assert.ok((await download.module()) instanceof WebAssembly.Module);
    const wrong = Uint8Array.from(WASM);
    wrong[4] = 2;
    replies = [() => new Response(wrong, { headers })];
    assert.equal(await reasonOf(download.module()), "damaged");
  });
}

test("字节是对的，编译不了：是没有内存，还是出错", async () => {
  const { compile } = WebAssembly;
  for (const [message, reason] of [
    ["could not allocate memory", "memory"],
    ["bad", "crash"],
  ]) {
    WebAssembly.compile = () => Promise.reject(new Error(message));
    replies = [() => new Response(WASM)];
    assert.equal(await reasonOf(new Download(FILES, BASE, () => {}).module()), reason);
  }
  WebAssembly.compile = compile;
});
