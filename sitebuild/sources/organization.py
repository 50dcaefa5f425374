"""What an organization that runs a copy of this site says of itself: organization.json at the project's root.

The project itself has no such file and never will, so taking in its changes can't touch yours.
organization.example.json shows every setting.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sitebuild.build_error import BuildError
from sitebuild.sources.json_fault import json_fault
from sitebuild.sources.page_faults import shape

_FIELDS: Final[Mapping[str, type]] = {"name": str, "help_desk": str}
_OPTIONAL: Final[Mapping[str, type]] = {"help_desk_link": str, "first_steps": dict}
_LINKS: Final = ("https://", "mailto:", "tel:")
#: These words go into Markdown, so what would mark something up can't be among them.
_MARKUP: Final = re.compile(r"[<>\[\]{}`\\*_|]|&#?[A-Za-z0-9]+;|https?:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """`first_steps` maps a code, or a range that has a page, to what is done first here."""

    name: str
    help_desk: str
    help_desk_link: str
    first_steps: Mapping[str, str]

    @property
    def help_desk_markdown(self) -> str:
        """The help desk, as a link if there is one."""
        return f"[{self.help_desk}]({self.help_desk_link})" if self.help_desk_link else self.help_desk


def load(path: Path, pages: Collection[str]) -> Organization | None:
    """Return the settings in a file, if it is there. `pages` are the codes and ranges that have one.

    Raises:
        BuildError: with every fault of the file and its remedy.

    """
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad may begin a file with a mark
        found = json.loads(text)
    except json.JSONDecodeError as error:
        line, fault = json_fault(text, error)
        raise BuildError(f"{path.name}:{line}: {fault}") from None
    except ValueError:
        raise BuildError(f"{path.name}: it isn't UTF-8: save it with that encoding") from None
    if faults := [*_faults(found, pages)]:
        raise BuildError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return Organization(**{"help_desk_link": "", "first_steps": {}, **found})


def _faults(found: Any, pages: Collection[str]) -> Iterator[str]:
    yield from shape("", found, _FIELDS, _OPTIONAL)
    if not isinstance(found, dict):
        return
    steps = found.get("first_steps")
    shown = {field: found.get(field) for field in _FIELDS}
    shown |= {f"first_steps: {code}": step for code, step in steps.items()} if isinstance(steps, dict) else {}
    for field, value in shown.items():
        if not isinstance(value, str):
            continue
        if not value.isprintable() or '"' in value:
            yield f"{field} must be one line without double quotes"
        if _MARKUP.search(value):
            yield f"{field} has markup in it: write plain words, without < > [ ] {{ }} ` \\ * _ | and addresses"
    link = found.get("help_desk_link", _LINKS[0])
    if isinstance(link, str) and not (link.startswith(_LINKS) and link.isprintable() and not set(link) & set(' ()<>"')):
        yield f"help_desk_link: begin it with {', '.join(_LINKS)} without spaces, brackets or quotes"
    for code, step in steps.items() if isinstance(steps, dict) else ():
        if code not in pages:
            yield f"first_steps: {code} has no page: use a code or a range as /codes/ lists it"
        if not isinstance(step, str) or not step.strip():
            yield f"first_steps: {code} must be one line of words"
