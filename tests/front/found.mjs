// 造好的索引里，一句话找到哪几页：node found.mjs 索引.json，标准输入和输出都是 JSON。
import fs from "node:fs";
import { find, read } from "../../docs/assets/calc/search/find.mjs";

const index = read(JSON.parse(fs.readFileSync(process.argv[2], "utf8")).docs);
const phrases = JSON.parse(fs.readFileSync(0, "utf8"));
const found = phrases.map((words) => find(index, words).map(([page]) => page.location));
process.stdout.write(JSON.stringify(found));
