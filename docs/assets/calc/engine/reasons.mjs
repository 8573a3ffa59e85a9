// 启动不了的原因。每一种对读者说的话在 words.mjs。
import { isUpdated } from "./update.mjs";

const SMALLEST_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
// 换一种启动方式也没有用的。
const FINAL = ["blocked", "memory", "unsupported", "old"];

export class StartError extends Error {
  constructor(reason, detail) {
    super(detail);
    this.reason = reason;
  }
}

export const isFinal = ({ reason }) => FINAL.includes(reason);

// 编译不了 wasm：没有内存了，各浏览器说法不同；不是的，是 other。
export function compileError({ message }, other) {
  const memory = /out of memory|memory allocation|allocate memory|could not allocate/i;
  return new StartError(memory.test(message) ? "memory" : other, message);
}

// 这个浏览器能不能在页面里计算。
export function probe() {
  if (typeof WebAssembly !== "object") throw new StartError("unsupported", "WebAssembly");
  if (!window.Worker || !window.AbortController || !window.ReadableStream || !window.BigInt) {
    throw new StartError("old", "Worker");
  }
  try {
    new WebAssembly.Module(SMALLEST_MODULE);
  } catch (error) {
    throw compileError(error, "blocked");
  }
}

// 找出真正的原因：安全策略不许，没有网络，网站更新过了。here 是正在运行的程序的地址。
export async function whyFailed({ reason = "crash" }, policy, here) {
  if (policy && reason !== "unsupported") return "blocked";
  if (reason === "network" && navigator.onLine === false) return "offline";
  if (["missing", "damaged"].includes(reason) && (await isUpdated(here))) return "updated";
  return reason;
}
