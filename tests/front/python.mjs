// 有的事问 Python：真的表单，真的错误，主题在哪里。
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.PYTHON ?? path.join(ROOT, ".venv", "bin", "python");

// 交给它的和它写出的都是 JSON。
export function python(script, given) {
  const options = { cwd: ROOT, input: JSON.stringify(given ?? null), encoding: "utf8" };
  return JSON.parse(execFileSync(PYTHON, ["-c", `import json, sys\n${script}`], options));
}
