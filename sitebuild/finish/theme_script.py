"""The theme's scripts in the built site, changed where a site like this one needs something else."""

import re
from collections.abc import Iterable
from pathlib import Path

from sitebuild.build_error import BuildError


def change(site: Path, name: str, changes: Iterable[tuple[re.Pattern[str], str]], *, added: str = "") -> None:
    """Make the changes in the scripts of that name, and add ours to them.

    Raises BuildError where the theme's script is another.
    """
    for path in (site / "assets" / "javascripts").glob(name):
        script = path.read_text(encoding="utf-8")
        for pattern, words in changes:
            script, found = pattern.subn(words, script)
            if found != 1:
                raise BuildError(f"{path.name} has {pattern.pattern!r} {found} times: review its change")
        path.write_text(script + added, encoding="utf-8")
