"""The command line: files and standard input in, verdicts out.

Exit 0: every input got a verdict with a code; 1: at least one did not; 2: usage, or a file that can't be read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BufferedReader, TextIOWrapper
from typing import Any, NoReturn, cast

from ndr_checker.reading.files.intake import Intake, Named
from ndr_checker.reading.files.unread import COULD_NOT
from ndr_checker.reading.message import unread_message
from ndr_checker.rules import catalogue
from ndr_checker.telling.escape import visible
from ndr_checker.telling.report import to_json, to_markdown, to_text

from .judge import decide
from .verdict import Verdict

_EXAMPLES = """\
examples:
  ndr-checker check bounce.eml            judge a saved bounce
  ndr-checker check --json *.eml          one JSON object a line
  ndr-checker check --markdown < ndr.txt  a note for the ticket
  ndr-checker triage trace.csv accepted.csv   which domain, which connector, since when
  ndr-checker explain 705                 the page of a code
  ndr-checker codes                       all codes that have a page
"""
#: From this many mails on, a terminal is told how far the work is.
_MANY = 500
#: A file is read in pieces of this size, and a terminal is told of each so many bytes.
_PIECE = 256 * 1024
_LONG = 32 * 1024 * 1024


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code. Raises SystemExit (2) for wrong usage."""
    if isinstance(sys.stdout, TextIOWrapper):  # a Windows console may lack the letters of a bounce
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # "| head": the reader has seen enough
        sys.stderr.close()
        return 0


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of one width: to ask the terminal for its own would import what unpacks archives."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Parser(argparse.ArgumentParser):
    """A parser, and so each of its commands, with that help."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options})

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments: `*.eml` makes arguments of the names that a stranger gave his files."""
        super().error(visible(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ndr-checker",
        description="Tell which Exchange Online code a bounce carries, what it means and who must act.",
        epilog=_EXAMPLES,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", prog="ndr-checker")

    command = commands.add_parser(
        "check", help="judge bounces", description="Judge bounces: files, or standard input.", formatter_class=_Help
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_const", dest="form", const=to_json, help="one JSON object a line")
    form.add_argument("--markdown", action="store_const", dest="form", const=to_markdown, help="a note for a ticket")
    form.add_argument("--trace", action="store_const", dest="form", const=_to_trace, help="what was found, and how")
    command.add_argument("--show-names", action="store_true", help="with --markdown: don't hide what is private")
    command.add_argument(
        "--hide",
        action="append",
        default=[],
        metavar="WORD",
        help="with --markdown: hide this word too; may be repeated",
    )
    command.add_argument("files", nargs="*", metavar="FILE", help="a bounce or an mbox; none or -: standard input")
    command.set_defaults(run=_check, form=to_text, parser=command)

    command = commands.add_parser(
        "triage",
        help="find the domain, the connector and the hour in an admin's exports",
        description="Join an admin's exports: which domain, which connector, since when.",
        formatter_class=_Help,
    )
    form = command.add_mutually_exclusive_group()
    for name, what in (
        ("json", "one JSON object"),
        ("markdown", "the table for the support case"),
        ("csv", "the table of domains"),
    ):
        form.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=what)
    command.add_argument("files", nargs="+", metavar="FILE", help="traces, logs, settings, reports, in any order")
    command.set_defaults(run=_triage, form="text")

    command = commands.add_parser(
        "explain", help="print the page of a code", description="Print the page of a code.", formatter_class=_Help
    )
    command.add_argument("code", metavar="CODE", help="5.7.705; 705 will do")
    command.set_defaults(run=_explain)

    command = commands.add_parser(
        "codes", help="list all codes", description="List all codes that have a page.", formatter_class=_Help
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.set_defaults(run=_codes)
    return parser


def _to_trace(verdict: Verdict) -> str:
    from ndr_checker.telling.trace import to_trace  # noqa: PLC0415 – the other forms never need it

    return to_trace(verdict)


def _check(options: argparse.Namespace) -> int:
    form: Callable[[Verdict], str] = options.form
    if form is to_markdown:
        form = partial(to_markdown, show_names=options.show_names, hidden=options.hide)
    elif options.show_names or options.hide:
        options.parser.error(f"{'--show-names' if options.show_names else '--hide'} needs --markdown")
    coded = readable = True
    between = ""
    for name in options.files or ["-"]:
        try:
            for number, verdict in enumerate(_verdicts(name), 1):
                readable = readable and not verdict.unread
                print(between + form(verdict), flush=form is to_json)
                between = (
                    "\n" if options.form is to_markdown else ""
                )  # or the next note would go on with this one's list
                coded = coded and verdict.code is not None
                if number % _MANY == 0 and sys.stderr.isatty():
                    print(f"\r{visible(name)}: {number} mails", end="", file=sys.stderr)
        except BrokenPipeError:
            raise
        except OSError as error:
            readable = False
            print(f"ndr-checker: {visible(name)} can't be read: {error.strerror or error}", file=sys.stderr)
    return 2 if not readable else 0 if coded else 1


def _verdicts(name: str) -> Iterator[Verdict]:
    if name == "-":
        yield from _judged(cast("BufferedReader", sys.stdin.buffer), "-")
    else:
        with open(name, "rb") as file:
            yield from _judged(file, name)


def _judged(file: BufferedReader, name: str) -> Iterator[Verdict]:
    """Yield the verdict on a file, or on each mail of an mbox and each file of a zip; `source` says which."""
    intake = Intake(name)
    read = 0
    while piece := file.read1(_PIECE):
        yield from _decided(intake.feed(piece), name)
        read += len(piece)
        if read % _LONG < len(piece) and read >= _LONG and sys.stderr.isatty():
            print(f"\r{visible(name)}: {read // 2**20} MB", end="", file=sys.stderr)
    yield from _decided(intake.end(), name)


def _decided(messages: Iterator[Named], name: str) -> Iterator[Verdict]:
    """Yield the verdict on each message; what can't be read for want of memory costs one verdict, not the others."""
    try:
        for source, message in messages:
            yield decide(message, source=source)
    except (MemoryError, RecursionError):
        yield decide(unread_message(COULD_NOT), source=name)


def _triage(options: argparse.Namespace) -> int:
    from ndr_checker.triage import command  # noqa: PLC0415 – the other commands never need it

    return command.run(options)


def _explain(options: argparse.Namespace) -> int:
    code = _code(options.code)
    if code is None:
        print(
            f"ndr-checker: no page explains {visible(options.code)}; `ndr-checker codes` lists those that have one",
            file=sys.stderr,
        )
        return 1
    print(catalogue.page(code))
    return 0


def _code(typed: str) -> str | None:
    """Return the code that was meant: whole, or its last numbers; in doubt that of the 5.7 family, then the first."""
    typed = typed.strip()
    known = [code for entry in catalogue.entries() for code in entry.codes()]
    meant = [code for code in (typed, f"5.7.{typed}", f"5.{typed}") if catalogue.lookup(code)]
    return next(iter(meant + [code for code in known if code.endswith(f".{typed}")]), None)


def _codes(options: argparse.Namespace) -> int:
    for entry in catalogue.entries():
        if options.json:
            print(json.dumps({**entry.front, "page": entry.page}, separators=(",", ":")))
        else:
            print(f"{entry.code:<12} {entry.title.partition(': ')[2] or entry.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
