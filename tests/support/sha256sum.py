"""What `sha256sum --check` says of a folder, as anybody would run it."""

import os
import shutil
import subprocess
from pathlib import Path


def complaints(folder: Path) -> str:
    """Return what differs from the folder's SHA256SUMS, or nothing."""
    program = shutil.which("sha256sum")
    assert program
    return subprocess.run(
        [program, "--check", "--quiet", "--strict", "SHA256SUMS"],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout
