// 图和宽的表：点一根柱子，它的数写在图下面；表里先收起来的几栏，按一下就列出。
const SLOT = ".calc-slot";
const KEYS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

function read(slot) {
  const chart = slot.closest(".calc-chart");
  for (const each of chart.querySelectorAll(SLOT)) each.toggleAttribute("data-on", each === slot);
  chart.querySelector(".calc-reading").textContent = slot.dataset.said;
}

// 左右键走到第几根；还没有选中的，往右是第一根，往左是最后一根。
export function next(count, at, step) {
  const start = at < 0 && step < 0 ? count : at;
  return Math.min(count - 1, Math.max(0, start + step));
}

function pressed(event) {
  const step = KEYS[event.key];
  const chart = event.target.closest?.(".calc-chart");
  if (!step || !chart) return;
  event.preventDefault();
  const slots = [...chart.querySelectorAll(SLOT)];
  const at = slots.findIndex((slot) => slot.hasAttribute("data-on"));
  read(slots[next(slots.length, at, step)]);
}

function tapped({ target }) {
  if (target.matches?.(SLOT)) read(target);
  const button = target.closest?.("[data-columns]");
  if (!button) return;
  button.closest("calc-form").toggleAttribute("data-all", true);
  button.closest(".calc-table").querySelector(".calc-scroll").focus();
}

export function readCharts() {
  document.addEventListener("click", tapped);
  document.addEventListener("keydown", pressed);
}
