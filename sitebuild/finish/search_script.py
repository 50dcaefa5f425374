"""What the theme's search does otherwise than in the theme.

- It fetches its index and its worker when the reader turns to it, not with every page: both are a third of what a page
  weighs. The theme knows such a wait, but only for pages that are opened as files; and it highlights what was searched
  for by the index, so `search.highlight` must be off.
- It ranks as ranking.mjs says, not as lunr does, and every query is words, never an expression.
"""

import json
import re
from pathlib import Path
from typing import Final

from sitebuild.finish import theme_script

#: A worker that starts with the first message to it; RxJS asks no more of a worker than this.
_LATER: Final = (
    r"new class extends EventTarget{postMessage(m){this.worker??=this.start();this.worker.postMessage(m)}"
    r'start(){const w=new Worker(\1);w.onmessage=m=>this.dispatchEvent(new MessageEvent("message",{data:m.data}));'
    r"return w}}"
)
#: What the theme's script has once, and what takes its place.
_CHANGES: Final = (
    (re.compile(r'location\.protocol!=="file:"'), "false"),
    (re.compile(r"new Worker\((\w+)\)"), _LATER),
)
#: In the worker: whom it asks instead of lunr, whose words a page has or hasn't, and whose score counts.
_RANKING: Final = (
    (
        re.compile(r"search\((\w)\)\{if\(.*?;let (\w)=.*?,(\w)=this\.index\.search\(\1\)"),
        r"search(\1){let \2=words(\1),\3=ranked(this.index,this.map,\2)",
    ),
    (re.compile(r"\b\w+\(\w,Object\.keys\((\w)\.metadata\)\)"), r"\1.terms"),
    (re.compile(r"score:(\w)\*\(1\+\w+\(\w,2\)\)"), r"score:\1"),
)
_RANKED: Final = Path(__file__).with_name("ranking.mjs")
#: Groups of words that mean the same to those who search, in several languages.
_OTHER_WORDS: Final = Path(__file__).parents[1] / "sources" / "search_words.json"


def change(site: Path) -> None:
    """Change the theme's scripts in the built site. Raises BuildError where the theme has changed."""
    other_words = json.dumps(json.loads(_OTHER_WORDS.read_text(encoding="utf-8")), ensure_ascii=False)
    ranking = f"\nself.otherWords = {other_words};\n{_RANKED.read_text(encoding='utf-8')}"
    theme_script.change(site, "bundle.*.min.js", _CHANGES)
    theme_script.change(site, "workers/search.*.min.js", _RANKING, added=ranking)
