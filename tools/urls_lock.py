"""docs/urls.lock: every address that was ever published. None of them may come to lead nowhere.

Run as a program, it writes down what the built site has and the file has not; it takes nothing out.
"""

import sys
from pathlib import Path

from sitebuild.finish.addresses import Addresses, read


def gone(lock: Path, found: Addresses) -> list[str]:
    """Return the published addresses that lead nowhere now."""
    return [address for address in _locked(lock) if not found.leads_somewhere(address)]


def unlisted(lock: Path, found: Addresses) -> list[str]:
    """Return the addresses that are not written down yet."""
    return sorted(found.all() - set(_locked(lock)))


def _locked(lock: Path) -> list[str]:
    return [line.removeprefix("/") for line in lock.read_text(encoding="utf-8").splitlines()]


def main(site: Path, lock: Path) -> None:
    """Add what is new."""
    added = unlisted(lock, read(site))
    lines = sorted({*_locked(lock), *added})
    lock.write_text("".join(f"/{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(added)} new, {len(lines)} in all")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
