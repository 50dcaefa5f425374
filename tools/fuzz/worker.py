"""One target in a process of its own, under atheris: `python -m tools.fuzz.worker TARGET [its option] FOLDER …`.

A fault ends the process, with the input in the last `-artifact_prefix`; an input that is slow is put beside it.
"""

import sys
import time
from hashlib import sha256
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # `make fuzz` installs it

with atheris.instrument_imports(include=["ndr_checker"]):
    import ndr_checker.judge  # noqa: F401

from .oracle import faults
from .targets import TARGETS

#: CPU seconds for less than 64 kB. Coverage costs some time too: whether it is true, the replay says.
SLOW = 0.2


def main() -> None:
    """Fuzz one target until libFuzzer's options end it."""
    name, *options = sys.argv[1:]
    target = TARGETS[name]
    prefix = next(o.partition("=")[2] for o in options if o.startswith("-artifact_prefix="))

    def once(data: bytes) -> None:
        made = target(data)
        start = time.process_time()
        found = list(faults(made))
        if time.process_time() - start > 3 * SLOW:
            Path(f"{prefix}slow-{sha256(data).hexdigest()[:16]}").write_bytes(data)
        if found:
            raise AssertionError("\n".join(found))

    # To merge, libFuzzer starts itself again by this name.
    atheris.Setup([f"{sys.executable} -m tools.fuzz.worker {name}", *options], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
