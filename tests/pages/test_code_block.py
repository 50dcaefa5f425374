"""A block of code as a page shows it: nothing of its text changes, and each has a button that copies it."""

import re

from markdown import markdown

from sitebuild.markup import START, tokens
from sitebuild.pages import code_block

COMMAND = 'Get-InboundConnector | Where-Object { $_.Enabled -and $_.Name -ne "a<b" } | Format-Table Name'
BOUNCE = "550 5.7.750 Service unavailable <a@contoso.com>"


def page() -> str:
    text = f"Run:\n\n```powershell\n{COMMAND}\n```\n\n    {BOUNCE}\n"
    return markdown(text, extensions=["pymdownx.highlight", "pymdownx.superfences"])


def test_its_text_stays_as_it_was() -> None:
    before, after = (re.sub("<[^>]*>", "", html) for html in (page(), code_block.finished(page())))
    assert after == before


def test_each_has_a_button_of_its_own() -> None:
    found = [token for token in tokens(code_block.finished(page())) if token.kind == START]
    targets = [token.attributes["data-clipboard-target"] for token in found if token.name == "button"]
    blocks = [token.attributes["data-block"] for token in found if token.name == "code"]
    assert len(set(blocks)) == 2
    assert [target.replace("&quot;", '"') for target in targets] == [f'[data-block="{name}"]' for name in blocks]


def test_only_what_has_a_colour_of_its_own_is_an_element() -> None:
    assert '<span class="n">' in page()
    assert '<span class="n">' not in code_block.finished(page())
