// 三种启动方式，先试哪一种。
const SLOW_LINE = 500; // 字节每毫秒，约 4 Mbit/s
const BIG = 20_000; // 字节；比这小的看不出快慢

export const FILES = {
  snapshot: ["snapshot.bin"],
  stdlib: ["stdlib.zip", "calc.whl"],
  full: ["python_stdlib.zip", "calc.whl"],
};
const MODES = Object.keys(FILES);

// 快照启动快，但多下载近 1 MB；线路慢时先用裁好的标准库。快慢看本页最大的资源；从缓存来的算快。
export function startModes(resources) {
  const entries = resources.filter((entry) => entry.transferSize > BIG);
  const largest = entries.sort((a, b) => b.transferSize - a.transferSize)[0];
  return largest && isSlow(largest) ? MODES.slice(1) : MODES;
}

function isSlow({ encodedBodySize, responseStart, responseEnd }) {
  return !(encodedBodySize / (responseEnd - responseStart) > SLOW_LINE);
}
