"""One variant in a process of its own: a task a line on standard input, its figures a line on standard output.

`{"judge": [path, …]}` times each file from bytes to JSON; `{"mbox": path}` times a way through an mbox.
The answer: CPU `seconds`, `failed` (for `judge` the numbers of the files, for `mbox` how many mails) and `why`, and
`memory` in bytes at the peak, for `judge` above the input.
worker.mjs is the same for the npm packages.
"""

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from . import variants


def main(variant: str) -> None:
    """Do the tasks that come on standard input."""
    judge, read_mbox = variants.judge(variant), variants.read_mbox(variant)
    for line in sys.stdin:
        task = json.loads(line)
        answer = _judge(judge, task["judge"]) if "judge" in task else _mbox(read_mbox, task["mbox"])
        print(json.dumps(answer), flush=True)


def _judge(judge: variants.Judge, paths: list[str]) -> dict[str, Any]:
    mails = [Path(path).read_bytes() for path in paths]
    failed, why = [], ""
    gc.collect()
    before = _forget_peak()
    start = time.process_time()
    for number, mail in enumerate(mails):
        try:
            judge(mail)
        except Exception as error:  # noqa: BLE001  # that it fails is the figure
            failed.append(number)
            why = type(error).__name__
    seconds = time.process_time() - start
    return {"seconds": seconds, "failed": failed, "why": why, "memory": _status("VmHWM") - before}


def _mbox(read_mbox: variants.ReadMbox, path: str) -> dict[str, Any]:
    start = time.process_time()
    failed = read_mbox(path)
    return {"seconds": time.process_time() - start, "failed": failed, "why": "", "memory": _status("VmHWM")}


def _forget_peak() -> int:
    """Let the peak begin again at what is taken now; return that."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _status(name: str) -> int:
    """Return a figure of this process in bytes. getrusage would count the parent's memory before exec."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(sys.argv[1])
