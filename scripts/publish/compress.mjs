// 给一个目录里值得压缩的文件各写一份 .br；已有的不再压：node scripts/publish/compress.mjs 目录
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const compress = promisify(zlib.brotliCompress);
const WORTHWHILE = /\.(html|css|js|mjs|json|svg|xml|txt|wasm|zip|whl|bin)$/;
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;

async function write(file) {
  const content = fs.readFileSync(file);
  const params = {
    [BROTLI_PARAM_QUALITY]: 11,
    [BROTLI_PARAM_LGWIN]: 24,
    [BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  fs.writeFileSync(`${file}.br`, await compress(content, { params }));
}

const files = fs
  .readdirSync(process.argv[2], { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && WORTHWHILE.test(entry.name))
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
  .filter((file) => fs.statSync(file).size > 500 && !fs.existsSync(`${file}.br`));
await Promise.all(files.map(write));
