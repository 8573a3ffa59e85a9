// 什么时候开始准备：读者碰到了计算器，或者滚动到它附近。

// 开了省流量，或线路极慢：不因为滚动就下载。
export function isSaving(line) {
  return Boolean(line && (line.saveData || /2g/.test(line.effectiveType)));
}

export function wakeOnTouch(card, wake) {
  for (const touch of ["focusin", "pointerdown", "pointerenter"]) {
    card.addEventListener(touch, wake, { once: true });
  }
}

// 读者滚动过，计算器在视野附近，浏览器又有空闲时。返回怎样不再等。
export function wakeWhenNear(card, wake) {
  if (isSaving(navigator.connection)) return () => {};
  const nearby = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      nearby.disconnect();
      (window.requestIdleCallback ?? setTimeout)(wake);
    },
    { rootMargin: "200px" },
  );
  const scrolled = () => nearby.observe(card);
  addEventListener("scroll", scrolled, { once: true, passive: true });
  return () => {
    nearby.disconnect();
    removeEventListener("scroll", scrolled);
  };
}
