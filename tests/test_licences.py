"""随网站发布的作品：表和网站里的文件对得上，许可全文、版本、源代码的去处都在。"""

import json
import re
from collections import Counter
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from conftest import ROOT
from scripts.local.environment import Stopped
from scripts.publish import licences, part, works

TOOLS = {"esbuild"}  # package.json 里只在造网站时用的
WORDS = {
    "0BSD": "with or without fee is hereby granted",
    "Apache-2.0": "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
    "Apache-2.0 WITH LLVM-exception": "LLVM Exceptions to the Apache 2.0 License",
    "BSD-2-Clause": "Redistributions in binary form must reproduce",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International Public License",
    "CC0-1.0 OR OpenSSL OR Apache-2.0": "CC0 1.0 Universal",
    "MIT": "Permission is hereby granted, free of charge",
    "MIT OR NCSA": "University of Illinois/NCSA",
    "MPL-1.1": "MOZILLA PUBLIC LICENSE\n                                Version 1.1",
    "MPL-2.0": "Mozilla Public License Version 2.0",
    "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
    "W3C-20150513": "This work is being provided by the copyright holders",
    "Zlib": "Altered source versions must be plainly marked",
    "bzip2-1.0.6": "copyright (C) 1996-2010 Julian R Seward",
}
OTHERS = [item for item in licences.PARTS if item.group != works.OURS]
ICON = re.compile(r"""\bd=(["'])(?P<path>[^"']+)\1""")


def named(items):
    return pytest.mark.parametrize("item", items, ids=[item.id for item in items])


def text(site, name: str) -> str:
    return (site / "licences" / name).read_text("utf-8-sig")


@pytest.fixture(scope="module")
def page(site) -> str:
    return (site / "contribute" / "licences" / "index.html").read_text("utf-8")


def test_the_table_and_the_site_agree(site):
    assert licences.problems(site) == []


@named(licences.PARTS)
def test_a_work_left_out_of_the_table_is_named(site, monkeypatch, item):
    rest = tuple(other for other in licences.PARTS if other is not item)
    monkeypatch.setattr(licences, "PARTS", rest)
    found = licences.problems(site)
    assert any(f"有 {item.id}，" in each or item.covers(each.split()[0]) for each in found)


@named(OTHERS)
def test_a_work_that_is_not_in_the_site_is_named(tmp_path, item):
    assert any(problem.startswith(f"{item.name}：") for problem in licences.problems(tmp_path))


def test_a_file_of_nobody_is_named(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "new.js").write_text("1")
    assert any("assets/new.js" in problem for problem in licences.problems(tmp_path))


def test_every_work_of_others_leaves_a_trace_that_is_looked_for():
    assert {item.id for item in OTHERS} == set(works.TRACES)
    assert Counter(item.file for item in licences.PARTS).most_common(1)[0][1] == 1


@named(licences.PARTS)
def test_the_whole_licence_is_beside_the_site(site, item):
    whole = text(site, item.file)
    assert WORDS[item.licence] in whole and item.title in whole
    assert item.title in text(site, "NOTICE.txt") and item.file in text(site, "NOTICE.txt")


def test_a_work_without_its_licence_stops_the_build(tmp_path, monkeypatch):
    lost = replace(works.part("zlib"), texts=(part.kept("nothing.txt"),))
    monkeypatch.setattr(licences, "PARTS", (lost,))
    with pytest.raises(Stopped, match=r"zlib：.*没有建站"):
        licences.write(tmp_path)


def test_versions_are_the_installed_ones(site):
    packages = part.node_modules()
    lock = json.loads((packages / "pyodide" / "pyodide-lock.json").read_text("utf-8"))["info"]
    versions = {item.id: item.edition.strip() for item in licences.PARTS}
    for name, folder in {"pyodide": "pyodide", "noble-hashes": "@noble/hashes"}.items():
        package = json.loads((packages / folder / "package.json").read_text("utf-8"))
        assert versions[name] == package["version"]
    assert versions["mkdocs-material"] == metadata.version("mkdocs-material")
    assert versions["cpython"] == lock["python"]
    assert f"emscripten_{versions['emscripten'].replace('.', '_')}" == lock["platform"]
    wasm = next(site.glob("assets/calc/*/*.wasm")).read_bytes()
    for name, words in {"zlib": " deflate {}", "bzip2": "\0{}, ", "expat": "expat_{}\0"}.items():
        assert words.format(versions[name]).encode() in wasm


@named(licences.PARTS)
def test_the_page_lists_every_work(site, page, item):
    row = next(row for row in page.split("<tr>") if f"<b>{licences.escape(item.name)}</b>" in row)
    link = re.search(r'href="([^"]+)"', row)[1]
    whole = (site / "contribute" / "licences" / link).resolve()
    assert whole == site.resolve() / "licences" / item.file
    for words in (item.edition, item.licence, item.change, item.source_text()):
        assert licences.escape(words) in row


def test_the_page_says_where_the_source_of_the_changed_pyodide_is(site, page):
    version = works.part("pyodide").edition.strip()
    for words in (
        f"npm 包 pyodide {version}",
        "github.com/pyodide/pyodide",
        "scripts/runtime/runtime.mjs",
    ):
        assert words in page and words in text(site, "NOTICE.txt")
    for source in licences.programs():
        assert text(site, f"changes/{source.name}.txt") == source.read_text("utf-8")
        assert f'href="../../licences/changes/{source.name}.txt"' in page


def test_scripts_begin_with_the_names_of_the_works_inside(site):
    scripts = [*site.glob("assets/calc/*/*.js"), *site.glob("assets/calc/*/*.mjs")]
    for script in scripts:
        name = script.relative_to(site).as_posix()
        inside = [item.name for item in OTHERS if item.covers(name)]
        start = script.read_text("utf-8")[:1500]
        assert not inside or "licences/NOTICE.txt" in start, name
        assert [work for work in inside if work not in start] == [], name
    assert len(scripts) > 1


def test_every_icon_is_from_a_listed_set(site):
    sets, folder = {}, part.theme(".icons")
    for path in folder.rglob("*.svg"):
        for found in ICON.finditer(path.read_text("utf-8")):
            sets.setdefault(found["path"], path.relative_to(folder).parts[0])
    used = set()
    for file in [*site.rglob("*.html"), *site.glob("assets/stylesheets/*.css")]:
        whole = re.sub(r"(?s)<figure class=\"calc-chart.*?</figure>", "", file.read_text("utf-8"))
        used |= {sets.get(found["path"], f"{file.name} 里的图形") for found in ICON.finditer(whole)}
    assert used == {"material", "octicons", "fontawesome"}


def test_no_fonts_are_shipped(site):
    fonts = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
    assert [path for path in site.rglob("*") if path.suffix in fonts] == []


def test_a_new_npm_package_is_a_work_or_a_tool():
    needed = set(json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"])
    listed = {"@noble/hashes" if item.id == "noble-hashes" else item.id for item in licences.PARTS}
    assert needed - listed == TOOLS


def test_files_of_the_theme_that_the_site_does_not_use_are_left_out(site):
    programs = {path.name.split(".")[0] for path in site.glob("assets/javascripts/**/*.js")}
    assert programs == {"bundle", "waiting"}


def test_every_copied_text_is_used():
    program = Path(works.__file__).read_text("utf-8")
    for path in part.KEPT.glob("*.txt"):
        assert f'kept("{path.name}")' in program
        assert path.name in (part.KEPT / "README.md").read_text("utf-8")
