"""What of a verdict goes into the case for Microsoft Support, which finds the refusal by it."""

from collections.abc import Mapping
from typing import Any

_MISSING = "not in the text you pasted"


def case(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the guide's form that a verdict (the JSON contract) fills in, and rows that show them.

    A bounce says when it was refused, which goes with its server, but not that it was the first one.
    """
    code, sender = verdict["code"], verdict["sender"]
    numbers = " ".join(str(number) for number in (code and verdict["reply"], code) if number)
    place = " ".join(filter(None, (verdict["server"], verdict["time"], verdict["id"])))
    domain = sender["domain"] if sender else ""
    fields = {
        "code": numbers,
        "server": place,
        "domains" if verdict["blocked"] == "unregistered-domains" else "domain": domain,
    }
    rows = {
        "Code": numbers,
        "Time in the NDR": verdict["time"],
        "Server in the NDR": verdict["server"],
        "ID in the NDR": verdict["id"],
        "Sender's domain": domain,
    }
    return {
        "fields": {name: value for name, value in fields.items() if value},
        "rows": [{"name": name, "text": text or _MISSING} for name, text in rows.items()],
    }
