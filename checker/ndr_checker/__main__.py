"""The command line: the exit code, and what is said when the work can't go on.

Exit 0: every input got a verdict with a code; 1: at least one did not; 2: usage, or a file that can't be read; 3: the
output can't be written; 130: stopped with Ctrl+C.
"""

import gc
import os
import sys
from io import TextIOWrapper

from .command.parser import Run, parsed


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code. Raises SystemExit (2) for wrong usage."""
    if isinstance(sys.stdout, TextIOWrapper):  # a Windows console may lack the letters of a bounce
        sys.stdout.reconfigure(errors="backslashreplace")
    gc.disable()  # what is imported stays: to look for garbage in it takes a twentieth of the start
    try:
        options = parsed(arguments)
        run: Run = options.command()
    finally:
        gc.freeze()
        gc.enable()
    if not sys.stdout:  # it was closed by whoever started this
        print("ndr-checker: the output can't be written: it is closed", file=sys.stderr)
        return 3
    try:
        code = run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # "| head": the reader has seen enough
        _forget_output()
        return 0
    except KeyboardInterrupt:
        print("ndr-checker: stopped", file=sys.stderr)
        return 130
    except OSError as error:  # what a file raises is said where it is read
        _forget_output()
        print(f"ndr-checker: the output can't be written: {error.strerror or error}", file=sys.stderr)
        return 3
    return code


def _forget_output() -> None:
    """Let what is still to be written go nowhere, or Python would try again at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
