"""网站的样子，写给浏览器、手机桌面和分享：颜色、名称、一句话、一张图。

图和正式地址要有整个网址，所以有 SITE_URL 才写；没有，连主题写的正式地址也去掉。
"""

import os
import re

COLOURS = {"light": "#14532d", "dark": "#1c5c34"}
PICTURE = "assets/share.png"
TITLE = re.compile(r"<title>([^<]*)</title>")
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
CANONICAL = re.compile(r'<link rel="canonical" href="[^"]*">')


def with_identity(page: str, place: str, name: str) -> tuple[str, str]:
    """一页和写进页首的几行；``place`` 是这一页的地址，从首页起，``name`` 是网站的名称。"""
    title, description = TITLE.search(page), DESCRIPTION.search(page)
    facts = {
        "og:type": "website",
        "og:site_name": name,
        "og:title": title[1] if title else name,
        "og:description": description[1] if description else "",
    }
    home = os.environ.get("SITE_URL", "")
    if home:
        facts |= {"og:url": home + place, "og:image": home + PICTURE}
    else:
        page = CANONICAL.sub("", page)
    return page, colours() + "".join(
        f'<meta property="{key}" content="{value}">' for key, value in facts.items()
    )


def colours() -> str:
    """浏览器的边框用网站的颜色。"""
    return "".join(
        f'<meta name="theme-color" media="(prefers-color-scheme: {scheme})" content="{colour}">'
        for scheme, colour in COLOURS.items()
    )
