"""The goldens through the Python that the site sends to browsers: the same JSON, byte for byte, as outside."""

import base64
import json
from pathlib import Path

from ndr_checker.browser import check
from tests.support import built_python
from tests.support.expectation import FORMS, in_form
from tests.support.golden import INPUTS, golden

PROGRAM = """
import base64, sys
from ndr_checker.browser import check
sys.setrecursionlimit(400)  # as worker.mjs does

def main(cases):
    return [check(text) if text is not None else check(base64.b64decode(data)) for text, data in cases]
"""


def test_every_golden_gets_the_same_verdict_in_the_browser_s_python_as_on_the_command_line(site: Path) -> None:
    cases = {
        f"{path.name} as {form}": in_form(golden(path).text, form, golden(path).encoding)
        for path in INPUTS
        for form in FORMS
    }
    sent = [
        (case, None) if isinstance(case, str) else (None, base64.b64encode(case).decode()) for case in cases.values()
    ]
    answers = dict(zip(cases, built_python.run(site, PROGRAM, sent), strict=True))
    assert [name for name, case in cases.items() if answers[name] != check(case)] == []
    assert all(json.loads(answer)["version"] == 1 for answer in answers.values())
