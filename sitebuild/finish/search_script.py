"""The theme's search fetches its index and its worker when the reader turns to it, not with every page.

Both are a third of what a page weighs. The theme knows such a wait, but only for pages that are opened as files;
and it highlights what was searched for by the index, so `search.highlight` must be off.
"""

import re
from pathlib import Path
from typing import Final

from sitebuild.build_error import BuildError

#: A worker that starts with the first message to it; RxJS asks no more of a worker than this.
_LATER: Final = (
    r"new class extends EventTarget{postMessage(m){this.worker??=this.start();this.worker.postMessage(m)}"
    r'start(){const w=new Worker(\1);w.onmessage=m=>this.dispatchEvent(new MessageEvent("message",{data:m.data}));'
    r"return w}}"
)
#: What stands once in the theme's script, and what takes its place.
_CHANGES: Final = (
    (re.compile(r'location\.protocol!=="file:"'), "false"),
    (re.compile(r"new Worker\((\w+)\)"), _LATER),
)


def put_off(site: Path) -> None:
    """Change the theme's script in the built site. Raises BuildError where the theme has changed."""
    for path in (site / "assets" / "javascripts").glob("bundle.*.min.js"):
        script = path.read_text(encoding="utf-8")
        for pattern, words in _CHANGES:
            script, count = pattern.subn(words, script)
            if count != 1:
                raise BuildError(f"the theme's script has {pattern.pattern!r} {count} times: look at search_script.py")
        path.write_text(script, encoding="utf-8")
