"""A worker that gives the package's own verdict at once, for what is not about Python in the browser."""

import json
from typing import Any

from playwright.sync_api import Page

from ndr_checker import check


def judging(page: Page, text: str, **changes: Any) -> None:
    """Have the page get the verdict of a text, with some fields changed, whatever is pasted."""
    verdict = json.dumps(json.dumps(check(text).to_dict() | changes))
    judge = f"onmessage = () => postMessage({{ type: 'verdict', json: {verdict} }});"
    script = f"export function run() {{ onmessage = () => {{ {judge} postMessage({{ type: 'ready' }}); }}; }}"
    page.route("**/worker.mjs", lambda route: route.fulfill(content_type="text/javascript", body=script))
