// 很多人一起算的程序另是一个文件，页面里有它的时候才取；字节不对的，浏览器不运行。
import { BATCH_LOST } from "../words.mjs";

const parsed = () =>
  document.readyState === "loading" &&
  new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));

// 先由带着散列的 script 取来，再引入的就是同一份。
async function bring(address, integrity) {
  const script = document.createElement("script");
  Object.assign(script, { type: "module", integrity, src: address });
  const loaded = new Promise((resolve, reject) => {
    Object.assign(script, { onload: resolve, onerror: reject });
  });
  document.head.append(script);
  await loaded;
  return import(address);
}

export function defineBatch(engine, { batch }, here) {
  let program;
  class CalcBatch extends HTMLElement {
    async connectedCallback() {
      try {
        program ??= bring(new URL("batch.mjs", here).href, batch);
        const [{ BatchPage }] = await Promise.all([program, parsed()]);
        if (this.isConnected) this.page ??= new BatchPage(this, engine);
      } catch (error) {
        console.error(error);
        this.querySelector(".calc-lead").textContent = BATCH_LOST;
      }
    }

    disconnectedCallback() {
      this.page?.leave();
      this.page = null;
    }
  }
  if (!customElements.get("calc-batch")) customElements.define("calc-batch", CalcBatch);
}
