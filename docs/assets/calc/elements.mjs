// 做一个元素；读者看到的文字由调用的给。
export function part(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(text, attributes, press) {
  const made = part("button", { type: "button", class: "calc-copy", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
}
