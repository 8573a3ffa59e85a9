// 真的表单：calc/html 写出来的，由 Python 给出；它说的错也是真的。
import { parse } from "./dom.mjs";
import { python } from "./python.mjs";

const CARD = `
import calc
from calc import html
id, given = json.load(sys.stdin)
json.dump(html.card(calc.calculator(id), given, calc.compute(id, given), "k"), sys.stdout)`;
const ANSWER = `
from calc import html
id, given = json.load(sys.stdin)
print(html.page_answer(id, json.dumps(given)))`;

export const HENAN = { opening_balance: "100978.25", year: "2021", annual_base: "146616" };
export const HISTORY = {
  segments: "2022-01 2024-12 420; 2025-01 2025-12 500",
  until: "2025-12",
};
export const STATEMENT = {
  year: "2021",
  opening_balance: "100978.25",
  credited_amount: "11729.28",
  credited_interest: "7180.48",
};

// 每次都是新的一张 calc-form：计算器，算例的输入。
export function cardMaker(id, given) {
  const text = python(CARD, [id, given]);
  return () => parse(text).firstElementChild;
}

export const answer = (id, given) => python(ANSWER, [id, given]);
