// 一批一批地算：每一行正好问一次，先后不变，随时停得下来；一批多少行看上一批的快慢。
import assert from "node:assert/strict";
import { test } from "node:test";
import { batches, nextSize } from "../../docs/assets/calc/batch/batches.mjs";
import * as words from "../../docs/assets/calc/batch/words.mjs";

// 每一行用 cost 毫秒的一次；返回各批有几行和全部问过的行。
async function run(count, cost, enough = Infinity) {
  const rows = Array.from({ length: count }, (_, place) => place);
  const asked = [];
  let time = 0;
  const ask = async (part) => {
    asked.push(part);
    time += cost * part.length;
    return part;
  };
  for await (const answer of batches(rows, ask, () => time)) {
    assert.deepEqual(answer, asked[asked.length - 1]);
    if (asked.flat().length >= enough) break;
  }
  return { sizes: asked.map((part) => part.length), rows: asked.flat() };
}

test("每一行正好一次，先后不变", async () => {
  for (const count of [0, 1, 5, 6, 4999, 5000]) {
    const { rows } = await run(count, 3);
    assert.deepEqual(
      rows,
      Array.from({ length: count }, (_, place) => place),
    );
  }
});

test("快的一批多一些，慢的少，一批总在 0.3 秒上下", async () => {
  assert.equal(Math.max(...(await run(5000, 0.01)).sizes), 200);
  assert.equal((await run(5000, 3)).sizes[10], 100);
  assert.equal((await run(50, 1000)).sizes[1], 1);
  assert.equal(nextSize(10, 0), 20);
  assert.equal(nextSize(1, 1e9), 1);
});

test("不再要的，不再问", async () => {
  const { rows } = await run(5000, 3, 100);
  assert.ok(rows.length >= 100 && rows.length < 300);
});

test("算到哪里、有没有错，各怎样说", () => {
  assert.equal(words.progress(1200, 5000, 0), "1,200 / 5,000 行");
  assert.equal(words.progress(1200, 5000, 3), "1,200 / 5,000 行，3 行有错");
  assert.equal(words.done(5000, 0), "算完了：5,000 行，没有出错的行。");
  assert.equal(words.done(5000, 50), "算完了：5,000 行，其中 50 行有错，没有算。");
  assert.match(words.failed("MemoryError: x"), /内存不够/);
});
