"""`make page CODE=5.7.69`: write the skeleton of a code's page. The build then says what is still to be filled in."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from ndr_checker.rules.catalogue import CODE, FOLDER, lookup
from sitebuild.sources.source_faults import FILL_IN

_BODY = """
## What it means {{#meaning}}

{fill}: what has happened, and what usually causes it.

## If you sent the mail {{#sender}}

{fill}: what the sender does, in numbered steps.

## If you are the admin {{#admin}}

{fill}: where to look and what to change.

## Example {{#example}}

```ndr
{fill}: a bounce that you made up, such as: 550 {code} and the words of the refusal
```

## Not this code {{#not-this}}

## Sources {{#sources}}
"""


def skeleton(code: str, today: date) -> str:
    """Return the text of a page with everything that it needs, and what nobody but its author knows left open."""
    front = {
        "title": f"{code}: {FILL_IN} in a few words",
        "description": f"{FILL_IN}: what {code} means, who acts and what to do, in 50 to 160 characters.",
        "code": code,
        "permanence": "transient" if code.startswith("4") else "permanent",
        "blocked": FILL_IN,
        "acts": [FILL_IN],
        "lifted_by": [FILL_IN],
        "meanings": [{"id": FILL_IN, "phrases": [FILL_IN], "says": FILL_IN}],
        "confused_with": [{"code": FILL_IN, "because": FILL_IN}],
        "unblock": [],
        "sources": [{"title": FILL_IN, "url": FILL_IN, "checked": today.isoformat()}],
        "reviewed": today.isoformat(),
    }
    return f"---\n{json.dumps(front, indent=2)}\n---\n{_BODY.format(fill=FILL_IN, code=code)}"


def main(code: str, folder: Path = Path(FOLDER)) -> str | None:
    """Write the page; return why not if it isn't written."""
    known = lookup(code)
    if not CODE.fullmatch(code):
        return f"{code!r} isn't a code: make page CODE=5.7.69, or a range such as 5.7.606-649"
    if known and known.code == code:
        return f"docs/codes/{code}.md is there already"
    path = folder / f"{code}.md"
    path.write_text(skeleton(code, datetime.now(UTC).date()), encoding="utf-8")
    print(f"Wrote docs/codes/{code}.md")
    print("Fill it in, then run `make preview`, which lists what is still open; docs/codes/5.7.703.md is an example.")
    print("CONTRIBUTING.md says what each field means.")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
