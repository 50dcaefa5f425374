"""`make bench`: measure, print the tables, write benchmarks/results.json, and bring the page up to date."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.paths import ROOT

from . import row, table
from .process import installed
from .variants import ALL
from .works import WORKS, Plan


def main() -> int:
    """Run the works that were asked for, all if none; return the exit code."""
    options = _parser().parse_args()
    chosen = installed(options.variant or ALL)
    found = []
    with TemporaryDirectory(prefix="ndr-bench-") as folder:
        plan = Plan(
            folder=Path(folder),
            variants=chosen,
            generated=options.generated,
            rounds=options.rounds,
            visits=options.visits,
            starts=options.starts,
            mails=options.mails,
            size=int(options.megabytes * row.MB),
            limit=options.limit,
        )
        for name in options.works or WORKS:
            print(f"{name} …", file=sys.stderr)
            rows = WORKS[name](plan)
            for lines in table.tables(rows).values():
                print(*lines, sep="\n", flush=True)
            found += rows
    day, machine = row.today(), row.machine()
    row.write(options.out, found, day=day, machine=machine)
    if options.page:
        table.put(options.page, found, day=day, machine=machine)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks", description=__doc__)
    parser.add_argument("works", nargs="*", metavar="WORK", choices=[[], *WORKS], help=f"{', '.join(WORKS)}; none: all")
    parser.add_argument("--variant", action="append", choices=ALL, help="only this one; may be repeated")
    parser.add_argument("--generated", action="store_true", help="leave the corpus alone, also where it is found")
    parser.add_argument("--rounds", type=int, default=5, help="how often each variant does each work")
    parser.add_argument(
        "--visits", type=int, default=7, help="how often the page is visited with each way to run Python"
    )
    parser.add_argument("--starts", type=int, default=20, help="how often each command is started")
    parser.add_argument("--mails", type=int, default=10_000, help="mails in the mbox; ten times that for many cores")
    parser.add_argument("--megabytes", type=float, default=50, help="size of a hostile input")
    parser.add_argument(
        "--limit", type=float, default=3, help="processor seconds until a variant is stopped on a hostile input"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results.json")
    parser.add_argument("--page", type=Path, help="the page whose figures are replaced")
    return parser


if __name__ == "__main__":
    sys.exit(main())
