"""把 hostile_pages 里的改动一个一个放进这份项目，建站前的检查怎样说：``python try_hostile.py``。

在项目的一份拷贝里运行；标准输出是 JSON：名称到 [用了几秒, 查出来的第一条或空的]。
"""

import json
import sys
import time
from pathlib import Path

ROOT = Path.cwd()
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from calc import parameters
from hostile_pages import HOSTILE, PAGE, Payload
from scripts.checks import settings
from scripts.pages import markup

LAST_HEADING = "\n## "


class Project:
    """记得改过什么，能改回去。"""

    def __init__(self):
        self.changed = []

    def put(self, name: str, text: str | bytes) -> None:
        path = ROOT / name
        self.changed.append((path, path.read_bytes() if path.is_file() else None))
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        path.write_bytes(raw)

    def link(self, name: str, target: str) -> None:
        path = ROOT / name
        self.changed.append((path, path.read_bytes() if path.is_file() else None))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    def undo(self) -> None:
        for path, before in reversed(self.changed):
            path.unlink(missing_ok=True)
            if before is not None:
                path.write_bytes(before)
        self.changed.clear()


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def inserted(text: str) -> str:
    """正文里最后一个标题前面加上一段。"""
    whole = read(PAGE)
    place = whole.rindex(LAST_HEADING)
    return f"{whole[:place]}\n\n{text}\n\n{whole[place:]}"


def apply(payload: Payload, project: Project) -> None:
    name, text = payload.file, payload.text
    text = eval(text) if payload.kind == "slow" else text
    if payload.kind == "symlink":
        project.link(name, payload.target)
    elif payload.kind == "front":
        whole = read(name)
        project.put(name, "---\n" + text.rstrip("\n") + whole[whole.index("\n---\n", 3) :])
    elif payload.old:
        assert payload.old in read(name), payload.name
        project.put(name, read(name).replace(payload.old, payload.new, 1))
    elif payload.kind in ("nav", "term"):
        project.put(
            name, f"{read(name)}\n{text}\n" if payload.kind == "nav" else f"{read(name)}{text}\n"
        )
    elif payload.kind in ("body", "slow") and name == PAGE:
        project.put(
            name, inserted(text if isinstance(text, str) else text.decode("utf-8", "replace"))
        )
    else:
        project.put(name, text)
        if payload.kind == "fragment":
            project.put(PAGE, inserted(payload.new or "{!" + Path(name).name + "!}"))


def problems(payload: Payload) -> list[str]:
    for each in vars(parameters).values():
        getattr(each, "cache_clear", lambda: None)()
    early = settings.problems() or markup.check_files()
    if early or payload.kind in ("front", "body"):
        return early or markup.check_page(ROOT / PAGE)
    return markup.check_all()


def main() -> None:
    project, found = Project(), {}
    for payload in HOSTILE:
        begun = time.process_time()
        apply(payload, project)
        try:
            said = problems(payload)
        finally:
            project.undo()
        found[payload.name] = [time.process_time() - begun, said[0] if said else ""]
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
