// 表单下面的一行话：启动到哪里了，算好了没有，出了什么错。
import * as words from "../words.mjs";

// 启动和计算的情形，说什么：{ text, bar, button }；没有要说的，没有。
export function report(engine, asker) {
  if (engine.state === "starting") return starting(engine);
  if (engine.state === "ready") return ready([...engine.waiting.values()], asker);
  if (engine.state === "failed") return failed(engine.trouble);
  return null;
}

function starting({ revived, progress }) {
  if (revived) return { text: words.REVIVING };
  const { loaded = 0, total = 0, stage } = progress ?? {};
  // 路上走的是压缩过的，比文件小得多：只说到了几成。
  const share = total ? Math.floor((100 * loaded) / total) : 0;
  const text = stage === "start" ? words.STARTING : words.downloading(share);
  return { text, bar: { loaded, total } };
}

function ready(waiting, asker) {
  const slow = waiting.filter(({ long }) => long);
  if (!slow.length) return { text: words.READY };
  return slow.some((each) => each.asker === asker) ? { text: words.LONG, button: "cancel" } : null;
}

function failed({ reason }) {
  return { text: words.trouble(reason), button: reason === "updated" ? "reload" : "again" };
}

// press 是按了按钮做什么。和原来一样的话不再写，免得读屏软件念两遍；还在变的，变完才念。
export function say(place, { text, bar, button }, press) {
  const extra = [];
  if (!bar && !button && place.textContent === text && !place.children.length) return;
  place.setAttribute("aria-busy", String(Boolean(bar)));
  if (bar) extra.push(progressBar(bar));
  if (button) extra.push(makeButton(words.BUTTONS[button], () => press(button)));
  place.replaceChildren(text, ...extra);
}

function progressBar({ loaded, total }) {
  const bar = document.createElement("progress");
  if (total) Object.assign(bar, { max: total, value: loaded });
  bar.setAttribute("aria-label", words.PROGRESS);
  return bar;
}

function makeButton(textContent, press) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "md-button", textContent });
  button.addEventListener("click", press);
  return button;
}
