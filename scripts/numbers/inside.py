"""在另一个进程里回答一棵树的题：只用当前文件夹里的程序，不用这个文件所在的树。

``python inside.py 文件夹``：题目是其中的 questions.jsonl，答案写进 answers.jsonl。
"""

import hashlib
import json
import sys
import traceback
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parent.parent.parent


def work_inside(folder: Path) -> None:
    """回答 ``folder`` 里的题；有 pages.json 时，先把各页的 Markdown 写成 HTML，题就只要数。"""
    import calc
    from calc import html

    pages = folder / "pages.json"
    if pages.is_file():
        shown = render(json.loads(pages.read_text("utf-8")))
        (folder / "html.json").write_text(to_json(shown), "utf-8")
    answer = answer_in_numbers if pages.is_file() else answer_in_full
    with (
        (folder / "questions.jsonl").open(encoding="utf-8") as asked,
        (folder / "answers.jsonl").open("w", encoding="utf-8") as written,
    ):
        for line in asked:
            question = json.loads(line)
            written.write(to_json(question | answer(calc, html, question)) + "\n")


def answer_in_full(calc, html, question: dict) -> dict:
    """完整的 JSON，和网页上那一段的散列。"""
    answer = answer_of(calc, question)
    if "crash" in answer:
        return {"answer": answer, "page": None}
    page = html.page_answer(question["id"], json.dumps(question["inputs"]))
    return {"answer": answer, "page": hashlib.sha256(page.encode()).hexdigest()[:16]}


def answer_in_numbers(calc, html, question: dict) -> dict:
    """只有 JSON；随机题里有这里没有的计算器或输入项，就没有答案。"""
    if question["key"].startswith("random "):
        if question["id"] not in calc.calculator_ids():
            return {"answer": None}
        known = {entry.name for entry in calc.calculator(question["id"]).inputs}
        if set(question["inputs"]) - known:
            return {"answer": None}
    return {"answer": answer_of(calc, question)}


def answer_of(calc, question: dict) -> dict:
    """程序自己出了错也是一种答案。"""
    try:
        return calc.run(question["id"], question["inputs"])
    except Exception as wrong:
        message = f"程序出错（{type(wrong).__name__}：{wrong}）"
        return {"errors": [{"field": None, "message": message}], "crash": True}


def render(pages: dict[str, str]) -> dict[str, str]:
    """照 mkdocs.yml 的设置，把各页的 Markdown 写成 HTML；页首的标题和说明放在最前。"""
    from html import escape

    from markdown import Markdown
    from mkdocs.config import load_config
    from mkdocs.utils.meta import get_data

    config = load_config("mkdocs.yml")
    writer = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    shown = {}
    for page, text in pages.items():
        body, front = get_data(text)
        heads = (escape(str(front.get(name, ""))) for name in ("title", "description"))
        try:
            html = writer.reset().convert(body)
        except SystemExit as wrong:
            lines = (line.lstrip(": ") for line in str(wrong).splitlines())
            raise SystemExit(f"{page}: {'；'.join(lines)}") from None
        shown[page] = "".join(f"<p>{head}</p>" for head in heads) + html
    return shown


def only_here() -> None:
    """模块只从当前文件夹找，不从这个文件所在的树找。"""
    here = Path.cwd().resolve()
    elsewhere = [path for path in sys.path if path and Path(path).resolve() != ROOT]
    sys.path[:] = [str(here), *elsewhere]


def explained(wrong: BaseException, root: Path) -> str:
    """程序为什么运行不了：``root`` 里最靠里的哪个文件、哪一行、什么错。"""
    frames = traceback.extract_tb(wrong.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames]
    if isinstance(wrong, SyntaxError) and wrong.filename:
        places.append((wrong.filename, wrong.lineno))
    where = ""
    for name, line in places:
        path = Path(name).resolve()
        known = any(root / folder in path.parents for folder in ("calc", "scripts"))
        if known and HERE.parent not in path.parents:
            where = f"{path.relative_to(root).as_posix()}:{line}: "
    return f"{where}程序运行不了（{type(wrong).__name__}：{' '.join(str(wrong).split())}）"


def inside(folder: Path) -> int:
    """另一个进程的开头：只用当前文件夹里的程序；出了错，用一句中文说。"""
    only_here()
    try:
        work_inside(folder)
    except SystemExit as wrong:
        print(wrong.code)
        return 1
    except Exception as wrong:
        print(explained(wrong, Path.cwd().resolve()))
        return 1
    return 0


def to_json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(inside(Path(sys.argv[1])))
