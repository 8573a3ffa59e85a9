// 内存快照的文件：写和读都在这里，建站时写，后台线程读。只存与刚装入的 wasm 内存不同的页。
// 写法：u32 头长、头（JSON：页的大小和个数、解释器状态）、各页的编号（与前一页之差）、各页的字节。
const PAGE = 1024;

// memory 是启动以后的内存，fresh 是刚装入时的；state 是解释器的状态。返回文件的字节。
export function write(memory, fresh, state) {
  const pages = changedPages(memory, fresh);
  const header = new TextEncoder().encode(
    JSON.stringify({ page: PAGE, pages: pages.length, state }),
  );
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, header.length, true);
  const content = pages.map((page) => memory.subarray(page * PAGE, (page + 1) * PAGE));
  return joined([new Uint8Array(size.buffer), header, stepsOf(pages), ...content]);
}

function changedPages(memory, fresh) {
  const pages = [];
  for (let place = 0; place < memory.length; place++) {
    if (memory[place] === fresh[place]) continue;
    const page = Math.floor(place / PAGE);
    pages.push(page);
    place = (page + 1) * PAGE - 1;
  }
  return pages;
}

function stepsOf(pages) {
  const steps = pages.map((page, index) => page - (pages[index - 1] ?? 0));
  if (steps.some((step) => step > 0xffff)) throw new RangeError("快照里两页相隔太远，写不下");
  return new Uint8Array(Uint16Array.from(steps).buffer);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export function read(buffer) {
  const bytes = new Uint8Array(buffer);
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const start = 4 + size + 2 * header.pages;
  const steps = new Uint16Array(buffer.slice(4 + size, start));
  return { ...header, steps, content: bytes.subarray(start) };
}

// 写回刚装入的内存，返回解释器的状态。
export function restore(snapshot, memory) {
  let page = 0;
  snapshot.steps.forEach((step, index) => {
    page += step;
    const content = snapshot.content.subarray(index * snapshot.page, (index + 1) * snapshot.page);
    memory.set(content, page * snapshot.page);
  });
  return snapshot.state;
}
