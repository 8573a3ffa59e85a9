// 内存快照：写的读得回来，写回刚装入的内存，和启动以后的一样。
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, restore, write } from "../../docs/assets/calc/worker/snapshot.mjs";
import { dice } from "./dice.mjs";

const PAGE = 1024;
const STATE = { hiwire_keys: [1, 2], note: "汉字", nested: { a: null } };
const next = dice(20261126);

function restored(memory, fresh, state = STATE) {
  const file = write(memory, fresh, state);
  const copy = fresh.slice();
  assert.deepEqual(restore(read(file.slice().buffer), copy), state);
  assert.deepEqual(copy.subarray(0, memory.length), memory);
  return file;
}

test("随便怎样的两份内存，写回以后一个字节不差", () => {
  for (let round = 0; round < 200; round++) {
    const fresh = Uint8Array.from({ length: PAGE * (1 + next(20)) }, () => next(3));
    const memory = fresh.slice();
    for (let edits = next(12); edits > 0; edits--) {
      const place = next(memory.length);
      memory.fill(next(256), place, place + next(2 * PAGE));
    }
    restored(memory, fresh, { round });
  }
});

test("只存不同的页，头长、页号、字节各在其位", () => {
  const fresh = new Uint8Array(10 * PAGE);
  const memory = fresh.slice();
  memory[0] = 1;
  memory[3 * PAGE - 1] = 2;
  memory[9 * PAGE] = 3;
  const file = restored(memory, fresh);
  const size = file[0] + 256 * file[1];
  const header = JSON.parse(new TextDecoder().decode(file.subarray(4, 4 + size)));
  assert.deepEqual(header, { page: PAGE, pages: 3, state: STATE });
  assert.deepEqual([...file.subarray(4 + size, 10 + size)], [0, 0, 2, 0, 7, 0]);
  assert.equal(file.length, 4 + size + 3 * 2 + 3 * PAGE);
});

test("一页也没有变；新装入的内存比存下的大", () => {
  const fresh = Uint8Array.from({ length: 3 * PAGE }, (_, place) => place % 7);
  restored(fresh.slice(), fresh);
  restored(fresh.slice(0, 2 * PAGE), fresh);
});

test("存下的内存比新装入的大，多出来的都存", () => {
  const file = write(new Uint8Array(4 * PAGE), new Uint8Array(2 * PAGE), STATE);
  assert.deepEqual([...read(file.slice().buffer).steps], [2, 1]);
});

test("两页相隔太远，写不下就停，不写一份错的", () => {
  const memory = new Uint8Array(66_000 * PAGE);
  memory[65_536 * PAGE] = 1;
  assert.throws(() => write(memory, new Uint8Array(memory.length), STATE), RangeError);
  memory[PAGE] = 1;
  assert.deepEqual(
    [...read(write(memory, new Uint8Array(memory.length), STATE).buffer).steps],
    [1, 65_535],
  );
});
