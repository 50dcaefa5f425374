"""`ndr-checker triage`: the files in, the report out.

Exit 0: the files answer at least one question; 1: they answer none; 2: usage, or a file that can't be read.
"""

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ndr_checker.telling.escape import visible

from .report import to_csv, to_markdown, to_text
from .workspace import Workspace

if TYPE_CHECKING:
    import argparse

_PIECE = 256 * 1024
#: A terminal is told of each so many bytes.
_LONG = 16 * 1024 * 1024
FORMS = {
    "text": to_text,
    "json": lambda found: f"{json.dumps(found, separators=(',', ':'))}\n",
    "markdown": to_markdown,
    "csv": to_csv,
}


def run(options: "argparse.Namespace") -> int:
    """Read the files, print the report, and return the exit code."""
    workspace = Workspace(datetime.now(UTC).date().isoformat())
    unread = [name for name in options.files if not _read(workspace, name)]
    found = workspace.result()
    print(FORMS[options.form](found), end="")
    if unread or any(file["format"] == "not read" for file in found["files"]):
        return 2
    return 0 if found["answers"] else 1


def _read(workspace: Workspace, name: str) -> bool:
    """Give a file to the workspace; return whether it could be read."""
    file, read = workspace.open(name), 0
    try:
        with open(name, "rb") as source:
            while piece := source.read(_PIECE):
                file.feed(piece)
                read += len(piece)
                if read % _LONG < len(piece) and read >= _LONG and sys.stderr.isatty():
                    print(f"\r{visible(name)}: {read // 2**20} MB", end="", file=sys.stderr)
            file.end()
    except OSError as error:
        print(f"ndr-checker: {visible(name)} can't be read: {error.strerror or error}", file=sys.stderr)
        return False
    except (MemoryError, RecursionError) as error:
        print(f"ndr-checker: {visible(name)} can't be read: {type(error).__name__}", file=sys.stderr)
        return False
    return True
