"""What is compared, in Python: each variant takes a mail as bytes and gives JSON, or goes through an mbox.

Nothing is imported before its variant is asked for, so that none pays for another.
"""

import json
import logging
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

Judge = Callable[[bytes], str]
#: Goes through an mbox; returns how many of its mails made the reader raise.
ReadMbox = Callable[[str], int]

OURS, FLUFL, EMAIL = "ours", "flufl.bounce", "email"
#: Read by worker.mjs, one Node.js process each.
NPM = ("mailparser", "postal-mime", "email-bounce-parser")
ALL = (OURS, FLUFL, EMAIL, *NPM)


def judge(variant: str) -> Judge:
    """Return the variant's reader of one mail. Raises KeyError for an unknown one, ImportError if not installed."""
    return {OURS: _our_judge, FLUFL: _flufl_judge, EMAIL: _email_judge}[variant]()


def _our_judge() -> Judge:
    from ndr_checker.browser import check  # noqa: PLC0415

    return check


def _flufl_judge() -> Judge:
    from email import message_from_bytes  # noqa: PLC0415

    all_failures = import_module("flufl.bounce").all_failures
    logging.disable()  # it logs each mail; that is not what is measured

    def read(data: bytes) -> str:
        found = all_failures(message_from_bytes(data))
        return json.dumps([sorted(address.decode("utf-8", "replace") for address in group) for group in found])

    return read


def _email_judge() -> Judge:
    """Parse only, with the policy that is four times faster than `policy.default`: the least that a parser needs."""
    from email import message_from_bytes  # noqa: PLC0415

    return lambda data: json.dumps(message_from_bytes(data).get_content_type())


def read_mbox(variant: str) -> ReadMbox:
    """Return the variant's way through an mbox: ours is the command line's, the others' the standard library's."""
    return _our_mbox if variant == OURS else lambda path: _their_mbox(path, variant)


def _our_mbox(path: str) -> int:
    from ndr_checker.__main__ import main  # noqa: PLC0415

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        main(["check", "--json", "--jobs", "1", path])  # this process's own time is the figure
    return 0


def _their_mbox(path: str, variant: str) -> int:
    from mailbox import mbox  # noqa: PLC0415

    all_failures = import_module("flufl.bounce").all_failures if variant == FLUFL else lambda mail: mail
    logging.disable()
    failed = 0
    for mail in mbox(path, create=False):
        try:
            all_failures(mail)
        except Exception:  # noqa: BLE001  # that it fails is the figure
            failed += 1
    return failed
