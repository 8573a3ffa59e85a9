// 一点点 DOM：读得懂 calc/html 写出的 HTML，够表单的各个模块用。真的浏览器另有测试。
const VOID = ["input", "br", "img", "rect", "path"];
const TOKEN = /<\/([\w-]+)>|<([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>|([^<]+)/g;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
const PIECE = /:(not|is)\(([^)]*)\)|\.([\w-]+)|\[([\w-]+)(?:=['"]?([^'"\]]*)['"]?)?\]|([\w-]+)/g;

const decode = (text) => text.replace(/&(#?\w+);/g, (_, name) => ENTITIES[name]);
const encode = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const camel = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

class Text {
  constructor(text) {
    this.textContent = text;
  }
  cloneNode() {
    return new Text(this.textContent);
  }
}

export class Element {
  constructor(tag, attributes = {}) {
    Object.assign(this, { tag, attributes, childNodes: [], parent: null, heard: [] });
    const data = (name) => `data-${camel(name)}`;
    this.dataset = new Proxy(this, {
      get: (_, name) => this.attributes[data(name)],
      set: (_, name, value) => this.setAttribute(data(name), value) ?? true,
    });
  }

  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  toggleAttribute(name, yes) {
    if (yes) this.setAttribute(name, "");
    else this.removeAttribute(name);
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof Element);
  }
  get firstChild() {
    return this.childNodes[0];
  }
  get firstElementChild() {
    return this.children[0];
  }
  get lastElementChild() {
    return this.children[this.children.length - 1];
  }
  append(...nodes) {
    for (const node of nodes) {
      const made = typeof node === "string" ? new Text(node) : node;
      made.parent = this;
      this.childNodes.push(made);
    }
  }
  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }
  remove() {
    this.parent.childNodes = this.parent.childNodes.filter((node) => node !== this);
  }
  get parentElement() {
    return this.parent;
  }
  before(node) {
    this.parent.insert(node, this.parent.childNodes.indexOf(this));
  }
  after(node) {
    this.parent.insert(node, this.parent.childNodes.indexOf(this) + 1);
  }
  insert(node, place) {
    node.parent = this;
    this.childNodes.splice(place, 0, node);
  }
  cloneNode() {
    const copy = make(this.tag, { ...this.attributes });
    Object.assign(copy, { typed: this.typed, ticked: this.ticked });
    copy.append(...this.childNodes.map((node) => node.cloneNode()));
    return copy;
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(text);
  }
  get innerHTML() {
    return this.childNodes.map((node) => node.outerHTML ?? encode(node.textContent)).join("");
  }
  set innerHTML(html) {
    this.replaceChildren();
    parseInto(this, html);
  }
  get outerHTML() {
    const written = Object.entries(this.attributes).map(([name, value]) =>
      value === "" ? ` ${name}` : ` ${name}="${encode(value)}"`,
    );
    const end = VOID.includes(this.tag) ? "" : `${this.innerHTML}</${this.tag}>`;
    return `<${this.tag}${written.join("")}>${end}`;
  }

  get all() {
    return this.children.flatMap((child) => [child, ...child.all]);
  }
  querySelectorAll(selector) {
    return this.all.filter((element) => element.matches(selector));
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  matches(selector) {
    return selector.split(/,(?![^(]*\))/).some((one) => matchesPath(this, pathOf(one)));
  }
  closest(selector) {
    if (this.matches(selector)) return this;
    return this.parent ? this.parent.closest(selector) : null;
  }

  addEventListener(type, listener) {
    this.heard.push({ type, listener });
  }
  fire(type) {
    for (const each of this.heard) if (each.type === type) each.listener({ target: this });
  }
  focus() {
    Element.focused = this;
  }
  get elements() {
    const found = this.querySelectorAll("input, select, textarea, button, fieldset");
    return Object.assign(found, Object.fromEntries(found.map((each) => [each.name, each])));
  }
}

Object.defineProperty(Element.prototype, "className", {
  get() {
    return this.attributes.class ?? "";
  },
  set(value) {
    this.setAttribute("class", value);
  },
});
for (const name of ["id", "name", "href"]) {
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.attributes[name] ?? "";
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
}
for (const name of ["hidden", "open"]) {
  Object.defineProperty(Element.prototype, name, {
    get() {
      return name in this.attributes;
    },
    set(yes) {
      this.toggleAttribute(name, yes);
    },
  });
}

class Input extends Element {
  get type() {
    return this.attributes.type ?? "text";
  }
  get defaultValue() {
    return this.attributes.value ?? "";
  }
  get value() {
    return this.typed ?? this.defaultValue;
  }
  set value(text) {
    if (this.type === "checkbox") this.setAttribute("value", text);
    else this.typed = String(text);
  }
  get defaultChecked() {
    return "checked" in this.attributes;
  }
  get checked() {
    return this.ticked ?? this.defaultChecked;
  }
  set checked(yes) {
    this.ticked = yes;
  }
}

class Option extends Element {
  get value() {
    return this.attributes.value ?? this.textContent;
  }
  get defaultSelected() {
    return "selected" in this.attributes;
  }
  get selected() {
    return this.closest("select").selectedIndex === this.parent.children.indexOf(this);
  }
}

class Select extends Element {
  type = "select-one";
  get options() {
    return this.children;
  }
  get selectedIndex() {
    return (
      this.typed ??
      Math.max(
        0,
        this.options.findIndex((each) => each.defaultSelected),
      )
    );
  }
  set selectedIndex(index) {
    this.typed = index;
  }
  get value() {
    return this.options[this.selectedIndex]?.value ?? "";
  }
  set value(value) {
    this.typed = this.options.findIndex((option) => option.value === value);
  }
}

class Textarea extends Element {
  type = "textarea";
  get defaultValue() {
    return this.textContent.replace(/^\n/, "");
  }
  get value() {
    return this.typed ?? this.defaultValue;
  }
  set value(text) {
    this.typed = String(text);
  }
}

const KINDS = { input: Input, select: Select, option: Option, textarea: Textarea };

export function make(tag, attributes = {}) {
  return new (KINDS[tag] ?? Element)(tag, attributes);
}

function attributesOf(text) {
  const found = [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name, value = ""]) => [name, decode(value)]));
}

function parseInto(root, html) {
  let place = root;
  for (const [, end, tag, attributes, text] of html.matchAll(TOKEN)) {
    if (text) place.append(decode(text));
    else if (end) place = place.parent;
    else {
      const element = make(tag, attributesOf(attributes));
      place.append(element);
      if (!VOID.includes(tag)) place = element;
    }
  }
  if (place !== root) throw new Error(`没有收尾：${place.tag}`);
}

export function parse(html) {
  const root = make("body");
  parseInto(root, html);
  return root;
}

// "a > b" 用不到；"a b" 是里面的，"a ~ b" 是后面的兄弟。
function pathOf(selector) {
  const words = selector.trim().split(/\s+(?![^(]*\))/);
  const path = [];
  words.forEach((word, index) => {
    if (word !== "~") path.push({ word, sibling: words[index - 1] === "~" });
  });
  return path;
}

function matchesPath(element, path) {
  const rest = path.slice(0, -1);
  const { word, sibling } = path[rest.length];
  if (!matchesWord(element, word)) return false;
  if (!rest.length) return true;
  const others = sibling ? before(element) : above(element);
  return others.some((other) => matchesPath(other, rest));
}

const above = ({ parent }) => (parent ? [parent, ...above(parent)] : []);
function before(element) {
  const siblings = element.parent.children;
  return siblings.slice(0, siblings.indexOf(element));
}

function matchesWord(element, word) {
  return [...word.matchAll(PIECE)].every(([, test, inner, style, name, value, tag]) => {
    if (test) return element.matches(inner) === (test === "is");
    if (style) return (element.attributes.class ?? "").split(" ").includes(style);
    if (name) {
      return value === undefined ? name in element.attributes : element.attributes[name] === value;
    }
    return element.tag === tag;
  });
}
