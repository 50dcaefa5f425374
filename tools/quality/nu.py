"""The Nu HTML checker, which is W3C's: the errors in all pages of the built site."""

import json
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tools.paths import ROOT

_JAR: Final = ROOT / ".cache" / "quality" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults(site: Path) -> list[str]:
    """Print how many pages were read, and return each error: the page, the line, what is wrong."""
    pages = sorted(path for path in site.rglob("*.html"))
    # Errors only: of a file on the disk it says that the policy forbids all that the policy's 'self' allows.
    command: list[str | Path] = [
        "java",
        "-jar",
        _JAR,
        "--errors-only",
        "--exit-zero-always",
        "--stdout",
        "--format",
        "json",
        *pages,
    ]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    messages = json.loads(done.stdout)["messages"]
    print(f"Nu HTML checker: {len(messages)} errors in {len(pages)} pages", flush=True)
    return [
        f"{_name(site, message['url'])}, line {message.get('lastLine')}: {message['message']}" for message in messages
    ]


def _name(site: Path, url: str) -> str:
    return Path(unquote(urlsplit(url).path)).relative_to(site.resolve()).as_posix()
