"""The works: each gives the variants the same task in turn, round by round, and returns its rows."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree

from . import build, exports, hostile, mail
from .browser import visits
from .process import Answer, ndr_checker, one_mail, seconds, spent, workers
from .row import MB, Row, rows
from .variants import FLUFL, NPM, OURS

_BARE = "python -c pass"
#: After a run this long a variant isn't asked again for the same input.
_SLOW = 1.0
#: About as many as the corpus has samples.
_REPORTS = 350


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How much of each work is done."""

    folder: Path
    variants: Sequence[str]
    generated: bool
    rounds: int
    visits: int
    starts: int
    mails: int
    size: int
    limit: float

    def parsers(self) -> list[str]:
        """Return the variants in Python: only they go through an mbox."""
        return [variant for variant in self.variants if variant not in NPM]


def classify(plan: Plan) -> list[Row]:
    """Time the mails that all variants read, bytes in to JSON out, in CPU time per mail.

    The mails are those of the corpus, or of our own making. Each row has the share of them that its variant can't read.
    """
    paths = [] if plan.generated else mail.corpus()
    work = "classify" if paths else "classify-generated"
    paths = paths or mail.write_reports(plan.folder, min(plan.mails, _REPORTS))
    with workers(plan.variants) as started:
        # This run also imports, and warms up what compiles at run time.
        failed = {variant: worker.judge(paths)["failed"] for variant, worker in started.items()}
        unread = {number for numbers in failed.values() for number in numbers}
        read = [path for number, path in enumerate(paths) if number not in unread]
        answers = [{variant: worker.judge(read) for variant, worker in started.items()} for _ in range(plan.rounds)]
    times = {variant: [given[variant]["seconds"] * 1000 / len(read) for given in answers] for variant in plan.variants}
    return [
        replace(row, failed=round(len(failed[row.variant]) / len(paths), 4)) for row in rows(work, "ms", times, FLUFL)
    ]


def start(plan: Plan) -> list[Row]:
    """Time commands from start to end on one line of a bounce, beside a Python that does nothing."""
    bare = [one_mail(OURS)[0].replace("ndr-checker", "python"), "-c", "pass"]
    commands = {_BARE: bare, **{variant: one_mail(variant) for variant in plan.variants}}
    runs: dict[str, list[float]] = {variant: [] for variant in commands}
    for number in range(plan.starts + 1):
        for variant, command in commands.items():
            taken = seconds(command, mail.LINE) * 1000
            if number:  # the first writes bytecode
                runs[variant].append(taken)
    return rows("start", "ms", runs, _BARE)


def mbox(plan: Plan) -> list[Row]:
    """Time a way through an mbox, a new process each; the peak is the whole process's."""
    path = plan.folder / "many.mbox"
    mail.write_mbox(path, plan.mails)
    answers: dict[str, list[Answer]] = {variant: [] for variant in plan.parsers()}
    for _ in range(plan.rounds):
        for variant, given in answers.items():
            with workers([variant]) as started:
                given.append(started[variant].mbox(path))
    path.unlink()
    return _time_and_memory("mbox", answers)


def jobs(plan: Plan) -> list[Row]:
    """Time an mbox and a folder on one core, on two, and on all, in mails per second from start to end."""
    mbox_path, folder = plan.folder / "jobs.mbox", plan.folder / "jobs"
    count = {mbox_path: 10 * plan.mails, folder: 2 * plan.mails}
    mail.write_mbox(mbox_path, count[mbox_path])
    folder.mkdir()
    mail.write_reports(folder, count[folder])
    cores = sorted({1, 2, os.cpu_count() or 1})
    found = []
    for work, path in (("jobs-mbox", mbox_path), ("jobs-folder", folder)):
        speeds: dict[str, list[float]] = {f"--jobs {number}": [] for number in cores}
        peaks: dict[str, list[float]] = {variant: [] for variant in speeds}
        for _ in range(plan.rounds):
            for variant, speed in speeds.items():
                taken = spent([*ndr_checker(), "check", "--json", *variant.split(), str(path)])
                speed.append(count[path] / taken.wall)
                peaks[variant].append(taken.memory / MB)
        found += rows(work, "mails/s", speeds, "--jobs 1") + rows(f"{work}-memory", "MB", peaks, "--jobs 1")
    mbox_path.unlink()
    rmtree(folder)
    return found


def hostile_inputs(plan: Plan) -> list[Row]:
    """Time every kind of hostile input; the peak is that above the input."""
    found = []
    path, warm_up = plan.folder / "hostile.eml", plan.folder / "warm-up.eml"
    warm_up.write_bytes(hostile.WARM_UP)
    for name, make in hostile.KINDS.items():
        print(f"  {name}", file=sys.stderr)
        path.write_bytes(make(plan.size))
        answers: dict[str, list[Answer]] = {variant: [] for variant in plan.variants}
        with workers(plan.variants) as started:
            for worker in started.values():
                worker.judge([warm_up])
            for _ in range(plan.rounds):
                for variant, given in answers.items():
                    if not given or given[-1].get("seconds", _SLOW) < _SLOW:
                        given.append(started[variant].judge([path], plan.limit))
        found += _time_and_memory(f"hostile-{name}", answers)
        path.unlink()
    return found


def _time_and_memory(work: str, answers: dict[str, list[Answer]]) -> list[Row]:
    """Make the rows of time and of memory; of the answers of one that gave up, what made it."""
    notes = {variant: given[-1]["why"] for variant, given in answers.items() if given[-1]["why"]}
    times = {variant: [answer.get("seconds", 0.0) for answer in given] for variant, given in answers.items()}
    peaks = {variant: [answer.get("memory", 0) / MB for answer in given] for variant, given in answers.items()}
    return rows(work, "s", times, FLUFL, notes) + rows(f"{work}-memory", "MB", peaks, FLUFL, notes)


def browser(plan: Plan) -> list[Row]:
    """Visit the built page in a real browser, with each way to run Python in it."""
    return visits.run(plan.visits)


def long_exports(plan: Plan) -> list[Row]:
    """Join an admin's long exports."""
    return exports.run(plan.rounds)


def site(plan: Plan) -> list[Row]:
    """Build the site."""
    return build.builds(plan.folder, plan.rounds)


WORKS: dict[str, Callable[[Plan], list[Row]]] = {
    "browser": browser,
    "build": site,
    "classify": classify,
    "exports": long_exports,
    "start": start,
    "mbox": mbox,
    "jobs": jobs,
    "hostile": hostile_inputs,
}
