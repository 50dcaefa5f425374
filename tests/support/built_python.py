"""Run a program in the Python that the built site sends to browsers, under Node."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_MAIN = """
import json as _json
_inner = main
def main(text):
    return _json.dumps(_inner(_json.loads(text)))
"""


def run(site: Path, program: str, data: object = None) -> Any:
    """Return what `main(data)` of the program returns there; both ways it must be JSON."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [shutil.which("node") or "node", str(Path(__file__).with_suffix(".mjs")), str(site), folder],
            input=json.dumps({"program": program + _MAIN, "data": data}),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
