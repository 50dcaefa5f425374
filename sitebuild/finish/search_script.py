"""What the theme's search does otherwise than in the theme.

- It fetches its index and its worker when the reader turns to it, not with every page: both are a third of what a page
  weighs. The theme knows such a wait, but only for pages that are opened as files; and it highlights what was searched
  for by the index, so `search.highlight` must be off.
- It searches for the beginning of each word. So "to" would find "total", and 7 would find 7230: words such as "how",
  "to" and "Exchange" are left out unless there is nothing else, and a whole word counts more than its beginning.
- It finds nothing for a word with a typing error: a word of five letters or more also finds words that differ in one.
- It cuts a command at its dash, and "set" would find "settings": a command is found by its noun.
"""

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
#: In the worker: the first step that a query goes through, and the last two, word by word.
_WORDS: Final = (
    (
        re.compile(r"\w\.trim\(\)(?=\.split\(/\"\(\[)"),
        (
            r"\g<0>.replace(/\\b(?:get|set|new|remove|add|enable|disable|start|search|connect|test|revoke|update)"
            r"-(?=\\w)/gi,'')"
        ),
    ),
    (
        re.compile(r"\.map\((\w)=>/\(\[~\^\]\$\)/\.test\(\1\)"),
        (
            r".filter((w,_,all)=>{const f=a=>lunr.stopWordFilter(a.toLowerCase())"
            r"&&!/^(?:exchange|online|office|365|microsoft|outlook)$/i.test(a);return f(w)||!all.some(f)})\g<0>"
        ),
    ),
    (
        re.compile(r"(\w)=>(/\(\^\[\+-\]\|\[~\^\]\\d\+\$\)/\.test\(\1\))\?\1:`\$\{\1\}\*`"),
        r"\1=>\2?\1:`${\1}^40 ${\1}*^10${/^[^\\d]{5,}$/.test(\1)?` ${\1}~1^5`:``}`",
    ),
)


def change(site: Path) -> None:
    """Change the theme's scripts in the built site. Raises BuildError where the theme has changed."""
    theme_script.change(site, "bundle.*.min.js", _CHANGES)
    theme_script.change(site, "workers/search.*.min.js", _WORDS)
