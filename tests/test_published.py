"""只发布收的东西：造好的网页和文件、mkdocs.yml、Markdown 的写法，一类一类地试坏的。"""

import os
import random
import re
import shutil
import time
import tomllib
from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config
from selectolax.lexbor import LexborHTMLParser

from helpers import check_output
from scripts.checks import grammar, published, settings
from scripts.pages import markup

NAME = "examples/henan-2021/index.html"
SOURCE = markup.DOCS / "examples" / "henan-2021.md"
EVIL = "//evil.example/"
POLICY = r'(<meta http-equiv="Content-Security-Policy"[^>]*>)'


@pytest.fixture(scope="module")
def facts(site) -> tuple[str, tuple[str, ...]]:
    """安全策略和另外写进页首的脚本。"""
    head = (site / NAME).read_text("utf-8").partition('<meta name="viewport"')[0]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', head)[1]
    return policy, tuple(re.findall(r"<script>(.*?)</script>", head, re.S))


@pytest.fixture(scope="module")
def original(site) -> str:
    return (site / NAME).read_text("utf-8")


@pytest.fixture
def found(site, facts):
    """查一页网页，返回查出来的问题。"""

    def look(text: str, name: str = NAME, source: Path = SOURCE) -> list[str]:
        page = published.Page(published.Site(site, *facts), name, source)
        return [problem.what for problem in published.page_problems(page, text)]

    return look


@pytest.fixture
def copy(site, tmp_path) -> Path:
    """网站的一份拷贝，可以改坏；没有改的文件不占地方。"""
    return Path(shutil.copytree(site, tmp_path / "site", copy_function=os.link))


def rewrite(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


# 造好的网页


def test_the_present_site_passes_quickly(site, facts):
    start = time.process_time()
    assert published.problems(site, *facts) == []
    assert published.asset_problems(site) == []
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "html",
    [
        "<p>一段话 <strong>要紧的</strong> <em>轻的</em> <code>x</code><br></p><hr>",
        '<p><a href="https://si.12333.gov.cn/">国家平台</a><a href="tel:12333">12333</a></p>',
        '<p><a href="../../query/">查询</a><a href="../../rules/faq/#x">问</a></p>',
        '<p><a href="#x">这里</a></p>',
        '<ol start="3"><li>第三</li></ol><blockquote><p>引用</p></blockquote>',
        '<p><img alt="手机上的算例" src="../../assets/screenshot.png"></p>',
        '<h4 id="小标题">小标题</h4>',
        '<div class="admonition note"><p class="admonition-title">题</p><p>字</p></div>',
    ],
)
def test_what_markdown_writes_is_fine(original, found, html):
    assert found(original.replace("</article>", f"{html}</article>")) == []


IN_ARTICLE = [
    "<script>1</script>",
    '<script src="../../assets/x.mjs" type="module"></script>',
    f'<script src="{EVIL}x.js"></script>',
    "<style>*{position:fixed}</style>",
    f'<link rel="stylesheet" href="{EVIL}x.css">',
    f'<link rel="prefetch" href="{EVIL}">',
    f'<meta http-equiv="refresh" content="0;url={EVIL}">',
    f"<META HTTP-EQUIV=refresh CONTENT='0;url={EVIL}'>",
    f'<base href="{EVIL}">',
    f'<iframe src="{EVIL}"></iframe>',
    '<iframe srcdoc="x"></iframe>',
    f'<object data="{EVIL}"></object>',
    f'<embed src="{EVIL}">',
    f'<portal src="{EVIL}"></portal>',
    f'<form action="{EVIL}"><input name="id"></form>',
    "<form><p>x</p></form>",
    '<input name="password" type="password">',
    '<input type="hidden" name="year">',
    f'<button formaction="{EVIL}">登录</button>',
    "<button>登录</button>",
    "<textarea></textarea>",
    "<select><option>x</select>",
    '<label for="__search">点这里</label>',
    "<fieldset></fieldset>",
    f'<a href="{EVIL}">x</a>',
    "<a href='https://evil.example/'>x</a>",
    "<a href=https://evil.example/>x</a>",
    '<a href="&#104;ttps://evil.example/">x</a>',
    '<a href="https&colon;//evil.example/">x</a>',
    '<a href="java&#9;script:1">x</a>',
    '<a href="javascript:1">x</a>',
    '<a href=" https://evil.example/">x</a>',
    '<a href="\\\\evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    '<a href="/">x</a>',
    '<a href="../../../../etc/passwd">x</a>',
    '<a href="?q=x">x</a>',
    '<a href="">x</a><a>y</a>',
    '<a href="../../search/index.json">x</a>',
    '<a href="../../no/such/">x</a>',
    '<a href="%2f%2fevil.example">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="mailto:a@evil.example">x</a>',
    '<a href="tel:95555">x</a>',
    '<a href="https://si.12333.gov.cn">x</a>',
    '<a href="https://si.12333.gov.cn/a">x</a>',
    '<a href="https://si.12333.gov.cn@evil.example/">x</a>',
    '<a href="HTTPS://EVIL.EXAMPLE/">x</a>',
    '<a href="../../" target="_blank">x</a>',
    '<a href="../../" download>x</a>',
    f'<a href="../../" ping="{EVIL}">x</a>',
    '<a href="../../" rel="opener">x</a>',
    '<a href="../../" name="x">x</a>',
    '<a href="../../" data-page="query/">x</a>',
    '<a href="../../" title="&lt;img src=x onerror=1&gt;">x</a>',
    f'<map><area href="{EVIL}"></map>',
    f'<img src="{EVIL}x.png" alt="x">',
    '<img src="../../assets/images/favicon.png" alt="x">',
    f'<img src="../../assets/screenshot.png" alt="x" srcset="{EVIL} 2x">',
    '<img src="../../assets/screenshot.png" alt="x" onerror="1">',
    '<img src="../../assets/screenshot.png">',
    '<img src="data:image/png,x" alt="x">',
    f'<svg><a xlink:href="{EVIL}"><text>x</text></a></svg>',
    "<svg><script>1</script></svg>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "<svg><style>*{}</style></svg>",
    f'<svg><use href="{EVIL}"></use></svg>',
    "<svg onload=1></svg>",
    "<math><mtext><img src=x onerror=1></mtext></math>",
    "<template><script>1</script></template>",
    '<div><template shadowrootmode="open"><p>x</p></template></div>',
    "<slot></slot>",
    "<details open ontoggle=1><summary>x</summary></details>",
    f'<video src="{EVIL}"></video>',
    f'<audio src="{EVIL}"></audio>',
    f'<picture><source srcset="{EVIL}"></picture>',
    f'<table background="{EVIL}"><tr><td>x</table>',
    '<p style="position:fixed;inset:0">x</p>',
    '<p class="md-dialog">x</p>',
    '<p id="__search">x</p>',
    '<h2 id="">x</h2>',
    '<h2 id="__config">x</h2>',
    '<div data-md-component="search">x</div>',
    '<p data-anything="x">x</p>',
    "<p hidden>x</p>",
    '<p is="calc-form">x</p>',
    '<p slot="x">x</p>',
    "<p contenteditable>x</p>",
    '<p accesskey="x">x</p>',
    '<p tabindex="1">x</p>',
    '<p dir="rtl">x</p>',
    '<p lang="en">x</p>',
    '<p role="alert">x</p>',
    '<p popover id="x">x</p>',
    f'<p itemscope itemid="{EVIL}">x</p>',
    f'<blockquote cite="{EVIL}">x</blockquote>',
    "<marquee>x</marquee>",
    "<dialog open>x</dialog>",
    "<evil-element>x</evil-element>",
    "<calc-form>x</calc-form>",
    '<calc-form class="calc" calculator="annual-interest"><p>x</p></calc-form>',
    '<noscript><p title="</noscript><img src=x onerror=1>"></noscript>',
    "<noscript><p>x</p></noscript>",
    "<!-- 注释 -->",
    "<!x>",
    "<?x?>",
    "<![CDATA[x]]>",
    "</ x>",
    "</article><p>x</p>",
    "</article><article><p>x</p>",
    "</body><footer>x</footer>",
    "<body onload=1>",
    "<html onclick=1>",
    "<title>x</title>",
    "<plaintext>",
    "<xmp>x</xmp>",
    "<noembed>x</noembed>",
    "<p>看不见\u200b的字</p>",
    "<p>&#x202e;反过来</p>",
    "<p>&shy;软连字符</p>",
    '<abbr title="别的解释" tabindex="0">x</abbr>',
    '<abbr title="&lt;form&gt;" tabindex="0">x</abbr>',
    '<h2 id="为什么多一分">重复的名称</h2>',
    "<div>" * 100,
]


@pytest.mark.parametrize("html", IN_ARTICLE)
def test_nothing_else_is_published_in_the_text(original, found, html):
    assert found(original.replace("</article>", f"{html}</article>"))


PLACES = [
    "<!doctype html>",
    "<title>",
    "</title>",
    "</head>",
    "<header",
    "</header>",
    "<article",
    "</nav>",
    "<footer",
    "</footer>",
    "</body>",
]
AROUND = [
    "<script>1</script>",
    f'<script src="{EVIL}"></script>',
    f'<meta http-equiv="refresh" content="0;url={EVIL}">',
    f'<form action="{EVIL}"><input name="id"></form>',
    '<input class="md-toggle" name="id">',
    f'<a class="md-nav__link" href="{EVIL}">登录</a>',
    f'<a class="md-source" href="{EVIL}">登录</a>',
    '<a class="md-nav__link" href="https://si.12333.gov.cn/">官网</a>',
    f'<img src="{EVIL}">',
    "<style>*{}</style>",
    f'<link rel="stylesheet" href="{EVIL}">',
    "<!-- 注释 -->",
    "<p>x</p>",
]


@pytest.mark.parametrize("html", AROUND)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_else_is_published_around_the_text(original, found, place, html):
    assert place in original
    injected = f"</title>{html}<title>" if place in ("<title>", "</title>") else html
    changed = original.replace(place, f"{injected}{place}", 1)
    if place == "<title>":
        changed = original.replace(place, f"{place}x{injected}", 1)
    assert found(changed)
    assert found(original + html)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("default-src 'none'", "default-src *"),
        (POLICY, ""),
        (POLICY, r"\1\1"),
        (POLICY + r'\s*(<meta name="referrer"[^>]*>)', r"\2\1"),
        (POLICY + r'(.*?)(<meta name="viewport")', r"\2\1\3"),
        ('content="no-referrer"', 'content="unsafe-url"'),
        ('<meta name="viewport"', '<meta name="generator" content="x"><meta name="viewport"'),
        ('<meta name="viewport"', '<meta property="og:url" content="x"><meta name="viewport"'),
        ('<meta name="viewport"', f'<link rel="canonical" href="{EVIL}"><meta name="viewport"'),
        (r'rel="icon" href="[^"]*"', 'rel="icon" href="../../assets/screenshot.png"'),
        ('rel="icon"', 'rel="manifest"'),
        (r'integrity="sha256-....', 'integrity="sha256-AAAA'),
        (r' integrity="[^"]*"', ""),
        (r'src="[^"]*calc\.mjs"', 'src="../../assets/screenshot.png"'),
        (r'src="[^"]*(bundle[^"]*)"', r'src="https://evil.example/\1"'),
        (' type="module"', ""),
        (r"<script>var palette", "<script>alert(1);var palette"),
        (r"<script>var palette", "<script nonce=x>var palette"),
        (r'new URL\("../.."', f'new URL("{EVIL}"'),
        ('"base": "../.."', f'"base": "{EVIL}"'),
        (r'"search": "../../', f'"search": "{EVIL}'),
        ('"navigation.instant", ', ""),
        ('"clipboard.copy": "', '"clipboard.copy": "<b>'),
        ('"tags": null', '"tags": {"x": "y"}'),
        (r'(<script id="__config".*?</script>)', r"\1\1"),
        ('<html lang="zh"', '<html manifest="x" lang="zh"'),
        ("<body ", '<body onload="1" '),
        ("<body ", '<body style="x" '),
        ('<form class="md-search__form"', f'<form action="{EVIL}" class="md-search__form"'),
        ('id="__drawer"', 'id="__other"'),
        ('name="query"', 'name="password"'),
        ("<h2 id=", '<h2 onclick="1" id='),
        (r'class="headerlink" href="#[^"]*"', f'class="headerlink" href="{EVIL}"'),
        (r'href="[^"]*" class="md-nav__link"', f'class="md-nav__link" href="{EVIL}"'),
        (r'href="[^"]*" class="md-tabs__link"', 'class="md-tabs__link" href="../../no-such/"'),
        ("</title>", "\u200b</title>"),
        ("<!doctype html>", "<!doctype html SYSTEM 'about:legacy-compat'>"),
        ("<!doctype html>", ""),
    ],
)
def test_a_changed_page_is_refused(original, found, old, new):
    changed = re.sub(old, new, original, count=1, flags=re.S)
    assert changed != original
    assert found(changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="opening_balance"', 'name="id_card"'),
        ('name="opening_balance" type="text"', 'name="opening_balance" type="password"'),
        ("<form novalidate", f'<form action="{EVIL}" novalidate'),
        ('calculator="annual-interest"', 'calculator="refund-check"'),
        (r"(<calc-form.*?</calc-form>)", ""),
        (r"(<calc-form.*?</calc-form>)", r"\1\1"),
    ],
)
def test_a_changed_form_is_refused(site, found, old, new):
    name, source = "calculators/annual-interest/index.html", "calculators/annual-interest.md"
    text = (site / name).read_text("utf-8")
    changed = re.sub(old, new, text, count=1, flags=re.S)
    assert changed != text
    assert not found(text, name, markup.DOCS / source)
    assert found(changed, name, markup.DOCS / source)


def test_a_problem_is_told_with_the_source_and_its_line(copy, facts):
    text = (copy / NAME).read_text("utf-8")
    rewrite(copy / NAME, text.replace('<h2 id="为什么多一分"', '<h2 onclick="1" id="为什么多一分"'))
    line = SOURCE.read_text("utf-8").splitlines().index("## 为什么多一分") + 1
    told = published.problems(copy, *facts)
    assert len(told) == 1 and told[0].startswith(f"docs/examples/henan-2021.md:{line}: ")
    assert "onclick" in told[0] and NAME in told[0]


def test_a_problem_of_every_page_is_told_once(copy, facts):
    for path in copy.rglob("*.html"):
        text = path.read_text("utf-8")
        rewrite(path, text.replace("不是政府网站", "<b>不是政府网站</b>"))
    told = published.problems(copy, *facts)
    assert len(told) == 1 and told[0].startswith("mkdocs.yml:") and "页）" in told[0]


# 造好的文件


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("evil.html", "<p>x</p>"),
        ("query/evil/index.html", "<p>x</p>"),
        ("assets/evil.js", "1"),
        ("assets/javascripts/evil.js", "1"),
        ("assets/calc/0123456789abcdef/evil.mjs", "1"),
        ("assets/evil.png", "x"),
        ("assets/evil.svg", "<svg/>"),
        ("assets/screenshot.png", "x"),
        ("assets/images/favicon.png", "x"),
        ("search/evil.json", "{}"),
        ("service-worker.js", "1"),
        ("manifest.json", "{}"),
        (".well-known/x", "x"),
        ("robots.txt", "x"),
        ("_redirects", f"/* {EVIL}"),
        ("evil.js.br", "x"),
        ("licences/evil.html", "x"),
        ("search/index.json", '{"docs": [{"location": "no/", "title": "x", "text": "y"}]}'),
        ("search/index.json", '{"docs": [{"location": "", "title": "x", "tags": "y"}]}'),
        ("search/index.json", '{"docs": [{"location": "//evil/", "title": "", "text": ""}]}'),
        ("sitemap.xml", f"<loc>https:{EVIL}</loc>"),
    ],
)
def test_a_file_that_is_not_ours_is_refused(copy, name, text):
    rewrite(copy / name, text)
    assert any(name in problem for problem in published.asset_problems(copy))


@pytest.mark.parametrize("pattern", ["stylesheets/main.*.css", "javascripts/bundle.*.js"])
def test_a_changed_file_of_the_theme_is_refused(copy, pattern):
    path = next((copy / "assets").glob(pattern))
    rewrite(path, path.read_text("utf-8") + " ")
    assert any("主题" in problem for problem in published.asset_problems(copy))


def test_a_link_in_the_site_is_refused(copy):
    (copy / "assets" / "etc").symlink_to("/etc")
    assert any("符号链接" in problem for problem in published.asset_problems(copy))


def test_a_missing_page_is_named(copy):
    (copy / NAME).unlink()
    told = published.asset_problems(copy)
    assert any("docs/examples/henan-2021.md" in problem for problem in told)


def test_the_lists_of_assets_agree():
    """docs/assets/ 里有的都登记了，登记的都有。"""
    paths = (markup.DOCS / "assets").rglob("*.*")
    assert {path.relative_to(markup.DOCS).as_posix() for path in paths} == markup.PUBLISHED_ASSETS


# mkdocs.yml


def test_the_present_settings_pass():
    assert settings.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("strict: true", "strict: false", "strict"),
        ("strict: true", "strict: true\nhooks: [x.py]", "hooks"),
        ("strict: true", "strict: true\nINHERIT: ../x.yml", "INHERIT"),
        ("strict: true", "strict: true\ndocs_dir: /etc", "docs_dir"),
        ("strict: true", "strict: true\nedit_uri: x", "edit_uri"),
        ("strict: true", "strict: true\nstrict: true", "不止一次"),
        ("strict: true", "strict: !!python/object/apply:os.system ['x']", "标签"),
        ("strict: true", "strict: !!python/name:os.system", "标签"),
        ("strict: true", "strict: !relative $config_dir", "标签"),
        ("strict: true", "strict: &a true", "锚点"),
        ("strict: true", "strict: *a", "锚点"),
        ("strict: true", "strict: [*a]", "锚点"),
        ("strict: true", "? [strict]\n: true", "不在收的设置里"),
        ("site_name: ", "%YAML 1.1\n---\nsite_name: ", "指令"),
        ("custom_dir: docs/overrides", "custom_dir: docs", "custom_dir"),
        ("  name: material", "  name: null", "theme.name"),
        ("  font: false", "  font: Roboto", "theme.font"),
        ("  language: zh", "  language: ../../x", "theme.language"),
        ("  - search:", "  - tags\n  - search:", "plugins"),
        ("      lang: zh", "      lang: zh\n      jieba_dict_user: /etc/passwd", "jieba"),
        ("      lang: zh", "      lang: zh\n      pipeline: [x]", "pipeline"),
        ("  - attr_list", "  - md_in_html", "attr_list"),
        ("  - attr_list", "  - attr_list\n  - pymdownx.snippets", "markdown_extensions"),
        ("base_path: docs/fragments", "base_path: /", "base_path"),
        ("  - assets/calc/calc.css", "  - https://evil.example/x.css", "extra_css"),
        (
            "extra_css:",
            "extra_javascript:\n  - //evil.example/x.mjs\nextra_css:",
            "extra_javascript",
        ),
        ("  generator: false", "  generator: false\n  analytics: {provider: google}", "analytics"),
        ("  generator: false", "  generator: false\n  homepage: https://evil.example", "homepage"),
        ('[REPO_URL, ""]', '[HOME, ""]', "repo_url"),
        ('!ENV [REPO_URL, ""]', "https://evil.example/", "repo_url"),
        ('"http://localhost/"', '"https://evil.example/"', "site_url"),
        ("copyright: ", "copyright: <a href=x>x</a>", "copyright"),
        ("copyright: ", "copyright: |\n  x\n  ", "copyright"),
        ("site_name: ", "site_name: \u200b", "看不见"),
        ("site_name: ", "site_name: \u0430", "字母"),
        ("site_name: ", "site_name: <script>", "site_name"),
        ("name: 换成深色", "name: '\"><script>'", "palette"),
        ("- 首页: index.md", "- 首页: ../README.md", "README"),
        ("- 首页: index.md", "- 首页: https://evil.example/", "evil"),
        ("- 首页: index.md", "- 首页: fragments/terms.md", "fragments"),
        ("- 首页: index.md", "- 首页: no-such.md", "no-such"),
        ("- 首页: index.md", "- '<b>': index.md", "目录的标题"),
        ("- 首页: index.md", "- index.md", "标题: 页面"),
        ("- 首页: index.md", "- 首页: index.md\n  - 又: index.md", "不止一次"),
        ("exclude_docs: |\n  /fragments/", "exclude_docs: |\n  /x/", "exclude_docs"),
        ("anchors: warn", "anchors: ignore", "anchors"),
        ("permalink: true", "permalink: <b>", "permalink"),
    ],
)
def test_a_setting_that_is_not_ours_is_named_with_its_line(tmp_path, old, new, word):
    text = settings.FILE.read_text("utf-8")
    path = tmp_path / "mkdocs.yml"
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    found = settings.problems(path)
    lines = [int(re.match(r"mkdocs\.yml:(\d+): ", problem)[1]) for problem in found]
    assert any(word in problem for problem in found), found
    assert any(at in range(line - 12, line + new.count("\n") + 2) for at in lines), (line, found)


NOT_SETTINGS = ["", "[]", "- x", "x", "a: b: c", "\ta: b", "[" * 5000, "{" * 5000, "x" * 200_000]


@pytest.mark.parametrize("text", NOT_SETTINGS)
def test_settings_that_are_not_a_mapping_are_refused(tmp_path, text):
    path = tmp_path / "mkdocs.yml"
    path.write_text(text, "utf-8")
    assert settings.problems(path)
    assert settings.problems(tmp_path / "no-such.yml")


@pytest.mark.parametrize("value", ["javascript:1", '"><script>', "https://x/ x", "//x/", "ftp://x"])
@pytest.mark.parametrize("name", ["SITE_URL", "REPO_URL"])
def test_a_wrong_address_in_the_environment_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert any(name in problem for problem in settings.problems())


def test_reading_the_settings_makes_no_object(tmp_path):
    """像 !!python/object/apply 这样的标签不会被执行。"""
    made = tmp_path / "made"
    path = tmp_path / "mkdocs.yml"
    path.write_text(f"x: !!python/object/apply:os.mkdir ['{made}']\n", "utf-8")
    assert settings.problems(path) and not made.exists()


# Markdown 的写法


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("文字 <b>x</b>", 0, "HTML"),
        ("`<b>` 在反引号里", 0, "HTML"),
        ("\\`<b>\\`", 0, "HTML"),
        ("<https://evil.example/>", 0, "HTML"),
        ("<a@evil.example>", 0, "HTML"),
        ("<1@evil.example>", 0, "HTML"),
        ("甲 <", 0, "HTML"),
        ("&#106;avascript:", 0, "实体"),
        ("&lt;b&gt;", 0, "实体"),
        ("`&lt;`", 0, "实体"),
        ("\\*", 0, "反斜线"),
        ("`甲", 0, "反引号"),
        ("``甲``", 0, "反引号"),
        ("`甲\n乙`", 0, "反引号"),
        ("    ```text\n    x\n    ```", 0, "顶格"),
        ("> ```text", 0, "顶格"),
        ("~~~text\nx\n~~~", 0, "应当小写"),
        ("甲 ~~~", 0, "顶格"),
        ('```text title="x"\nx\n```', 0, "应当小写"),
        ("```text { .x onclick=1 }\nx\n```", 0, "应当小写"),
        ("```python\nx\n```", 0, "应当小写"),
        ("```html\nx\n```", 0, "应当小写"),
        ("```text\nx\n````", 2, "收尾"),
        ("```text\nx\n ```", 2, "收尾"),
        ("[x](//evil.example/)", 0, "首页"),
        ("[x](https://evil.example/)", 0, "首页"),
        ("[x](https://www.gov.cn/a)", 0, "首页"),
        ("[x](HTTPS://www.gov.cn/)", 0, "首页"),
        ("[x]( https://www.gov.cn/ )", 0, "首页"),
        ('[x](../index.md "标题")', 0, "首页"),
        ("[x](../index.md '标题')", 0, "首页"),
        ('[x](../index.md\n"标题")', 0, "首页"),
        ("[x](\n../index.md)", 0, "首页"),
        ("[x](/index.md)", 0, "首页"),
        ("[x](../../../../etc/passwd)", 0, "首页"),
        ("[x](?q=x)", 0, "首页"),
        ("[x]()", 0, "首页"),
        ("[x](\u3000//evil.example/)", 0, "首页"),
        ("[[x](a.md)](//evil.example/)", 0, "首页"),
        ("`[x](//evil.example/)`", 0, "首页"),
        ("[x]{{literal (//evil.example/)}}", 0, "首页"),
        ("{{literal [x]}}(//evil.example/)", 0, "首页"),
        ("[x][y]", 0, "引用式"),
        ("[x]: //evil.example/", 0, "引用式"),
        ("> [x]: //evil.example/", 0, "引用式"),
        ("[x]:\n//evil.example/", 0, "引用式"),
        ("字[^1]", 0, "脚注"),
        ("[^1]: 字", 0, "脚注"),
        ("[TOC]", 0, "TOC"),
        ("![x](../assets/other.png)", 0, "图片"),
        ("![x](screenshot.png)", 0, "图片"),
        ("![x][y]", 0, "图片"),
        ("![x", 0, "图片"),
        ('[x](a.md){ onclick="x" }', 0, "事件"),
        ("[x](a.md){ target=_blank }", 0, "花括号"),
        ("[x](a.md){: ping=x }", 0, "花括号"),
        ("[x](a.md){.other}", 0, "花括号"),
        ("[x](a.md){ .md-button #x }", 0, "花括号"),
        ("[x](a.md){ data-fill='a=b' }", 0, "花括号"),
        ('[x](a.md){ data-fill="a=b&lt;" }', 0, "实体"),
        ('[x](a.md){ data-fill="a=b" onclick=x }', 0, "事件"),
        ("文字 { .md-button }", 0, "花括号"),
        ("# 标题 { .x }", 0, "花括号"),
        ("# 标题 { #x .y }", 0, "花括号"),
        ("# 标题 { #x }{ srcset=y }", 0, "花括号"),
        ("# 标题 { #__search }", 0, "下划线"),
        ("| 甲 { colspan=2 } |", 0, "花括号"),
        ("- 甲\n{ .x }", 1, "花括号"),
        ("`{ x }`", 0, "花括号"),
        ("{", 0, "花括号"),
        ("## __search", 0, "下划线"),
        ("__search\n---", 0, "下划线"),
        ('!!! danger "x"', 0, "提示框"),
        ('!!! note md-dialog "x"', 0, "提示框"),
        ("!!! note", 0, "提示框"),
        ('- !!! note "x"', 0, "提示框"),
        ('    !!! note "x"', 0, "提示框"),
        ('??? note "x"', 0, "提示框"),
        ("{{literal <}}b>", 0, "HTML"),
        ("{{literal `}}", 0, "反引号"),
        ("{{literal {{x}}", 0, "花括号"),
        ("```calc annual-interest\ninputs: &a\n  year: 1\nexpect: *a\n```", 1, "不写"),
        ("```calc annual-interest\ninputs: !!python/name:os.system\n```", 1, "不写"),
        ("```calc annual-interest\ninputs:\n  year: !x 1\n```", 2, "不写"),
        ("```calc annual-interest\n%YAML 1.1\n```", 1, "不写"),
    ],
)
def test_what_is_not_used_is_refused_with_its_line(text, line, word):
    with pytest.raises(markup.MarkupError) as wrong:
        markup.expand(["前面一行", "", *text.split("\n")])
    told = wrong.value.problems
    assert any(at == line + 2 and word in message for at, message in told), told


@pytest.mark.parametrize(
    "line",
    [
        "2 < 3，5 > 4，甲 & 乙。",
        "[查询](../query/index.md)、[问](../rules/faq.md#abroad)、[这里](#here)",
        "[国家平台](https://si.12333.gov.cn/)",
        '[算](../calculators/retirement-age.md){ data-fill="category=male&birth=1966-09" }',
        "[各地](../regions/index.md){ .md-button .md-button--primary }",
        "## 人在国外 {#abroad}",
        "## 人在国外 { #abroad }",
        "### “[2001]号。5”“[2011]107号”",
        '!!! warning "小心"',
        "    提示框里的字",
        "> 引用的话",
        "| 甲 | 乙 |",
        "| --- | ---: |",
        "用 `{{crediting_rate 2021}}` 表示，路径是 `docs/a_b.md`",
        "**要紧**，*轻的*，a_b_c，5 * 3",
        "![手机上的算例](../assets/screenshot.png)",
        "Σ 是求和，〇 是零，人々。",
    ],
)
def test_what_the_pages_use_is_fine(line):
    grammar.check_line(line)


@pytest.mark.parametrize(
    "text",
    [
        "```text\n<b> & \\ `{x}` [x](//y)\n```",
        "````markdown\n```calc x\n```\n````",
        "```\n<script>\n```",
    ],
)
def test_code_blocks_may_hold_anything(text):
    assert markup.expand(text.split("\n")) == text.split("\n")


FRONT = "---\ntitle: 标题\ndescription: 说明。\n---\n\n# 标题"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("---\ntitle", "title", 0),
        ("---\ntitle", "--- \ntitle", 0),
        ("---\ntitle", "\n---\ntitle", 0),
        ("title: 标题\n", "", 1),
        ("title: 标题", 'title: "标题"', 1),
        ("title: 标题", "title: '标题'", 1),
        ("title: 标题", "title: >\n  标题", 1),
        ("title: 标题", "title: |\n  标题", 1),
        ("title: 标题", "title: !!str 标题", 1),
        ("title: 标题", "title: &a 标题", 1),
        ("title: 标题", "title: *a", 1),
        ("title: 标题", "title: [标题]", 1),
        ("title: 标题", "title: {标题}", 1),
        ("title: 标题", "title: 标题 # 注释", 1),
        ("title: 标题", "title: 标题: 又", 1),
        ("title: 标题", "title: 标题<script>", 1),
        ("title: 标题", "title: 标题&lt;", 1),
        ("title: 标题", "title: 标题\\x3c", 1),
        ("title: 标题", "title: 标题`x`", 1),
        ("title: 标题", "title: {{crediting_rate 2021}}", 1),
        ("title: 标题", "title: 12333", 1),
        ("title: 标题", "title: 2021-01-01", 1),
        ("title: 标题", "title: true", 1),
        ("title: 标题", "title: ~", 1),
        ("title: 标题", "title:", 1),
        ("title: 标题", "title:  标题 ", 1),
        ("title: 标题", "title: 标题\ntitle: 又", 2),
        ("title: 标题", "template: x.html\ntitle: 标题", 1),
        ("description: 说明。", "description: 说明。\n  又一行", 3),
        ("description: 说明。", "description: 说明。\nhide: [navigation]", 3),
        ("description: 说明。", "description: 说明。\nsearch:\n  exclude: true", 4),
        ("description: 说明。", "description: 说明。\nsearch:\n  boost: 99", 4),
        ("description: 说明。", "description: 说明。\nsearch:\n  boost: 1\n  x: 1", 5),
        ("。\n---", "。\n...", 3),
        ("---\n\n# ", "---\n# ", 4),
    ],
)
def test_the_front_of_a_page_is_plain_text(old, new, line):
    assert old in FRONT
    with pytest.raises(markup.MarkupError) as wrong:
        grammar.check_front(FRONT.replace(old, new, 1).split("\n"))
    [(at, message)] = wrong.value.problems
    assert at == line and "页首" in message


@pytest.mark.parametrize("extra", ["", "\nsearch:\n  boost: 0.6"])
def test_a_plain_front_is_fine(extra):
    grammar.check_front(FRONT.replace("。\n---", f"。{extra}\n---").split("\n"))


def test_the_same_heading_name_twice_is_refused():
    with pytest.raises(markup.MarkupError) as wrong:
        grammar.check_ids(["# 甲 { #x }", "", "## 乙 {#x}", "", "## 丙 { #c12-year }"])
    assert [line for line, _ in wrong.value.problems] == [2, 4]


def test_a_row_of_a_table_cannot_take_a_heading_name():
    with pytest.raises(markup.MarkupError):
        grammar.check_ids(["| 甲 |", "| --- |", "# 乙 { #x }"])


# 看不见的字


HIDDEN = (
    "\x00\x02\x03\x08\t\x0b\x0c\x1b\x1c\x1e\x7f\x85\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4"
    "\u180b\u180e\u2000\u2007\u2009\u200b\u200e\u2028\u2029\u202e\u202f\u205f\u2060\u2062\u2066"
    "\u206f\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffc\ufffd\ufffe\ue000\U000e0001\U000e0041"
    "\U000e0100\U000f0000\U0001d173"
)


@pytest.mark.parametrize("letter", HIDDEN, ids=lambda letter: f"{ord(letter):04X}")
def test_letters_that_cannot_be_seen_are_refused_everywhere(letter):
    body = f"\n\n好的\n看{letter}不见\n\n```text\n{letter}x\n```"
    text = FRONT.replace("说明", f"说{letter}明") + body
    lines = [line for line, _ in grammar.file_problems(text)]
    assert lines == [2, 8, 11]
    assert grammar.letter_problem(letter)


@pytest.mark.parametrize("letter", "аοｇⅼɡ⺀⼀\uf900ㄅ", ids=lambda letter: f"{ord(letter):04X}")
def test_letters_that_look_like_others_are_refused(letter):
    assert grammar.letter_problem(f"www.{letter}ov.cn")


@pytest.mark.parametrize("letter", "a1·×÷Σ–—‘“…→−、《》〇〔〕（）＋￥①\u3000\U00020000\U000323af")
def test_letters_that_the_pages_use_are_fine(letter):
    assert not grammar.letter_problem(letter)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "北京市"', 'name = "北京\u200b市"'),
        ('name = "北京市"', 'name = "北京\\u200b市"'),
        ('name = "北京市"', 'name = "北京\\U000E0041市"'),
        ('apps = ["京通"', 'apps = ["<b>京通"'),
        ('apps = ["京通"', 'apps = ["京通&lt;"'),
        ('apps = ["京通"', 'apps = ["京通{ .x }"'),
        ('apps = ["京通"', "apps = ['京通\\`'"),
        ("[regions.beijing]", "# \u202e\n[regions.beijing]"),
    ],
)
def test_a_table_holds_plain_text(monkeypatch, tmp_path, old, new):
    shutil.copytree(markup.PARAMETERS, tmp_path / "calc" / "parameters")
    path = tmp_path / "calc" / "parameters" / "regions.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    monkeypatch.setattr(markup, "ROOT", tmp_path)
    monkeypatch.setattr(markup, "PARAMETERS", path.parent)
    monkeypatch.setattr(markup, "load", lambda name: load_toml(path.parent / f"{name}.toml"))
    told = markup.unreadable(path) or markup.markup_in_table("regions")
    assert told and re.match(rf"calc/parameters/regions\.toml:(1|{line}): ", told[0]), told


def load_toml(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


# 大小和时间


def fill(unit: str, line: int = 2_900, block: int = 9_900, total: int = 98_000) -> str:
    """行、段、文件都差一点到上限，里面全是 ``unit``。"""
    row = (unit * (line // len(unit) + 1))[:line]
    rows, size, used = [], 0, 0
    while used + len(row.encode()) + 2 < total:
        if size + len(row) + 1 > block:
            rows.append("")
            size = 0
        rows.append(row)
        size += len(row) + 1
        used += len(row.encode()) + 2
    return "\n".join(rows)


def many(*rows: str, count: int = 1_900) -> str:
    """许多短行，每段不超过上限。"""
    lines, size = [], 0
    for number in range(count):
        row = rows[number % len(rows)]
        if size + len(row) + 1 > 9_900:
            lines.append("")
            size = 0
        lines.append(row)
        size += len(row) + 1
    return "\n".join(lines)[:98_000]


BOMB = "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi"))
SLOW = {
    "五百万字的一行": "字" * 5_000_000,
    "两万个左括号": "[" * 20_000,
    "每段都是左括号": fill("["),
    "左括号和字": fill("[a"),
    "图片的开头": fill("!["),
    "链接的开头": fill("[a]("),
    "星号": fill("*"),
    "星号和字": fill("*a"),
    "一对一对的星号": fill("**a "),
    "交错的强调": fill("*a_b "),
    "套起来的强调": fill("***a** b*"),
    "反引号": fill("`a` "),
    "套着的引用": fill("> "),
    "很多层引用": many("> " * 40 + "a"),
    "很多层列表": "\n".join(" " * (4 * depth) + "- a" for depth in range(60)),
    "许多列表": many("- a"),
    "长短不一的缩进": many(*(" " * (number * 7 % 48) + "- a" for number in range(48))),
    "横着的列表": many("- - - - - - - - - - a"),
    "许多标题": many("# a"),
    "许多井号": many("#"),
    "许多减号": many("-"),
    "两行的标题": many("a", "==="),
    "很宽的表": "|" * 2_900 + "\n" + "|-" * 1_450 + "\n" + "|" * 2_900,
    "很长的表": "\n".join(["| a | b |", "| - | - |", *["| a | b |"] * 600]),
    "不停的法": fill("法"),
    "不停的一": fill("一"),
    "不停的国和文号": fill("国", line=2_900)[:9_000] + "〔2020〕1号",
    "书名号": fill("《〈〉"),
    "百分之": fill("百分之"),
    "令第": fill("令第1"),
    "空格里的宏": "{{literal" + " " * 2_900 + "x",
    "一串点": fill("a."),
    "一串网址": fill("https://a."),
    "下划线": "{" + "a_" * 1_400,
    "十亿个笑": f"```calc annual-interest\na: &a [x, x]\n{BOMB}```",
    "深的 YAML": "```calc annual-interest\ninputs: " + "[" * 2_000 + "\n```",
    "许多空行": "\n" * 90_000,
    "许多代码块": "```text\n```\n" * 900,
    "着色的代码": f"````markdown\n{fill('[a](')}\n````",
    "着色的星号": f"````markdown\n{fill('**a')}\n````",
    "重复的引用": "{!terms.md!}\n\n" * 500,
}


@pytest.mark.parametrize("name", SLOW)
def test_nothing_in_a_page_can_hang_the_build(name):
    """查得快；查过了没有拦下的，转换也快。量的是处理器的时间。"""
    text = f"{FRONT}\n\n{SLOW[name]}\n"
    start = time.process_time()
    problems = check(text)
    if not problems:
        convert(text.partition("---\n\n")[2])
    assert time.process_time() - start < 8


def check(text: str) -> list:
    """check_page 做的事，不写文件。"""
    problems = grammar.file_problems(text)
    return problems or markup.written_problems(markup.DOCS / "rules" / "new.md", text.splitlines())


def converter() -> markdown.Markdown:
    config = load_config(str(settings.FILE))
    options = config.mdx_configs or {}
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=options)


def convert(text: str) -> str:
    try:
        return converter().convert(text)
    except SystemExit:
        return ""


def test_the_limits_leave_room():
    """现有的文件离上限还远。"""
    for path in markup.DOCS.rglob("*.md"):
        text = path.read_text("utf-8")
        assert len(text.encode()) * 3 < grammar.MOST_BYTES, path
        assert grammar.file_problems(text * 2) == [], path


# 查过的写法，Markdown 真的写不出别的东西


PIECES = (
    "<|< |>|> |&|& |&#60;|&lt;|`|``|```|~~~|\\|*|**|_|__|[|]|(|)|](|][|]:|![|{|}|{{|}}|{: |{ |{#|"
    '{.|#|# |!!! note "a"|!!!|???|- |1. |3. |---|===|    |  |\n|\n|\n\n|\n\n|a|b|字|"|'
    "'|=|onclick=x|"
    "<b>|</p>|<!--|-->|https://e.cn|//e.cn|javascript:x|https://www.gov.cn/|../index.md|#a|:|@|+|~|"
    "[x](../index.md)|{ .md-button }|{ #a }|```text|```\n|````markdown|[^1]|[^1]: x|*[a]: b|[TOC]|"
    "a@b.cn|title: x|{{literal x}}|{{literal `}}|{{literal [}}|{{crediting_rate 2021}}|`{{a}}`|"
    "[x](#a)|\u3000|.md-button|个人账户|x  \n"
).split("|") + ["|", "| a | b |", "|-|-|"]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_accepted_becomes_only_known_elements(site, seed):
    """随便拼的文字，查过没有问题的，转换出来也只有收的元素和属性。"""
    dice, to_html, accepted = random.Random(seed), converter(), 0
    to_html.preprocessors.deregister("calc_includes")
    for _ in range(1_500):
        text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 14)))
        if not is_accepted(text.split("\n")):
            continue
        accepted += 1
        to_html.reset()
        html = to_html.convert(text)
        assert article_problems(site, html) == [], (text, html)
    assert accepted > 50


def is_accepted(lines: list[str]) -> bool:
    if grammar.file_problems("\n".join(lines)):
        return False
    try:
        markup.check_includes(lines)
        grammar.check_ids(lines)
        markup.expand(lines)
    except markup.MarkupError:
        return False
    return True


def article_problems(site: Path, html: str) -> list[str]:
    """正文里不收的东西；链接的页面这里没有，不算。"""
    tree = LexborHTMLParser(f"<!doctype html><body><article>{html}</article>")
    page = published.Page(published.Site(site), "x/y/index.html", None)
    rest = [(node, "article") for node in published.children(tree.css_first("article"))]
    found = [node.tag for node in published.children(tree.body)[1:]]
    while rest:
        node, zone = rest.pop()
        found += [wrong.what for wrong in published.element_problems(page, node, zone)]
        inside = node.tag if node.tag in published.TABLES else zone
        rest += [(child, inside) for child in published.children(node)]
    repeated = [id for id, count in page.ids.items() if count > 1]
    return [what for what in found if "本站的一页" not in what] + repeated


# 文件


@pytest.mark.parametrize(
    "name",
    [
        "evil.html",
        "evil.MD",
        "Evil.md",
        "a b.md",
        "a'b.md",
        "x.html.md",
        "query/网页.md",
        "query/a/b/c.md",
        ".hidden/x.md",
        "_x.md",
        "assets/x.md",
        "assets/evil.js",
        "assets/calc/evil.mjs",
        "assets/evil.png",
        "_headers",
        "robots.txt",
    ],
)
def test_only_listed_files_are_in_docs(monkeypatch, tmp_path, name):
    path = tmp_path / "docs" / name
    path.parent.mkdir(parents=True)
    path.write_text("x", "utf-8")
    monkeypatch.setattr(markup, "ROOT", tmp_path)
    monkeypatch.setattr(markup, "DOCS", tmp_path / "docs")
    assert any(problem.startswith("docs/") for problem in markup.check_files())


PNG = (markup.DOCS / "assets" / "screenshot.png").read_bytes()


@pytest.mark.parametrize(
    ("data", "good"),
    [
        (PNG, True),
        (PNG + b"<script>", False),
        (PNG[:-1], False),
        (PNG[:100] + b"x" + PNG[101:], False),
        (b"<svg/>", False),
        (b"", False),
        (PNG[:8], False),
        (b"GIF89a" + PNG, False),
    ],
)
def test_the_picture_is_a_whole_png(tmp_path, data, good):
    path = tmp_path / "x.png"
    path.write_bytes(data)
    assert markup.is_png(path) == good


# 整条路：改坏一份项目


def test_the_front_guard_names_the_page(project):
    path = project / "docs" / "examples" / "henan-2021.md"
    text = path.read_text("utf-8")
    quoted = re.sub(r"title: (.*)", r'title: "\\x3cscript>\1"', text, count=1)
    path.write_text(quoted, "utf-8")
    assert "docs/examples/henan-2021.md:2: 页首" in check_output(project)


def test_the_headings_keep_their_names(site):
    """标题的名称留着汉字，别处的链接靠它。"""
    assert '<h2 id="为什么多一分">' in (site / NAME).read_text("utf-8")
