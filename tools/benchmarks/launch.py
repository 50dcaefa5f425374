"""Run a command to its end and print what it took, as JSON: the fields of `process.Spent`.

A program of its own: what its parent takes counts as a command's peak before the command begins, so the parent has to
be small. `python tools/benchmarks/launch.py COMMAND...`
"""

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
failed = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False).returncode != 0
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
taken = {
    "wall": time.perf_counter() - start,
    "processor": usage.ru_utime + usage.ru_stime,
    "memory": usage.ru_maxrss * 1024,
    "failed": failed,
}
print(json.dumps(taken))
