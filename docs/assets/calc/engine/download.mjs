// 下载计算器的文件。每一次用到都核对字节：散列在建站时写进页面的程序，不合的越过缓存再取一次。
import { _SHA256 as Sha256 } from "@noble/hashes/sha2.js";
import { compileError, StartError } from "./reasons.mjs";

const WASM = "pyodide.asm.wasm";
// 取坏了以后，隔多少毫秒越过缓存再取：网站更新到一半，缺的文件几秒后就会到。
const AGAIN = { missing: [0, 2000, 4000], damaged: [0], network: [1000] };
const OFTEN = 100; // 毫秒；最多隔这么久说一次进展

// 不在 https 上的页面没有 crypto.subtle。不用那个包的 sha256()：它一装入就要 Object.hasOwn，
// 五年前的浏览器没有，整个程序就装不起来。
export async function hexSum(bytes) {
  const digest = crypto.subtle
    ? await crypto.subtle.digest("SHA-256", bytes)
    : new Sha256().update(bytes).digest();
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function network(error) {
  throw new StartError("network", error.message);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Download {
  // files：名称 → { bytes, sha256 }；base：它们在哪里；heard：有进展时说一声。
  constructor(files, base, heard) {
    Object.assign(this, { files, base, heard });
    this.told = 0;
    this.loaded = new Map();
    this.abort = new AbortController();
  }

  get progress() {
    let [loaded, total] = [0, 0];
    for (const [name, count] of this.loaded) {
      loaded += count;
      total += this.files[name].bytes;
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
        const wait = (AGAIN[error.reason] ?? [])[times];
        if (wait === undefined || this.abort.signal.aborted) throw error;
        await pause(wait);
      }
    }
  }

  // 这些文件从不转到别处；转了，多半是无线网络的登录页。
  async response(name, cache) {
    const { signal } = this.abort;
    const options = { cache, signal, redirect: "manual" };
    const response = await fetch(new URL(name, this.base), options).catch(network);
    if (response.type === "opaqueredirect") throw new StartError("damaged", name);
    if (!response.ok) throw new StartError("missing", `${name}：${response.status}`);
    return response;
  }

  async read(name, response) {
    const bytes = new Uint8Array(this.files[name].bytes);
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
      size += value.length;
      this.count(name, size);
    }
    const right = size === bytes.length && (await hexSum(bytes)) === this.files[name].sha256;
    if (!right) throw new StartError("damaged", name);
    return bytes.buffer;
  }

  count(name, size) {
    this.loaded.set(name, size);
    if (performance.now() - this.told < OFTEN) return;
    this.told = performance.now();
    this.heard();
  }

  // 边下载边编译，同时从副本上核对：原样的回应交给 WebAssembly，浏览器才能缓存编译结果。
  // 服务器没有按 application/wasm 发送时，下完再编译。
  async compiled(response) {
    const copy = response.clone();
    const streaming = /^application\/wasm/.test(response.headers.get("Content-Type"));
    const early = streaming ? WebAssembly.compileStreaming(response) : Promise.reject();
    early.catch(() => {});
    const bytes = await this.read(WASM, copy);
    return early
      .catch(() => WebAssembly.compile(bytes))
      .catch((error) => {
        throw compileError(error, "crash");
      });
  }
}
