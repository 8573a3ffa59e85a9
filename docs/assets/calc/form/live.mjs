// 填数的时候，结果一直看得见。宽的屏幕上它在表单右边，由样式表管；窄的屏幕上看不见它时，
// 缩成屏幕底下的一条，在键盘上面，不遮正在填的那一格；点一下去看全部。
export const WIDE = "(min-width: 76.25em)";
const GAP = 8; // 像素；正在填的一格和别的东西之间
const HEAD = 130; // 像素；结果露出这么多，就算看得见

// 键盘弹出以后，看得见的一块在页面里从哪里到哪里；放大了看的，不算键盘。
export function seen(view, height) {
  if (!view || view.scale > 1.01) return { top: 0, bottom: height };
  return { top: view.offsetTop, bottom: view.offsetTop + view.height };
}

// 窄的屏幕上要不要那一条：正在填，或者刚填过、表单还在屏幕上；结果自己露出来了就不要。
export function needsBar({ focused, on, form, result }, { top, bottom }) {
  const shown = result.top >= top && result.top + HEAD <= bottom;
  const near = form.top < bottom && form.bottom > top;
  return !shown && (focused || (on && near));
}

// 正在填的一格要滚动多少，才不在页眉和那一条的后面。
export function shift(box, top, bottom) {
  if (box.bottom > bottom) return Math.min(box.bottom - bottom, box.top - top);
  return Math.min(0, box.top - top);
}

const headerBottom = () =>
  document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;

export class Live {
  constructor(form, result) {
    Object.assign(this, { form, result, wide: matchMedia(WIDE), on: false });
    this.update = this.update.bind(this);
    this.settle = this.settle.bind(this);
    form.addEventListener("focusin", () => {
      this.settle();
      requestAnimationFrame(this.settle);
    });
    form.addEventListener("focusout", () => setTimeout(this.update));
    result.place.addEventListener("click", (event) => this.tapped(event));
    addEventListener("scroll", this.update, { passive: true });
    this.wide.addEventListener?.("change", this.update);
    visualViewport?.addEventListener("resize", this.settle);
    visualViewport?.addEventListener("scroll", this.update);
  }

  leave() {
    removeEventListener("scroll", this.update);
    this.wide.removeEventListener?.("change", this.update);
    visualViewport?.removeEventListener("resize", this.settle);
    visualViewport?.removeEventListener("scroll", this.update);
  }

  get focused() {
    return this.form.contains(document.activeElement);
  }

  get view() {
    return seen(window.visualViewport, document.documentElement.clientHeight);
  }

  update() {
    if (!this.on && !this.focused) return;
    const view = this.view;
    const [form, result] = [this.form, this.result.place].map((place) =>
      place.getBoundingClientRect(),
    );
    const state = { focused: this.focused, on: this.on, form, result };
    this.set(!this.wide.matches && needsBar(state, view));
    if (!this.on) return;
    const { answer } = this.result;
    const below = Math.max(0, document.documentElement.clientHeight - view.bottom);
    answer?.style.setProperty("bottom", `${below}px`);
  }

  set(on) {
    if (this.on === on) return;
    const height = this.result.answer?.offsetHeight ?? 0;
    this.on = on;
    this.result.setBar(on, height);
    if (!on) this.result.answer?.style.removeProperty("bottom");
  }

  settle() {
    this.update();
    if (!this.focused) return;
    const top = headerBottom() + GAP;
    const { answer } = this.result;
    if (this.wide.matches) {
      const lost = answer ? answer.getBoundingClientRect().top - top : 0;
      if (lost < 0) scrollBy({ top: lost, behavior: "instant" });
      return;
    }
    const bottom = this.on ? answer.getBoundingClientRect().top : this.view.bottom;
    const box = document.activeElement.getBoundingClientRect();
    const distance = shift(box, top, bottom - GAP);
    if (distance) scrollBy({ top: distance, behavior: "instant" });
  }

  tapped({ target }) {
    if (!this.on || !target.closest(".calc-answer")) return;
    document.activeElement.blur();
    this.set(false);
    this.result.answer.scrollIntoView();
  }
}
