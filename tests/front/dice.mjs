// 同样的种子，同样的一串随机数：小于 below 的整数。
export function dice(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
