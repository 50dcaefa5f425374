"""`make quality`: build the site, have both look at it, and exit with 1 if either finds less than the site promises."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.benchmarks.browser.server import BenchServer
from tools.benchmarks.build import build
from tools.serve import running

from . import lighthouse, nu, plain


def main() -> int:
    """Do what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.quality", description=__doc__)
    parser.add_argument("--only", choices=["nu", "lighthouse"], help="leave the other one out")
    parser.add_argument("--runs", type=int, default=5, help="how often Lighthouse loads each page; the median counts")
    options = parser.parse_args()
    with (
        TemporaryDirectory(prefix="ndr-quality-") as folder,
        running(BenchServer(Path(folder) / "site")) as server,
        running(BenchServer(Path(folder) / "plain")) as bare,
    ):
        # Built for the address where it is then served, as a published site is.
        build(server.site, server.url)
        faults: list[str] = []
        if options.only != "lighthouse":
            faults += nu.faults(server.site)
        if options.only != "nu":
            plain.build(bare.site, bare.url)
            faults += lighthouse.faults(server.url, bare.url, options.runs)
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
