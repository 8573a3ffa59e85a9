// 二维码，读者要的时候才取：文字写成一格一格的黑白，太长的抛出错误。
import { encode } from "uqr";

export const squares = (text) => encode(text, { ecc: "L", border: 3 }).data;
