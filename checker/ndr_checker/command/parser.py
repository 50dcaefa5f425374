"""The words of the command line: commands, options, help."""

import argparse
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

from ndr_checker.telling.escape import visible

_EXAMPLES = """\
examples:
  ndr-checker check bounce.eml            judge a saved bounce
  ndr-checker check --json *.eml          one JSON object per line
  ndr-checker check --summary bounces/    how often each code occurs in a folder
  ndr-checker check --markdown < ndr.txt  a note for the ticket
  ndr-checker triage trace.csv accepted.csv   which domain, which connector, since when
  ndr-checker explain 705                 the page of a code
  ndr-checker codes                       all codes that have a page
"""

#: What shtab, which writes completions for shells, reads from an argument: that it is a file's name.
_FILE = {"bash": "_shtab_compgen_files", "zsh": "_files", "tcsh": "f"}


#: What runs a command.
Run = Callable[[argparse.Namespace], int]


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


class _Version(argparse.Action):
    """Prints the version: to look it up takes longer than to read a bounce, so it is only done on demand."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print it and exit."""
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 – as said

        try:
            print(f"ndr-checker {version('ndr-checker')}")
        except PackageNotFoundError:
            parser.error("this copy isn't installed, so it has no version")
        parser.exit()


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options; `command` imports what runs them and returns it. Raises SystemExit (2) for wrong usage."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser(arguments[0] if arguments and arguments[0] in _COMMANDS else None).parse_args(arguments)
    if options.command is _check and options.form != "markdown" and (options.show_names or options.hide):
        options.parser.error(f"{'--show-names' if options.show_names else '--hide'} needs --markdown")
    return options


def parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of what a command that is chosen already needs of it."""
    whole = _Parser(
        prog="ndr-checker",
        description="Show which Exchange Online code a bounce contains, what it means and who must act.",
        epilog=_EXAMPLES,
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version, which a report of a fault needs")
    commands = whole.add_subparsers(required=True, metavar="COMMAND", prog="ndr-checker")
    for name in [chosen] if chosen else _COMMANDS:
        brief, description, fill = _COMMANDS[name]
        fill(commands.add_parser(name, help=brief, description=description))
    return whole


def _of_check(command: argparse.ArgumentParser) -> None:
    _forms(
        command,
        json="one JSON object per line",
        markdown="a note for a ticket",
        csv="a table for a spreadsheet",
        summary="how often each code occurs; blocked organizations first",
        trace="what was found, and how",
    )
    command.add_argument("--show-names", action="store_true", help="with --markdown: don't hide what is private")
    command.add_argument(
        "--hide",
        action="append",
        default=[],
        metavar="WORD",
        help="with --markdown: hide this word too; can be repeated",
    )
    command.add_argument(
        "--jobs", type=_count, metavar="N", help="number of worker processes; by default one per core for many inputs"
    )
    listed = command.add_argument(
        "--files-from",
        action="append",
        default=[],
        metavar="FILE",
        help="check the files listed in FILE, one name per line or separated by NUL bytes; -: standard input",
    )
    files = command.add_argument(
        "files", nargs="*", metavar="FILE", help="a bounce, mbox, archive, folder or pattern; none or -: standard input"
    )
    _completed(listed, files)
    command.set_defaults(command=_check, parser=command)


def _of_triage(command: argparse.ArgumentParser) -> None:
    _forms(command, json="one JSON object", markdown="the table for the support case", csv="the table of domains")
    files = command.add_argument(
        "files", nargs="+", metavar="FILE", help="traces, logs, settings, reports, in any order"
    )
    _completed(files)
    command.set_defaults(command=_triage)


def _of_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", metavar="CODE", help="such as 5.7.705, or just 705")
    command.set_defaults(command=_explain)


def _of_codes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object per line")
    command.set_defaults(command=_codes)


def _completed(*arguments: argparse.Action) -> None:
    """Let shells complete these arguments with the names of files."""
    for argument in arguments:
        vars(argument)["complete"] = _FILE


def _count(text: str) -> int:
    """Return a number from 1. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text} isn't a whole number of 1 or more")
    return int(text)


def _forms(command: argparse.ArgumentParser, **forms: str) -> None:
    """Add an option for each form of the output; only one of them can be chosen."""
    group = command.add_mutually_exclusive_group()
    for name, what in forms.items():
        group.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=what)
    command.set_defaults(form="text")


# Each command imports what runs it when it is called: no other one waits for that.


def _check() -> Run:
    from .check import run  # noqa: PLC0415

    return run


def _triage() -> Run:
    from .triage import run  # noqa: PLC0415

    return run


def _explain() -> Run:
    from .pages import explain  # noqa: PLC0415

    return explain


def _codes() -> Run:
    from .pages import codes  # noqa: PLC0415

    return codes


#: What each is called in the list of commands and in its own help, and what adds its options.
_COMMANDS: Final[dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]]] = {
    "check": ("judge bounces", "Judge bounces: files, or standard input.", _of_check),
    "triage": (
        "find the domain, the connector and the hour in an admin's exports",
        "Join an admin's exports: which domain, which connector, since when.",
        _of_triage,
    ),
    "explain": ("print the page of a code", "Print the page of a code.", _of_explain),
    "codes": ("list all codes", "List all codes that have a page.", _of_codes),
}
