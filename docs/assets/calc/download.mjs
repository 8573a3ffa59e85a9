// 下载计算器的文件。每一次用到都核对字节：散列在建站时写进页面的程序，不合的越过缓存再取一次。
import { sha256 } from "@noble/hashes/sha2.js";
import runtime from "runtime";

export const WASM = "pyodide.asm.wasm";
// 取坏了以后，隔多少毫秒越过缓存再取：网站更新到一半，缺的文件几秒后就会到。
const AGAIN = { missing: [0, 2000, 4000], damaged: [0], network: [1000] };
const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

export class StartError extends Error {
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}

// 没有内存了，各浏览器说法不同。
export function isMemory(error) {
  return /out of memory|memory allocation|allocate memory|could not allocate/i.test(error.message);
}

export function probe() {
  if (typeof WebAssembly !== "object") throw new StartError("unsupported", "WebAssembly");
  if (!window.Worker || !window.AbortController || !window.ReadableStream || !window.BigInt) {
    throw new StartError("old", "Worker");
  }
  try {
    new WebAssembly.Module(SMALLEST_MODULE);
  } catch (error) {
    throw new StartError(isMemory(error) ? "memory" : "blocked", error.message);
  }
}

// 不在 https 上的页面没有 crypto.subtle。
async function sum(bytes) {
  const digest = crypto.subtle ? await crypto.subtle.digest("SHA-256", bytes) : sha256(bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check(name, bytes) {
  const { sha256: right } = runtime.files[name];
  if ((await sum(bytes)) !== right) throw new StartError("damaged", name);
}

function network(error) {
  throw new StartError("network", error.message);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Download {
  constructor(base, heard) {
    this.base = base;
    this.heard = heard;
    this.told = 0;
    this.loaded = new Map();
    this.abort = new AbortController();
  }

  get progress() {
    let [loaded, total] = [0, 0];
    for (const [name, count] of this.loaded) {
      loaded += count;
      total += runtime.files[name].bytes;
    }
    return { loaded, total };
  }

  bytes(name) {
    return this.tried(name, (response) => this.read(name, response));
  }

  module() {
    return this.tried(WASM, (response) => this.compiled(response));
  }

  async tried(name, take) {
    for (let times = 0; ; times++) {
      this.loaded.set(name, 0);
      try {
        return await take(await this.response(name, times ? "reload" : "default"));
      } catch (error) {
        const wait = AGAIN[error.reason]?.[times];
        if (wait === undefined || this.abort.signal.aborted) throw error;
        await pause(wait);
      }
    }
  }

  async response(name, cache) {
    const { signal } = this.abort;
    const response = await fetch(new URL(name, this.base), { cache, signal }).catch(network);
    if (!response.ok) throw new StartError("missing", `${name}：${response.status}`);
    return response;
  }

  async read(name, response) {
    const bytes = new Uint8Array(runtime.files[name].bytes);
    const reader = response.body.getReader();
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(network);
      if (done) break;
      if (size + value.length > bytes.length) {
        reader.cancel().catch(() => {});
        throw new StartError("damaged", name);
      }
      bytes.set(value, size);
      this.count(name, (size += value.length));
    }
    if (size < bytes.length) throw new StartError("damaged", name);
    await check(name, bytes);
    return bytes.buffer;
  }

  count(name, size) {
    this.loaded.set(name, size);
    if (performance.now() - this.told < 100) return;
    this.told = performance.now();
    this.heard();
  }

  // 边下载边编译，同时从副本上核对：原样的回应交给 WebAssembly，浏览器才能缓存编译结果。
  // 服务器没有按 application/wasm 发送时，下完再编译。
  async compiled(response) {
    const copy = response.clone();
    const streaming = response.headers.get("Content-Type")?.startsWith("application/wasm");
    const early = streaming ? WebAssembly.compileStreaming(response) : Promise.reject();
    early.catch(() => {});
    const bytes = await this.read(WASM, copy);
    return early.catch(() => WebAssembly.compile(bytes)).catch((error) => {
      throw new StartError(isMemory(error) ? "memory" : "crash", error.message);
    });
  }
}
