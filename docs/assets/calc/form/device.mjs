// 填过的数留在这台设备上：每种计算器最后一次填的，和“不保留”的选择。浏览器不许存的，什么也不留。
export class Device {
  constructor(name) {
    this.name = name;
  }

  // 存不存得住：不许存时，页首的几句换成了存在内存里的，不是 Storage。
  get works() {
    try {
      return localStorage instanceof Storage;
    } catch {
      return false;
    }
  }

  get all() {
    try {
      return this.works && Object(JSON.parse(localStorage.getItem(this.name)));
    } catch {
      return {};
    }
  }

  get isOff() {
    return this.all.off === true;
  }

  write(content) {
    try {
      if (this.works) localStorage.setItem(this.name, JSON.stringify(content));
    } catch {} // 满了的，这一次不留
  }

  last(id) {
    const state = Object(this.all.forms)[id];
    return isState(state) ? state : null;
  }

  keep(id, state) {
    if (this.isOff) return;
    this.write({ forms: { ...this.all.forms, [id]: state } });
  }

  forget(id) {
    const { [id]: _, ...forms } = Object(this.all.forms);
    this.write({ ...this.all, forms });
  }

  // 什么也不留：留着的也删掉。
  setOff(off) {
    this.write(off ? { off } : {});
  }
}

function isState(state) {
  if (!state || !Array.isArray(state.values) || !Array.isArray(state.rows)) return false;
  return state.values.every((each) => Array.isArray(each) && Object(each[1]) === each[1]);
}
