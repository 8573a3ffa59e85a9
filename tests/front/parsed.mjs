// 造好的程序，五年前的浏览器读不读得懂：node parsed.mjs 文件……
// 照 TARGET 改写一遍，和不改写的不同，就是里面有它们不懂的写法。
import fs from "node:fs";
import { transformSync } from "esbuild";
import { TARGET } from "../../scripts/publish/bundle.mjs";

for (const name of process.argv.slice(2)) {
  const text = fs.readFileSync(name, "utf8");
  const [old, now] = [TARGET, "esnext"].map((target) => transformSync(text, { target }).code);
  const lines = now.split("\n");
  const at = old.split("\n").findIndex((line, place) => line !== lines[place]);
  if (at >= 0) console.error(`${name}: ${lines[at]?.slice(0, 200)}`);
}
