// 页面的程序对读者说的话，都在这里。

const STAYS = "页面上算好的例子、步骤和依据不受影响，可以照着步骤手算。";

// 启动不了的原因：发生了什么，下一步做什么。
export const TROUBLE = {
  unsupported:
    "这个浏览器不支持 WebAssembly，不能在页面里计算。换一个新一点的浏览器，或用电脑打开。",
  old: "这个浏览器太旧，不能在页面里计算。换一个新一点的浏览器，或用电脑打开。",
  blocked:
    "浏览器或网络的安全设置不允许在页面里计算。" +
    "换一个浏览器或网络；在单位的电脑上，可以换自己的手机打开。",
  offline: "现在没有网络，计算器没有下载下来。连上网以后再试一次。",
  network: "下载中断了，计算器没有准备好。网络好一点的时候再试一次。",
  missing: "网站上缺了计算器的文件，可能正在更新。过一两分钟再试一次。",
  damaged:
    "下载到的文件是坏的，重新取了一次还是不对，没有用它来算。" +
    "换一个网络再试一次，比如把 Wi-Fi 换成流量。",
  updated: "网站刚更新过，这一页还是旧的。刷新以后就能算，填过的数会留着。",
  memory: "这台设备的内存不够，计算器启动不了。关掉别的网页和软件，再试一次。",
  timeout: "等了 30 秒没有进展，计算器没有准备好。再试一次；还不行，换一个网络。",
  silent: "计算器没有回答，重新启动过一次也没有。填的数都还在，可以再试一次，或者刷新这一页。",
  crash: "计算器启动时出了错。再试一次；还不行，换一个新一点的浏览器，或用电脑打开。",
};
export const trouble = (reason) => `${TROUBLE[reason]}${STAYS} `;

export const LEAD = {
  example: "改动数字，结果马上更新。填的数只在这台设备上算，不会传出去。",
  blank: "选好、填好，结果马上出来。填的只在这台设备上算，不会传出去。",
};

// 结果是谁的、是不是现在的。
export const WHOSE = {
  example: "例子的结果",
  sent: "这是别人发来的数字，下面是按它算出的结果",
  blank: "选好、填好上面的各项，这里就有结果",
  mine: "按你填的数算出的结果",
  outdated: "下面还是改动之前的结果",
  wrong: "填好、改好上面的各项，这里就有结果",
};

export const READY = "计算器准备好了，结果会马上更新。";
export const STARTING = "正在启动计算器……";
export const REVIVING = "计算器没有回答，正在重新启动，填的数都还在……";
export const LONG = "还在算…… ";
export const CANCELLED = "停下了，没有算完。改动数字，或者按“计算”，再算一次。";
export const RESTORED = "已恢复成算例的数字。";
export const COPIED = "已复制，可以粘贴到表格里";
export const NOT_COPIED = "没有复制成功，请选中表格自己复制";
export const BUTTONS = { again: "再试一次", reload: "刷新这一页", cancel: "停下" };
export const codeBlock = (number) => `第 ${number} 段代码`;
export const SEARCH_LOST = "搜索没有打开：网络断了，或者文件坏了。刷新这一页再试。";
export const BATCH_LOST = "没有取到这一页的程序：网络断了，或者网站正在更新。过一分钟刷新这一页。";
export const PROGRESS = "下载进度";

export const downloading = (percent) => `正在下载计算器：${percent}%`;
// 算出的数；读者改了几项，names 还是例子里的数：说出来，免得混在一起算。
export const done = (figure, names) =>
  figure ? `已算好：${figure}。${borrowed(names)}` : "已算好";
const borrowed = (names) =>
  names.length
    ? `${names.map((name) => `“${name}”`).join("、")}还是例子里的，不是你的就改掉或清空。`
    : "";
export const wrongCount = (count) => `有 ${count} 处要改，见红字。`;
export const stillNeeded = (names) => `还要填：${names.join("、")}。`;
export const failed = (message) =>
  /MemoryError/.test(message) ? `${TROUBLE.memory} ` : `计算出错：${message} `;

// 屏幕底下的那一条，点一下去看全部。
export const IN_BAR = {
  example: "例子的结果（点这里看全部）",
  blank: "选好、填好上面的各项，这里就有结果",
  sent: "别人发来的数字的结果（点这里看全部）",
  mine: "你的结果（点这里看全部）",
  outdated: "还是改动之前的结果",
  wrong: "填好、改好上面的各项，这里就有结果",
};

// 填过的数留在这台设备上。
export const STILL_KEPT = "上次填的数还在：";
export const RESTORE = "取回";
export const FORGET = "清除";
export const FORGOTTEN = "上次填的数已经清除。";
export const KEEPING = {
  on: { told: "填的数留在这台设备上，下次打开还能取回。", turn: "不在这台设备上保留" },
  off: { told: "填的数不保留，关掉就没有了。", turn: "改为在这台设备上保留" },
};

export const SHARE = {
  title: "分享",
  warning: "链接里带着你填的数字，发给别人之前请想一想。",
  send: "发送",
  link: "复制链接",
  text: "复制文字",
  code: "二维码",
  copied: "已复制。",
  refused: "没有成功。请选中下面的链接，自己复制。",
  scan: "用另一台手机扫一扫，就能打开。二维码里也带着你填的数字。",
  noCode: "没有画成二维码：数字太多，或者没有网络。请用链接。",
};

// 表单上面，粘贴账单上的文字。
export const PASTE = {
  title: "粘贴账单上的文字",
  help: "从 App、PDF 里复制文字，贴在这里，认出的数自己填好。文字只在这台设备上读，不保存。",
  read: "读出来，填好",
  clear: "清空文字",
  empty: "先把账单上的文字贴在上面。",
  reading: "正在读……",
  nothing: "没有读出要填的数，下面的表单没有动。请看着账单自己填。",
  failed: "没有读成：计算器没有准备好。过一会儿再按一次，或者自己填。",
};
export const filledIn = (names) => `读出 ${names.length} 项，已经填好：${names.join("、")}。`;
export const letters = (count) => `${count} 个字`;

// 打印的一张。
export const SHEET = { given: "填的数", result: "结果" };
const dated = (day) => `${day.getFullYear()} 年 ${day.getMonth() + 1} 月 ${day.getDate()} 日`;
export const printed = (address, day) =>
  `打印于 ${dated(day)}。地址：${address}。不是政府网站，以参保地社会保险经办机构的数为准。`;

export const COMMA = "，";
export const range = (first, last) => `${first}至 ${last}`;
const line = ([name, value]) => `${name}：${[value].flat().join("；")}`;
export const asText = ({ title, given, whose, figures, address }) =>
  [title, "", "填的数", ...given.map(line), "", whose, ...figures.map(line), "", address].join(
    "\n",
  );
// 表单：还没填的、要改的、各行叫什么。
export const NOT_YET = "还没填";
export const wrongTitle = (count) => `有 ${count} 处要改`;
export const row = (number, year) => `第 ${number} 行${year ? `，${year} 年` : ""}`;
// Python 说的是第几行、第几个，哪一格；没有说是哪一项的，冠上它的名称。
export const WHICH = /第 (\d+) [行个]/g;
export const cell = (label) => `行的${label}：`;
export const about = (label, message) =>
  message.includes(label) ? message : `${label}：${message}`;
// 提前、延迟几个月的写法。
export const OFFSET = { "-": "提前", "+": "延迟" };
export const OFFSET_TEXT = /^(提前|延迟|推迟|[-−+])?(.*)$/;
export const EARLIER = /^(提前|[-−])$/;
export const removeRow = (name) => `去掉${name}`;
