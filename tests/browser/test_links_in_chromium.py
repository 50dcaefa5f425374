"""Every host that Chromium would go to from a piece of HTML is listed, and none is called Microsoft's that isn't."""

import random
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route

from ndr_checker import check

_COUNT = 600
#: A mask that only links to other hosts wear, and a decoy that stands where no link is.
_MASK, _DECOY = "aka.ms", "https://learn.microsoft.com/x"

#: For each piece, the hosts that a click, a submission, a refresh or a frame would reach; the page's own is left out.
_REACHED = """
(pieces) => pieces.map((piece) => {
  const page = new DOMParser().parseFromString(piece, "text/html");
  const found = new Set();
  const add = (element, url) => {
    if (url === null || url === undefined) return;
    try { found.add(new URL(url, element.baseURI).hostname); } catch {}
  };
  for (const element of page.querySelectorAll("*")) {
    const name = element.localName;
    if (name === "a" || name === "area") {
      add(element, element.getAttribute("href") ?? element.getAttributeNS("http://www.w3.org/1999/xlink", "href"));
    }
    if (name === "form") add(element, element.getAttribute("action"));
    if (name === "button" || name === "input") add(element, element.getAttribute("formaction"));
    if (name === "iframe" || name === "embed") add(element, element.getAttribute("src"));
    if (name === "meta" && element.httpEquiv.toLowerCase() === "refresh") {
      const url = /^\\s*[0-9.]+\\s*[;,]?\\s*(?:url\\s*=\\s*)?(['"]?)(.*)$/is.exec(element.content);
      if (url) add(element, url[1] ? url[2].split(url[1])[0] : url[2]);
    }
  }
  found.delete(location.hostname);
  found.delete("");
  return [...found];
})
"""

_URLS = (
    *("https://evil.example/x", "//evil.example", "https:evil.example", "http:evil.example", "\\\\evil.example\\x"),
    *("https:\\\\evil.example", "https:///evil.example/", " https://evil.example", "ht\ntps://evil.example/x"),
    *("&#104;ttps://evil.example", "https&colon;//evil.example", "https://evil.example&sol;x", "HTTPS://EVIL.EXAMPLE"),
    *(
        "https://ev%69l.example",
        "https://evil%2eexample/",
        "https://aka.ms@evil.example",
        "https://learn.microsoft.com\\@evil.example",
    ),
    *("https://aka.ms&#64;evil.example", "https://aka.ms&commat;evil.example/x", "https://aka.ms:x@evil.example:443/"),
    *("https://aka.ms%2f@evil.example/", "https://aka.ms.evil.example", "https://aka.ms'.evil.example/"),
    *('https://aka.ms".evil.example/', "https://aka.ms`.evil.example/", "https://aka.ms%3a.evil.example/"),
    *(
        "https://aka.ms,.evil.example",
        "https://aka.ms;.evil.example",
        "https://aka.ms)evil.example/",
        "https://aka.ms;x.example",
    ),
    *(
        "https://aka.ms&amp;.evil.example/",
        "https://aka.ms&amp;#47;.evil.example/",
        "https://aka.ms&ampx.evil.example/",
    ),
    *(
        "https://evil\u3002example/",
        "https://\uff45vil.example/",
        "https://fa\u00df.example/",
        "https://ev\u0456l.example",
    ),
    *("https://3221225991/", "https://0xc0.0.0x2.07/", "https://[2001:db8::7]:8443/x", "https://evil.example./"),
    *("ftp://evil.example/x", "file://evil.example/x", "wss://evil.example", "ms-word://evil.example/x"),
    *("https://evil.example?aka.ms", "https://evil.example#@aka.ms", "mailto:x@evil.example", "#top", "x/y", ""),
    *(
        "https://evil.example/x",
        "https://EVIL.example\t/",
        "https://evil.example&nbsp;",
        "https://aka.ms&#x2e;evil.example",
    ),
)
_TAGS = (
    "a {}>x</a>",
    "A\n{}>x</A>",
    "a/{}>",
    "area {}>",
    "form {}><button>x</button></form>",
    "base {}><a href=x>x</a>",
)
_NAMES = {"a": "href", "A": "HREF", "area": "hReF", "form": "action", "base": "href"}
_BEFORE = (
    *(
        "",
        "",
        f'title=" href={_DECOY} " ',
        f"title=' href={_DECOY} ' ",
        'title=">" ',
        "title='>' ",
        f"data-href={_DECOY} ",
    ),
    *("=x ", "x== ", "/ / ", '"', "' ", "a<b ", f'x="{_DECOY}"', "disabled ", "alt=<!-- ", "alt=--> "),
)
_EQUALS = ("=", " = ", "\n=\t", "=" + " " * 12, " " * 12 + "=", "\f=")
_AFTER = ("", "", f" href={_DECOY}", f" action={_DECOY}", " title='>'", " /", ' x="')
_ROUND = (
    *(
        "{}",
        "{}",
        "{}",
        "<!-->{}<!-- -->",
        "<!--->{}",
        "<!-- --!>{}<!-- -->",
        "<!-- > -->{}",
        "<!-- -- >{}-->{}",
        "<!>{}",
    ),
    *("<?x > {}", "</ >{}", "<title><!--</title>{}", "<textarea><!-- </textarea>{}", "<style><a title='</style>{}"),
    *("<script>'<!--'</script>{}", "<svg>{}</svg>", "<svg><![CDATA[ > ]]></svg>{}", "<svg><![CDATA[><!--]]></svg>{}"),
    *("<noscript>{}</noscript>", "<iframe></iframe>{}", "<xmp><!--</xmp>{}", "<table><tr>{}", "<select>{}</select>{}"),
    *("<math><mi>{}</mi></math>", "<template></template>{}", "<b title=\"'>{}", "<p a='\">\"'>{}", "<!DOCTYPE x '>{}"),
)
_SOUP = (
    *("<a ", "<a\n", "</a>", "<!--", "-->", "--!>", "<!", "<?", ">", "'", '"', "=", " = ", "/", " ", "\n", "<", "</"),
    *("href", "href=", "HREF=", "title=", "title='", 'title="', "<title>", "</title>", "<style>", "</style>", "<svg>"),
    *("</svg>", "<textarea>", "</textarea>", "https://evil.example/", "'https://evil.example/'", '"//evil.example"'),
    *(
        "<form action=",
        "<base href=",
        "<meta http-equiv=refresh content=",
        "0;url=//evil.example",
        "&quot;",
        "&gt;",
        "x",
    ),
)


def _link(chance: random.Random) -> str:
    tag, url, quote = chance.choice(_TAGS), chance.choice(_URLS), chance.choice("\"'\"' ")
    name = _NAMES["".join(letter for letter in tag.split("{")[0] if letter.isalpha())]
    attribute = f"{name}{chance.choice(_EQUALS)}{quote.strip()}{url}{quote}"
    return f"<{tag.format(chance.choice(_BEFORE) + attribute + chance.choice(_AFTER))}"


def _pieces() -> list[str]:
    chance = random.Random(15)  # noqa: S311 – texts, no secrets
    linked = [chance.choice(_ROUND).replace("{}", _link(chance)) for _ in range(_COUNT // 2)]
    soup = ["".join(chance.choices(_SOUP, k=chance.randint(3, 14))) for _ in range(_COUNT // 2)]
    frames = [f"<iframe src={url!r}>" for url in _URLS if "'" not in url]
    refreshed = [f'<meta http-equiv=refresh content="0; url={url}">' for url in _URLS if '"' not in url and url]
    return [*linked, *soup, *frames, *refreshed]


@pytest.fixture(scope="module")
def pages(browser: Browser) -> list[Page]:
    """Open an empty page over each scheme: an address without a host of its own depends on it."""

    def empty(route: Route) -> None:
        route.fulfill(body="<!doctype html>", content_type="text/html")

    opened = []
    for address in ("http://mail.example/", "https://mail.example/"):
        page = browser.new_page()
        page.route("**/*", empty)
        page.goto(address)
        opened.append(page)
    return opened


def test_each_host_that_chromium_would_go_to_is_listed_and_no_mask_is_taken_for_microsoft(pages: list[Page]) -> None:
    pieces = [f"<html><body><p>550 5.7.705 denied</p>{piece}" for piece in _pieces()]
    reached = [{unquote(host).removesuffix(".") for host in hosts} for hosts in pages[0].evaluate(_REACHED, pieces)]
    for hosts, more in zip(reached, pages[1].evaluate(_REACHED, pieces), strict=True):
        hosts |= {unquote(host).removesuffix(".") for host in more}
    assert sum(map(bool, reached)) > _COUNT // 3
    faults = []
    for piece, hosts in zip(pieces, reached, strict=True):
        links = check(piece).links
        masked = [link.host for link in links if link.microsoft and link.host == _MASK and _MASK not in hosts]
        missing = hosts - {link.host for link in links}
        if missing or masked:
            faults.append((piece, sorted(missing), masked))
    assert faults == []
