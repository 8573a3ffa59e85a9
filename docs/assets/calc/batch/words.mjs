// “很多人一起算”对读者说的话。
import { TROUBLE } from "../words.mjs";

export const LEAD = "表里的数只在这台设备上算，不会传出去，关掉这一页就没有了。";
export const NOTHING = "先粘贴一张表，或者打开一个文件。";
export const NOT_READ = "这张表还没有读成，看一看上面的说明。";
export const TOO_BIG = "文件超过了 5 MB。分成几个文件，一个一个算。";
export const UNREADABLE = "这个文件读不了。关掉正在用它的软件，再选一次。";
export const READING = "正在读这张表……";
export const STARTED = "开始算了。";
export const CANCELLED = "停下了，没有算完，没有留下结果。按“开始算”，从头再算。";
export const COPIED = "已复制整张表，可以粘贴到 Excel、WPS 里。";
export const NOT_COPIED = "没有复制成功。用“下载结果”。";
export const DOWNLOAD = "下载结果（CSV）";
export const COPY = "复制整张表";
export const COLUMNS = "每一列读作什么";
export const COLUMNS_HEAD = ["表里的列", "读作", "第一个人的"];
export const UNKNOWN = "没有认出，照原样留着";
export const NAMELESS = "（没有名称）";
export const NUMBER = "第几行";
export const ROWS = "算出来的各行";

const count = (number) => number.toLocaleString("en-US");

export const read = (rows) => `读到 ${count(rows)} 行。各列读得对，就按“开始算”。`;
export const progress = (done, total, bad) =>
  `${count(done)} / ${count(total)} 行${bad ? `，${count(bad)} 行有错` : ""}`;
export const done = (rows, bad) =>
  bad
    ? `算完了：${count(rows)} 行，其中 ${count(bad)} 行有错，没有算。`
    : `算完了：${count(rows)} 行，没有出错的行。`;
export const few = (shown, total) =>
  `有 ${count(total)} 行，这里只列前 ${count(shown)} 行；下载、复制的是全部。`;
export const filter = (bad) => ` 只看有错的行（${count(bad)} 行）`;
export const resultName = (title) => `${title}-结果.csv`;
export const sampleName = (title) => `${title}-空表.csv`;
export const trouble = (reason) => `${TROUBLE[reason]} `;
export const failed = (message) =>
  /MemoryError/.test(message) ? `${TROUBLE.memory} ` : `计算出错：${message} `;
