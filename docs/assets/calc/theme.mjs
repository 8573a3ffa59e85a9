// 主题的几处小毛病。
import { codeBlock, SEARCH_LOST } from "./words.mjs";

const WAIT = 8000; // 毫秒；搜索过了这么久还没有准备好，就说出来
const META = ".md-search-result__meta";
const told = () => document.querySelector(META)?.textContent;
let before; // 读者打第一个字的时候，主题说的话

// 搜索的程序坏了、缺了，主题会一直说这句话。
function tellLost() {
  if (told() !== before || document.querySelector(".md-search-result__item")) return;
  document.querySelector(META).textContent = SEARCH_LOST;
}

// 主题的搜索框只听 keyup；手机输入法选词、语音和粘贴只有 input，替它补一个。
function typed({ target }) {
  if (!target.matches?.("[data-md-component=search-query]")) return;
  before ??= told();
  target.dispatchEvent(new KeyboardEvent("keyup"));
  if (before) setTimeout(tellLost, WAIT);
}

// 按 Esc 收起术语的解释；主题只在移开时收起。
function pressed({ key }) {
  if (key !== "Escape") return;
  for (const tip of document.querySelectorAll(".md-tooltip2--active")) {
    tip.classList.remove("md-tooltip2--active");
  }
}

// 一页有几段代码时，主题给每一段的复制按钮一个没有名称的导航区，读屏软件分不清。
function nameCode() {
  document.querySelectorAll(".md-code__nav").forEach((nav, index) => {
    if (!nav.hasAttribute("aria-label")) nav.setAttribute("aria-label", codeBlock(index + 1));
  });
}

// 网址指着收起来的一条，就打开它；读者自己合上的不再打开。
let opened;
function openTarget() {
  if (location.href === opened) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details.calc-fold");
  if (!fold) return;
  opened = location.href;
  fold.open = true;
}

function repair() {
  nameCode();
  openTarget();
}

export function repairTheme() {
  const watched = { childList: true, subtree: true };
  new MutationObserver(repair).observe(document.documentElement, watched);
  addEventListener("hashchange", openTarget);
  repair();
  document.addEventListener("input", typed);
  addEventListener("keydown", pressed);
}
