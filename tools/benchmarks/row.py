"""One figure, and the file of all figures: `{"date", "machine", "rows": [{"work", "variant", "median", …}]}`."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

MB = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The median of `n` runs of a variant at a work; None with a note where it failed."""

    work: str
    variant: str
    median: float | None
    unit: str
    n: int
    #: To the reference variant of the same work: 0.5 is half of what that one needs.
    ratio: float | None
    note: str = ""
    #: The share of the inputs that the variant can't read; they are left out of every variant's time.
    failed: float | None = None


def rows(
    work: str, unit: str, runs: Mapping[str, Sequence[float]], reference: str, notes: Mapping[str, str] | None = None
) -> list[Row]:
    """Return a row a variant: `runs` holds the figures of each, `notes` why one failed."""
    notes = notes or {}
    medians = {variant: median(figures) for variant, figures in runs.items() if figures and variant not in notes}
    base = medians.get(reference)
    return [
        Row(
            work=work,
            variant=variant,
            median=round(medians[variant], 4) if variant in medians else None,
            unit=unit,
            n=len(figures),
            ratio=round(medians[variant] / base, 3) if base and variant in medians else None,
            note=notes.get(variant, ""),
        )
        for variant, figures in runs.items()
    ]


def write(path: Path, all_rows: Iterable[Row], *, day: str, machine: str) -> None:
    """Write the file of results; a note and a share of failures are left out where there is none."""
    listed = [
        {key: value for key, value in asdict(row).items() if key not in ("note", "failed") or value not in ("", None)}
        for row in all_rows
    ]
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in listed)
    head = f'"date": {json.dumps(day)}, "machine": {json.dumps(machine)}, "rows": ['
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{{{head}\n{lines}\n]}}\n", encoding="utf-8")


def today() -> str:
    """Return the day of the run."""
    return datetime.now(UTC).date().isoformat()


def machine() -> str:
    """Describe the machine in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    programs = {"Python": sys.executable, "Node.js": shutil.which("node"), "Chromium": shutil.which("chromium")}
    versions = [f"{name} {_version(path)}" for name, path in programs.items() if path]
    return ", ".join(
        (_processor(), f"{os.cpu_count()} cores", f"{memory:.0f} GB", platform.system(), *versions),
    )


def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return next(iter(re.findall(r"\d[\d.]*\d", said)), "of no known version")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
