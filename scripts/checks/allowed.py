"""网页里可以有什么：元素、属性、脚本和文件。只有数据，由 scripts.checks.published 去比。

表里一行一种元素：名称.类，和可以有的属性；+ 开头的接着上一行。“属性=式子”的，值要整个合乎式子，
\\s 是空格。行首的 ! 是每页正好一个，? 是最多一个。照现有的网页写成；网页要多一样，这里也写一行。
"""

DOCUMENT = """
! html.no-js  lang=zh
"""

HTML = """
! head
! body  dir=ltr data-md-color-scheme=default
+       data-md-color-primary=custom data-md-color-accent=custom
"""

HEAD = r"""
! title
! meta:charset                  charset=utf-8
! meta:Content-Security-Policy  http-equiv content
! meta:referrer                 name content=no-referrer
! meta:viewport                 name content=width=device-width,initial-scale=1
! meta:description              name content
  meta:theme-color              name content=#[0-9a-f]{6}
+     media=\(prefers-color-scheme:\s(light|dark)\)
! meta:og:type                  property content=website
! meta:og:site_name             property content
! meta:og:title                 property content
! meta:og:description           property content
? meta:og:url                   property content
? meta:og:image                 property content
? link:canonical                rel href
! link:icon                     rel href
  link:stylesheet               rel href integrity
  script                        src type async integrity
"""

# 正文四周：主题写的页眉、目录、页脚。
SHELL = r"""
  script  id type src integrity
  svg     xmlns=http://www\.w3\.org/2000/svg viewBox=0\s0\s\d+\s\d+
! article.md-content__inner.md-typeset

  a.md-skip                                href
  a.md-tabs__link                          href
  a.md-nav__link                           href
  a.md-nav__link.md-nav__link--active      href
! a.md-header__button.md-logo              href title aria-label data-md-component=logo
! a.md-nav__button.md-logo                 href title aria-label data-md-component=logo
? a.md-footer__link.md-footer__link--prev  href aria-label
? a.md-footer__link.md-footer__link--next  href aria-label
  a.md-source                              href title data-md-component=source

! form.md-header__option           data-md-component=palette
! form.md-search__form             name=search
! button.md-search__icon.md-icon   type=reset title aria-label tabindex=-1
! button.md-top.md-icon            type=button data-md-component=top hidden
! input.md-search__input           type=text name=query aria-label placeholder
+     autocapitalize=off autocorrect=off autocomplete=off spellcheck=false
+     data-md-component=search-query required
  input.md-toggle                  type=checkbox id=__drawer|__search
+     data-md-toggle=drawer|search autocomplete=off
  input.md-nav__toggle.md-toggle   type=checkbox id=__nav(_\d+)+|__toc checked
  input.md-option                  type=radio name=__palette id=__palette_[01] aria-label
+     data-md-color-media=\(prefers-color-scheme:\s(light|dark)\)
+     data-md-color-scheme=default|slate data-md-color-primary=custom
+     data-md-color-accent=custom
  label.md-overlay                 for=__drawer
  label.md-search__overlay         for=__search
  label.md-search__icon.md-icon    for=__search
  label.md-header__button.md-icon  for=__drawer|__search|__palette_[01] title hidden
  label.md-nav__title              for=__drawer|__toc|__nav(_\d+)+
  label.md-nav__link               for=__nav(_\d+)+ id=__nav(_\d+)+_label tabindex=0?
  label.md-nav__link.md-nav__link--active  for=__toc

! header.md-header                 data-md-component=header
! main.md-main                     data-md-component=main
! footer.md-footer
! nav.md-header__inner.md-grid     aria-label
! nav.md-search__options           aria-label
! nav.md-tabs                      aria-label data-md-component=tabs
! nav.md-nav.md-nav--primary.md-nav--lifted  aria-label data-md-level=0
? nav.md-footer__inner.md-grid     aria-label
  nav.md-nav.md-nav--secondary     aria-label
  nav.md-nav                       data-md-level=[1-3] aria-labelledby=__nav(_\d+)+_label
+     aria-expanded=true|false aria-label
! ul.md-tabs__list
  ul.md-nav__list                  data-md-scrollfix data-md-component=toc
! ol.md-search-result__list        role=presentation
  li.md-tabs__item
  li.md-tabs__item.md-tabs__item--active
  li.md-nav__item
  li.md-nav__item.md-nav__item--active
  li.md-nav__item.md-nav__item--nested
  li.md-nav__item.md-nav__item--active.md-nav__item--nested
  li.md-nav__item.md-nav__item--active.md-nav__item--section.md-nav__item--nested
  span.md-ellipsis
  span.md-nav__icon.md-icon
  span.md-footer__direction

  div                              data-md-component=skip|announce
! div.md-container                 data-md-component=container
! div.md-main__inner.md-grid
! div.md-content                   data-md-component=content
  div.md-grid
! div.md-header__title             data-md-component=header-title
! div.md-header__ellipsis
  div.md-header__topic             data-md-component=header-topic
? div.md-header__source
? div.md-nav__source
  div.md-source__icon.md-icon
  div.md-source__repository
! div.md-sidebar.md-sidebar--primary    data-md-component=sidebar data-md-type=navigation
! div.md-sidebar.md-sidebar--secondary  data-md-component=sidebar data-md-type=toc
  div.md-sidebar__scrollwrap
  div.md-sidebar__inner
! div.md-search                    data-md-component=search role=dialog aria-label
! div.md-search__inner             role=search
! div.md-search__suggest           data-md-component=search-suggest
! div.md-search__output
! div.md-search__scrollwrap        tabindex=0 data-md-scrollfix
! div.md-search-result             data-md-component=search-result
! div.md-search-result__meta
  div.md-footer__title
  div.md-footer__button.md-icon
  div.md-ellipsis
! div.md-footer-meta.md-typeset
! div.md-footer-meta__inner.md-grid
! div.md-copyright
! div.md-copyright__highlight
! div.md-dialog                    data-md-component=dialog
! div.md-dialog__inner.md-typeset
"""

# 正文和计算器里都可以有的。
WORDS = r"""
  a               href rel=noopener data-page=[a-z0-9/-]+
  b
  br
  code
  dd
  div
  dl
  dt
  li
  ol              start=\d{1,4}
  p
  p.calc-asof
  span
  span.calc-doubt
  strong
  summary
  table
  table.calc-rows
  table.calc-rows.calc-wordy
  tbody
  td              align=left|right|center data-label
  td.calc-words   data-label
  td.calc-aside   data-label
  th              align=left|right|center scope=col|row data-label
  th.calc-words   scope=col|row data-label
  th.calc-aside   scope=col
  thead
  tr
  ul
"""

# 计算器的结果，和讲解里的例子。
RESULT = r"""
  div                     data-figure=[a-z_]+
  div.calc-scroll         tabindex=0 role=group aria-label
  details.calc-detail
  details.calc-table      open
  dl.calc-main
  dl.calc-figures
  ul.calc-notes
  ol.calc-steps
  span.calc-formula
  span.calc-numbers
  span.calc-value
  span.calc-source
  figure.calc-chart
  figcaption
  span.calc-key.calc-part-0
  span.calc-key.calc-part-1
  span.calc-key.calc-part-2
  svg                     viewBox=0\s0\s300\s200 role=img tabindex=0 aria-label
  button.calc-copy        type=button data-columns data-copy data-blank
  p.calc-reading          role=status
"""

ARTICLE = rf"""
{WORDS}
  calc-batch.calc                 data-today=\d\d\d\d-\d\d-\d\d
{RESULT}
  calc-form.calc                  calculator=[a-z-]+ data-today=\d\d\d\d-\d\d-\d\d
  a.headerlink                    href title=本节的链接
  a.md-button                     href
  a.md-button.md-button--primary  href
  abbr                            title tabindex=0
  blockquote
  details
  div.admonition.note
  div.admonition.tip
  div.admonition.warning
  p.admonition-title
  p.calc-legend
  p.calc-fold
  details.calc-fold
  div.calc-cards
  p.calc-title
  div.calc.calc-shown             data-search-exclude
  div.highlight
  dl.calc-terms
  em
  h1  id
  h2  id
  h3  id
  h4  id
  h5  id
  h6  id
  hr
  img  alt src
  pre
  table.calc-rows.calc-months
  table.calc-rows.calc-parameter
  ul.calc-basis
"""

FORM = rf"""
{WORDS}
{RESULT}
  form                    novalidate autocomplete=off data-search-exclude
  button.calc-add         type=button data-add
  button.calc-remove      type=button data-remove aria-label
  button.md-button        type=button|reset data-share data-print
  button.md-button.md-button--primary  type=submit
  fieldset.calc-field     data-field=[a-z_]+ data-when=[a-z_]+=[\w\s-]+ data-unless=[a-z_]+
+     data-example hidden aria-describedby=c\d+-[\w\s-]+
  div.calc-field          data-field=[a-z_]+ data-when=[a-z_]+=[\w\s-]+ data-unless=[a-z_]+
+     data-example hidden
  legend
  label                   for=c\d+-[\w-]+
  input                   id name type=text|checkbox inputmode=decimal|numeric|text
+     value checked aria-describedby=c\d+-[\w\s-]+ aria-label data-label
  select                  id name aria-describedby=c\d+-[\w\s-]+ data-chooses=[a-z_\s]+
  textarea                id name rows=\d aria-describedby=c\d+-[\w\s-]+
  option                  value selected
  noscript
  p.calc-title
  p.calc-lead
  p.calc-buttons
  p.calc-whose            role=heading aria-level=2
  p.calc-required
  p.calc-about            data-about-example data-search-exclude
  details.calc-more       open
  div.calc-given
  div.calc-answer         data-live-result
  div.calc-status         role=status
  div.calc-result         role=region|group aria-label=结果 data-search-exclude
  div.calc-limits
  details.calc-limits
  details.calc-steps      open
  details.calc-sources    open
  dl.calc-capital
  span
  span.calc-unit
  span.calc-help          id
  span.calc-error         id
  span.calc-many
  span.calc-many.calc-amounts
  span.calc-lines         data-most=\d+ data-yearly
  span.calc-row
  span.calc-need
  span.calc-offset
  span.calc-count         hidden
  span.calc-line
"""

BATCH = r"""
  b
  p
  div
  form                    novalidate autocomplete=off data-search-exclude hidden
  button.md-button        type=button data-sample data-stop hidden
  button.md-button.md-button--primary  type=submit
  div.calc-field
  label                   for=c\d+-[\w-]+
  input                   id name=file type=file aria-describedby=c\d+-[\w-]+
  select                  id name=calculator
  textarea                id name=text rows=\d spellcheck=false aria-describedby=c\d+-[\w-]+
  option                  value=[a-z-]+ data-sample
  noscript
  progress                aria-label
  p.calc-lead
  p.calc-buttons
  div.calc-status         role=status
  div.calc-columns
  div.calc-progress       hidden
  div.calc-answers
  span
  span.calc-help          id
"""

DRAWING = r"""
  path             d=[\d\sMmHhVvLlAaCcSsQqTtZz.,-]+
  path.calc-grid   d=M\d+\s[\d.]+H\d+
  rect.calc-slot   data-said x=[\d.]+ y=[\d.]+ width=[\d.]+ height=[\d.]+
  rect.calc-part-0  x=[\d.]+ y=[\d.]+ width=[\d.]+ height=[\d.]+
  rect.calc-part-1  x=[\d.]+ y=[\d.]+ width=[\d.]+ height=[\d.]+
  rect.calc-part-2  x=[\d.]+ y=[\d.]+ width=[\d.]+ height=[\d.]+
  text.calc-name   x=[\d.]+ y=[\d.]+
  text.calc-scale  x=[\d.]+ y=[\d.]+
"""

# 代码块里着色的字，类是 Pygments 的记号。
CODE = r"""
  code
  span  class=[a-z][a-z0-9]{0,2}
"""

NOSCRIPT = """
  p
"""

# 主题写在页面里的脚本：去掉首页的路径以后的 SHA-256。
THEME_SCRIPTS = {
    "1a16d49167eec4eb671961da62895769b5103a3000f2b172ac10afcc455e6600",  # 按网站存读者的设置
    "0eb10c249dbdb0beef225a10ce5cbe55418cc4a7014cc208f8e7d6ed8f00906e",  # 读者选的深浅
    "ffcc0f7735fdab434d257c80e65cec2e88d716991e69757185b7e450e41a5b2f",  # 打开网址指着的标签
}
# 主题的代码仓库图标带着的版权说明，写了 REPO_URL 才有。
COMMENT = (
    "! Font Awesome Free 7.1.0 by @fontawesome - https://fontawesome.com "
    "License - https://fontawesome.com/license/free "
    "(Icons: CC BY 4.0, Fonts: SIL OFL 1.1, Code: MIT License) Copyright 2025 Fonticons, Inc."
)
CONFIG = {"annotate", "base", "features", "search", "tags", "translations", "version"}

# 页面用到的文件，式子要整个合乎。
PAGE_SCRIPT = r"assets/calc/[0-9a-f]{16}/calc\.mjs"
THEME_SCRIPT = r"assets/javascripts/bundle\.[0-9a-f]{8}\.min\.js"
STYLE = (
    r"assets/stylesheets/(main|palette)\.[0-9a-f]{8}\.min\.css|"
    r"assets/calc/[0-9a-f]{16}/calc\.css"
)
ICON = r"assets/icon\.svg"
ICON_SHAPE = (
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 64 64">\n'
    r'(<path fill="#[0-9a-f]{3,6}" d="[MmHhVvAaZz\d .-]+"/>\n)+</svg>\n'
)
PICTURE = r"assets/screenshot\.png"
LICENCE = r"licences/(changes/)?[\w.-]+\.txt"
SEARCH = r"assets/javascripts/workers/waiting\.[0-9a-f]{8}\.min\.js\?sha256-[A-Za-z\d+/=]{44}"

# 别的文件：除了这些，只有各页、主题原样的文件，和它们压缩好的 .br、.gz。
THEME_FOLDERS = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
FILES = r"""
_headers
sitemap\.xml
search/(search_index|index)\.json
assets/(screenshot|share)\.png
assets/icon\.svg
assets/javascripts/workers/waiting\.[0-9a-f]{8}\.min\.js
assets/calc/[0-9a-f]{16}/(calc\.(mjs|css)|qr\.mjs|batch\.mjs)
assets/calc/[0-9a-f]{16}/(calc\.whl|pyodide\.asm\.wasm|snapshot\.bin|worker\.js)
assets/calc/[0-9a-f]{16}/(python_stdlib|stdlib)\.zip
licences/(changes/)?[\w.-]+\.txt
"""
