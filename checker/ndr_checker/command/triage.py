"""`ndr-checker triage`: the files in, the report out.

Exit 0: the files answer at least one question; 1: they answer none; 2: usage, or a file that can't be read.
"""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ndr_checker.reading.files.unread import failure
from ndr_checker.telling.escape import visible
from ndr_checker.triage import Workspace
from ndr_checker.triage.report import FORMS

from .clock import LIMIT, Clock
from .inputs import inputs
from .source import pieces

if TYPE_CHECKING:
    import argparse

_MB: Final = 2**20
#: A terminal is told of each so many bytes.
_LONG: Final = 16 * _MB


def run(options: "argparse.Namespace") -> int:
    """Read the files, print the report, and return the exit code."""
    names: list[str] = []
    unread = False
    for item in inputs(options.files):
        if isinstance(item, str):
            names.append(item)
            continue
        unread = True
        for record in item:
            print(f"ndr-checker: {record.error}", file=sys.stderr)
    refused: dict[int, str] = {}
    while (workspace := _read_all(names, refused)) is None:
        pass  # one more file is refused now
    found = workspace.result()
    if options.form == "text":  # standard error has said it
        found["defects"] = [defect for defect in found["defects"] if defect not in workspace.refused]
    print(FORMS[options.form](found), end="")
    if unread or any(file.format == "not read" for file in workspace.files):
        return 2
    return 0 if found["answers"] else 1


def _read_all(names: list[str], refused: dict[int, str]) -> Workspace | None:
    """Read the files but the refused ones, which are listed with the reason.

    None if one more has to be refused when a part of it is counted already: the answers are to have nothing of it.
    """
    workspace = Workspace(datetime.now(UTC).date().isoformat())
    for at, name in enumerate(names):
        begun = len(workspace.files)
        if at not in refused:
            sentence = _read(workspace, name)
            if not sentence:
                continue
            print(f"ndr-checker: {visible(name)}: {sentence}", file=sys.stderr)
            refused[at] = sentence
            if len(workspace.files) > begun:
                return None
        workspace.refuse(name, refused[at])
    return workspace


def _read(workspace: Workspace, name: str) -> str:
    """Give a file to the workspace; return why it can't be read, "" if it was."""
    file, read, clock = workspace.open(name), 0, Clock()
    try:
        for piece in pieces(name):
            with clock:
                file.feed(piece)
            if file.is_full:
                break
            read += len(piece)
            if read % _LONG < len(piece) and read >= _LONG and sys.stderr.isatty():
                print(f"\r{visible(name)}: {read // _MB} MB", end="", file=sys.stderr)
        with Clock(LIMIT + read // _MB):  # bounces are read at the end, all of them
            file.end()
    except OSError as error:
        return f"This file can't be read: {error.strerror or error}."
    except Exception as error:  # noqa: BLE001 – a fault of ours costs this file, not the others
        return failure(error)
    return ""
