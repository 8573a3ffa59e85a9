// 用 WebDriver BiDi 开着一个 Firefox：node firefox.mjs 程序 每页先运行的脚本。
// 标准输入一行一个 {id, method, args}，标准输出一行一个 {id, value} 或 {id, error}。
// 输入关上就结束，浏览器一起关掉。
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [, , executablePath, preload] = process.argv;
const READ = { waitUntil: "domcontentloaded", timeout: 3000 };
const QUIET = {
  "app.normandy.enabled": false,
  "browser.region.update.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.topsites.contile.enabled": false,
  "dom.push.connection.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.http.rcwn.enabled": false, // 缓存慢时不另外请求一次
  "network.trr.mode": 5,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.enabled": false,
};
// 本机以外的都交给一个不存在的代理；本机的地址从来不走代理。
const LOOPBACK = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
};

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  defaultViewport: { width: 800, height: 900 },
  env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" },
  extraPrefsFirefox: { ...QUIET, ...LOOPBACK },
});
const profiles = [];
const pages = [];

async function tab(profile) {
  const page = await profiles[profile].newPage();
  await page.evaluateOnNewDocument(preload);
  return pages.push(page) - 1;
}

const methods = {
  tab,
  // 一份新的资料：自己的缓存和存储，和别的分开。
  async profile() {
    profiles.push(await browser.createBrowserContext());
    return profiles.length - 1;
  },
  // 子资源一直不来也不多等。
  async open(page, url) {
    await pages[page].goto(url, READ).catch(() => {});
  },
  async reload(page) {
    await pages[page].reload(READ).catch(() => {});
  },
  evaluate: (page, expression) => pages[page].evaluate(expression),
  async type(page, text) {
    const { keyboard } = pages[page];
    await (text ? keyboard.type(text) : keyboard.press("Delete"));
    await keyboard.press("Tab");
  },
  click: (page, selector) => pages[page].click(selector),
  closeTab: (page) => pages[page].close(),
  closeProfile: (profile) => profiles[profile].close(),
};

async function answer(line) {
  const { id, method, args } = JSON.parse(line);
  const reply = await methods[method](...args).then(
    (value) => ({ id, value }),
    (error) => ({ id, error: String(error.message ?? error) }),
  );
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

for await (const line of createInterface({ input: process.stdin })) answer(line);
setTimeout(() => browser.process().kill("SIGKILL"), 3000).unref();
await browser.close();
