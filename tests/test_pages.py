"""造好的网站：安全策略、无第三方、来源、写法检查和失败时说的话。"""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import ROOT, built_path, markdown_pages
from helpers import check_output
from scripts import build
from scripts.local.environment import Stopped
from scripts.pages import markup
from scripts.publish import finish

WITHOUT_SOURCES = {Path("calculators/reference.md"), Path("rules/law-list.md")}
HENAN = "docs/examples/henan-2021.md"


class Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def built(site, page) -> str:
    return (site / built_path(page) / "index.html").read_text("utf-8")


def test_every_page_is_in_the_site_with_a_description(site):
    assert len(markdown_pages()) >= 90
    for page in markdown_pages():
        text = (markup.DOCS / page).read_text("utf-8")
        assert re.match(
            r"---\ntitle: .+\ndescription: .+。\n(asked: .+\n)?(search:\n  boost: [\d.]+\n)?---\n",
            text,
        ), page
        assert "<h1" in built(site, page), page


def test_policy_is_strict_on_every_page(site):
    pages = list(site.rglob("*.html"))
    for path in pages:
        tags = Tags(path.read_text("utf-8")).found
        policies = [
            facts["content"]
            for tag, facts in tags
            if facts.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        assert "unsafe-inline" not in policies[0] and "'unsafe-eval'" not in policies[0]
        assert "default-src 'none'" in policies[0] and "connect-src 'self'" in policies[0]
        first_script = next(index for index, (tag, _) in enumerate(tags) if tag == "script")
        assert any(facts.get("http-equiv") for _, facts in tags[:first_script]), (
            "安全策略应当在所有脚本之前"
        )
        assert not [
            facts
            for _, facts in tags
            if "style" in facts or any(name.startswith("on") for name in facts)
        ], path
    assert len(pages) > 12


def test_no_page_loads_anything_from_elsewhere(site):
    for path in site.rglob("*.html"):
        for tag, facts in Tags(path.read_text("utf-8")).found:
            loaded = facts.get("src") or (
                facts.get("href") if tag == "link" and facts.get("rel") != "canonical" else None
            )
            assert not re.match(r"(https?:)?//", loaded or ""), (path, tag, loaded)


def test_links_lead_to_official_home_pages_only():
    for page in markdown_pages():
        for link in re.findall(r"https?://[^\s)\"'<>`]+", (markup.DOCS / page).read_text("utf-8")):
            assert re.fullmatch(r"https?://([\w-]+\.)*gov\.cn/?", link), (page, link)


def test_every_page_of_fact_lists_its_sources_and_when_they_were_checked(site):
    for page in markdown_pages():
        if (
            page.parts[0] in ("query", "regions", "rules", "examples", "calculators")
            and page not in WITHOUT_SOURCES
        ):
            text = (markup.DOCS / page).read_text("utf-8")
            assert "## 依据与来源" in text and "```sources" in text, page
            assert "本页的规则和来源核对于" in built(site, page), page


def test_no_look_alike_characters():
    for path in [*markup.DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        strange = re.findall(
            r"[\u2e80-\u2fdf\uf900-\ufaff\u200b-\u200f\ufeff]", path.read_text("utf-8")
        )
        assert not strange, (path, strange)


def test_the_missing_page_is_chinese(site):
    page = (site / "404.html").read_text("utf-8")
    assert "<h1>没有这一页</h1>" in page and "Not found" not in page


def finished(project) -> None:
    """没有合成浏览器程序的网站，也填好各页；搜索的程序用空的。"""
    (project / "site" / "assets" / "calc" / "search.js").write_text("")
    finish.finish(project / "site")


def test_a_site_in_a_folder_links_its_missing_page_to_that_folder(project):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(project / "site")]
    subprocess.run(
        command,
        cwd=project,
        check=True,
        capture_output=True,
        env={**build.QUIET, "SITE_URL": "https://example.org/pension/"},
    )
    finished(project)
    page = (project / "site" / "404.html").read_text("utf-8")
    links = re.findall(r'<a href="([^"]+)">', page.split("<h1>没有这一页</h1>")[1])
    assert links[:3] == ["/pension/", "/pension/query/", "/pension/rules/faq/"]


@pytest.mark.parametrize("head", ["", "#策略#", "#策略##策略##早一##早二#"])
def test_a_page_that_our_template_did_not_write_stops_the_build(head):
    known = {"#策略#": "a", "#早一#": "b", "#早二#": "c"}
    with pytest.raises(Stopped, match="docs/overrides/"):
        finish.filled(f"<head>{head}</head>", known, Path("index.html"))
    right = "<head>#早一##早二##策略#</head>#策略#"
    assert finish.filled(right, known, Path("index.html")) == "<head>bca</head>#策略#"


def test_search_skips_the_lists_of_sources(site):
    index = (site / "search" / "index.json").read_text("utf-8")
    assert "rules/law-list/" in index and "#依据与来源" not in index


def test_site_keeps_no_source_fragment(site):
    assert not (site / "fragments").exists()


# 写错的页面让建站失败


def edit(project, name: str, old: str, new: str) -> int:
    """改一处，返回那一行的行号。"""
    path = project / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def mkdocs_output(project) -> str:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(project / "site")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode != 0
    return done.stdout + done.stderr


@pytest.mark.parametrize("output", [mkdocs_output, check_output])
def test_one_wrong_digit_fails_the_build_with_page_and_line(project, output):
    line = edit(project, HENAN, "closing_balance: 119888.01", "closing_balance: 119888.03")
    message = output(project)
    assert f"{HENAN}:{line}" in message
    assert "119888.03" in message and "119888.01" in message


@pytest.mark.parametrize(
    "directive",
    [
        "{!/etc/hostname!}",
        "{!nothing.md!}",
        "{!../index.md!}",
        "{!~/x.md!}",
        "{!index.md",
        "`{! x.md !}`",
    ],
)
@pytest.mark.parametrize("output", [mkdocs_output, check_output])
def test_includes_reach_only_existing_fragments(project, output, directive):
    line = edit(project, HENAN, "## 重新算一遍", f"{directive}\n\n## 重新算一遍")
    assert f"{HENAN}:{line}" in output(project)


def test_a_link_out_of_the_fragments_is_refused(project):
    (project / "docs" / "fragments" / "out.md").symlink_to("/etc/hostname")
    edit(project, HENAN, "## 重新算一遍", "{!out.md!}\n\n## 重新算一遍")
    assert "docs/fragments/out.md" in check_output(project)
    assert "docs/fragments/out.md" in mkdocs_output(project)


def test_a_fragment_cannot_include_the_machine_either(project):
    (project / "docs" / "fragments" / "inner.md").write_text("{!/etc/hostname!}", "utf-8")
    edit(project, HENAN, "## 重新算一遍", "{!inner.md!}\n\n## 重新算一遍")
    assert "docs/fragments/inner.md:1" in check_output(project)
    mkdocs_output(project)


def test_a_good_include_does_not_hide_a_bad_one_beside_it(project):
    (project / "docs" / "fragments" / "good.md").write_text("好的片段。", "utf-8")
    line = edit(project, HENAN, "## 重新算一遍", "{!good.md!} {!/etc/hostname!}\n\n## 重新算一遍")
    assert f"{HENAN}:{line}" in check_output(project)
    assert f"{HENAN}:{line}" in mkdocs_output(project)


def test_a_linked_folder_is_refused(project):
    (project / "docs" / "etc").symlink_to("/etc")
    assert "docs/etc" in check_output(project)
    assert "docs/etc" in mkdocs_output(project)


def test_a_good_fragment_is_included(project):
    (project / "docs" / "fragments" / "good.md").write_text("片段里的一句话。", "utf-8")
    edit(project, HENAN, "## 重新算一遍", "{!good.md!}\n\n## 重新算一遍")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(project / "site")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "片段里的一句话。" in (
        project / "site" / "examples" / "henan-2021" / "index.html"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("block", "line", "word"),
    [
        (
            "```calc annual-interest\ninputs:\n  year: 2021\nexpect:\n  credited_interest: 1\n```",
            0,
            "opening_balance",
        ),
        (
            (
                "```calc annual-interest\n"
                "inputs:\n  opening_balance: 1\n  yaer: 2021\nexpect:\n  x: 1\n```"
            ),
            3,
            "yaer",
        ),
        (
            (
                "```calc annual-interest\n"
                "inputs:\n  opening_balance: 12a\n  year: 2021\nexpect:\n  x: 1\n```"
            ),
            2,
            "12a",
        ),
        (
            (
                "```calc annual-interest\n"
                "inputs:\n  opening_balance: 1\n  opening_balance: 2\nexpect:\n  x: 1\n```"
            ),
            3,
            "不止一次",
        ),
        (
            (
                "```calc annual-interest\ninputs:\n  opening_balance: 1\n  year: 2021\n"
                "  monthly_amount: 0\nexpect:\n  interest: 1\n```"
            ),
            6,
            "没有 interest",
        ),
        ("```calc no-such\ninputs:\n  a: 1\nexpect:\n  b: 1\n```", 0, "no-such"),
        ("```calc annual-interest\ninputs:\n  a: 1\n```", 0, "expect"),
        ("```calc annual-interest\ninputs: [\n```", 1, "名称"),
        ("```parameter no_such\n```", 0, "no_such"),
        ("```sources\nno-such | x\n```", 1, "no-such"),
        ("利率 {{crediting_rate 2031}}", 0, "2031"),
        ("利率 {{no_such 2021}}", 0, "no_such"),
        ("{{source no-such}}", 0, "no-such"),
        ("<script>alert(1)</script>", 0, "HTML"),
        ("文字 <img src=x onerror=alert(1)>", 0, "HTML"),
        ("<!-- 注释 -->", 0, "HTML"),
        ("- 列表\n\n    ```calc annual-interest\n    ```", 2, "顶格"),
        ("> ```calc annual-interest\n> ```", 0, "顶格"),
        ("```Calc annual-interest\n```", 0, "应当小写"),
        ("```{.calc}\n```", 0, "应当小写"),
        ("``` { .calc annual-interest }\n```", 0, "应当小写"),
        ("```\u200bcalc annual-interest\n```", 0, "应当小写"),
        ("````\n```calc annual-interest\n```", 0, "没有收尾"),
        (
            "```代码``` 是写法\n\n```calc annual-interest\ninputs:\n  a: 1\nexpect:\n  b: 1\n```",
            4,
            "没有“a”",
        ),
        ("```calc annual-interest\ninputs:\n  year: 2021\nexpect: {}\n```", 0, "expect"),
        (
            "```calc annual-interest\ninputs:\n  year: 1\nexpect:\n  x: 1\nexpect:\n  y: 1\n```",
            0,
            "expect",
        ),
        ("```parameter sources\n```", 0, "sources"),
        ("{{crediting_rate 0000}}", 0, "年份"),
        ("{{利率 2021 起}}", 0, "双花括号"),
        ("[x](javascript:alert(1))", 0, "脚本"),
        ("![x](https://example.org/x.png)", 0, "别处的图片"),
        ("[x](//example.org)", 0, "首页"),
        ("[x](mailto:a@example.org)", 0, "首页"),
        ("[x](https://rsj.beijing.gov.cn/a/b.html)", 0, "首页"),
        ("[x](y.md){ style=position:fixed }", 0, "事件"),
        ('文字{ onclick="x" }', 0, "事件"),
        ("看不见\u200b的字", 0, "看不见"),
    ],
)
def test_a_wrong_block_is_named_with_its_line(block, line, word):
    with pytest.raises(markup.MarkupError) as wrong:
        markup.expand(["前面一行", *block.splitlines()])
    assert any(place == line + 1 and word in message for place, message in wrong.value.problems), (
        wrong.value.problems
    )


def test_all_mistakes_of_a_page_are_reported_at_once():
    lines = ["{{crediting_rate 2031}}", "{{source no-such}}", "```sources", "no-such", "```"]
    with pytest.raises(markup.MarkupError) as wrong:
        markup.expand(lines)
    assert [place for place, _ in wrong.value.problems] == [0, 1, 3]


def test_quoted_blocks_and_code_are_left_alone():
    lines = ["````markdown", "```calc nothing", "```", "````", "用 `{{no_such 1}}` 表示"]
    assert markup.expand(lines) == lines


@pytest.mark.parametrize("page", ["{!a.md!}!/etc/hostname!}", "x {!a.md!}{!b.md!} y"])
@pytest.mark.parametrize("output", [mkdocs_output, check_output])
def test_pieces_cannot_be_joined_into_an_include(project, output, page):
    (project / "docs" / "fragments" / "a.md").write_text("{", "utf-8")
    (project / "docs" / "fragments" / "b.md").write_text("!/etc/hostname!}", "utf-8")
    edit(project, HENAN, "## 重新算一遍", f"{page}\n\n## 重新算一遍")
    output(project)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (HENAN, "## 重新算一遍", "文字 \\`<script>window.x=1</script>\\` 尾\n\n## 重新算一遍"),
        (HENAN, "## 重新算一遍", "`<script>window.x=1</script>``\n\n## 重新算一遍"),
        (
            HENAN,
            "description: 用一张",
            'description: "\\x22>\\x3cscript>window.x=1\\x3c/script>用一张',
        ),
        ("calc/parameters/sources.toml", "《社会保险经办条例》", "<script>window.x=1</script>"),
    ],
)
def test_no_script_of_a_page_is_ever_allowed_to_run(project, name, old, new):
    """绕过写法检查带进来的脚本，造网站时也拦得住：只认主题自己的脚本。"""
    edit(project, name, old, new + ('"' if new.startswith("description") else ""))
    text = (project / name).read_text("utf-8")
    (project / name).write_text(re.sub(r'用一张"(.*)', r'用一张\1"', text), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-d", str(project / "site")]
    if subprocess.run(command, cwd=project, capture_output=True).returncode == 0:
        with pytest.raises(Stopped) as stopped:
            finished(project)
        assert "脚本" in str(stopped.value)


@pytest.mark.parametrize("output", [mkdocs_output, check_output])
@pytest.mark.parametrize(
    "line",
    [
        '\\`<meta http-equiv="refresh" content="0; url=//evil.example/">\\`',
        "\\`<a href='//evil.example/'>登录查询余额</a>\\`",
        "登录[官网][g]",
        "[g]: https://evil.example/",
        "说明[^1]",
        '- !!! note md-dialog "提示"',
        "[查询](../query/index.md){ ping=//evil.example/ }",
        "## __search",
        "看不见\u2066的字",
        "看不见\U000e0041的字",
    ],
)
def test_a_line_that_could_become_something_else_is_named(project, output, line):
    number = edit(project, HENAN, "## 重新算一遍", f"{line}\n\n## 重新算一遍")
    assert f"{HENAN}:{number}: " in output(project)


@pytest.mark.parametrize("output", [mkdocs_output, check_output])
def test_a_page_too_big_for_markdown_is_named(project, output):
    edit(project, HENAN, "## 重新算一遍", f"{'[' * 20_000}\n\n## 重新算一遍")
    assert f"{HENAN}:" in output(project)


@pytest.mark.parametrize("front", ["hide: [toc]", "template: 404.html", "search:\n  exclude: true"])
def test_the_front_of_a_page_holds_nothing_else(project, front):
    line = edit(project, HENAN, "search:\n  boost: 0.6", front)
    assert f"{HENAN}:{line + front.count(chr(10))}: 页首" in check_output(project)


def settings_output(project) -> str:
    """mkdocs.yml 改坏了，MkDocs 读它以前说的话。"""
    command = [sys.executable, "-m", "scripts.checks.settings"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "setting",
    [
        "hooks: [pwned.py]",
        "INHERIT: other.yml",
        "extra_templates: [x.html]",
        "watch: !!python/object/apply:os.mkdir [pwned]",
    ],
)
def test_a_setting_that_runs_something_is_named_before_mkdocs_reads_it(project, setting):
    (project / "pwned.py").write_text("open('pwned', 'w')\n", "utf-8")
    line = edit(project, "mkdocs.yml", "strict: true", f"{setting}\nstrict: true")
    assert f"mkdocs.yml:{line}: " in settings_output(project)
    assert not (project / "pwned").exists()


def kinds(page: str) -> set:
    """正文里的元素和属性名。"""
    article = page[page.index("<article") : page.index("</article>")]
    return {(tag, *sorted(facts)) for tag, facts in Tags(article).found}


def test_signs_in_plain_text_and_code_stay_text(project, site):
    """查过没有问题的：真的造一次，正文里没有多出别的元素和属性。"""
    code = '```text\n<script src="//evil.example/"></script> {: .x } [x](//y)\n```'
    words = f"2 < 3 & 4 > 1，`{{{{x}}}}`，a_b。\n\n{code}"
    edit(project, HENAN, "## 重新算一遍", f"{words}\n\n## 重新算一遍")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(project / "site")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (project / "site" / "examples" / "henan-2021" / "index.html").read_text("utf-8")
    page = finish.finish_links(page, "../../")
    assert "&lt;script src=" in page and "2 &lt; 3 &amp; 4 &gt; 1" in page
    here, code = (
        built(site, Path(name)) for name in ("examples/henan-2021.md", "contribute/index.md")
    )
    assert kinds(page) <= kinds(here) | kinds(code)


def test_a_file_that_is_not_a_page_is_refused(project):
    (project / "docs" / "evil.html").write_text("<script>1</script>", "utf-8")
    assert "docs/evil.html" in check_output(project)
    assert "docs/evil.html" in mkdocs_output(project)


def test_a_wrong_parameter_file_is_named(project):
    edit(project, "calc/parameters/crediting_rate.toml", 'value = "6.69"', 'value = "6,69"')
    assert "crediting_rate.toml" in check_output(project)


def test_a_macro_reads_the_parameter():
    assert (
        markup.expand_macros("{{crediting_rate 2021}}和{{account_contribution_rate 2021}}")
        == "6.69%和8%"
    )


def test_a_macro_tells_the_day_some_provinces_followed():
    assert markup.expand_macros("{{account_contribution_rate 2006 later}}") == "2006 年 7 月 1 日"
    for macro in ("{{account_contribution_rate 2005 later}}", "{{crediting_rate 2021 later}}"):
        with pytest.raises(markup.MarkupError, match="不能写成 later"):
            markup.expand_macros(macro)
