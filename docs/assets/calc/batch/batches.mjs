// 一批一批地问：每批大约 0.3 秒，随时停得下来；一批多少行，看上一批用了多久。
const FIRST = 5;
const MOST = 200;
const PACE = 300; // 毫秒

export function nextSize(size, elapsed) {
  const wanted = Math.round((size * PACE) / Math.max(elapsed, 1));
  return Math.max(1, Math.min(wanted, 2 * size, MOST));
}

// ask(若干行) 返回这几行的回答；依次给出各批的回答。
export async function* batches(rows, ask, now = () => performance.now()) {
  let size = FIRST;
  for (let start = 0; start < rows.length; ) {
    const part = rows.slice(start, start + size);
    const began = now();
    yield await ask(part);
    start += part.length;
    size = nextSize(part.length, now() - began);
  }
}
