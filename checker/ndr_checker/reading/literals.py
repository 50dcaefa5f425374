"""Objects as programs write them, turned into JSON: those of Python, JavaScript, PHP, Ruby, Go and Elixir.

Only brackets, marks and quotes differ. The text stays the reader's own, so that evidence shows where it is.
"""

import re

from ndr_checker.base.pattern import pattern

from .view import View

#: A dictionary as Python prints it, on one line: "{'event': 'bounce', 'email': 'a@b'}"; not smtplib's of recipients.
_PRINTED = pattern(r"\{u?'[^'@\n]{1,60}': ")
#: An event that mail failed, in any notation, in lower case: "'event' => 'bounce'", "type: :soft_bounce".
_EVENT = pattern(
    r"(?:event|type|status|state|action)['\"]?[ ]{0,40}(?:=>|:)[ ]{0,9}(?::|[bu]?['\"])?[\w.-]{0,40}?"
    r"(?:bounc|defer|fail|drop|reject|undeliver)"
)
_LINE = 300
_NAME = r"(?:'[^'\n]{1,80}'|\"[^\"\n]{1,80}\"|:\w{1,60})"
#: A string of JSON, as it is; one in single quotes; a bare name before its value; a symbol; an arrow; the start of an
#: object and of a list.
_PIECE = pattern(
    r'"(?:[^"\\\n]|\\.)*+"'
    r"|(?<![\w'])[bu]?'(?P<string>(?:[^'\\\n]|\\.)*+)'(?=\s{0,40}(?:=>|[:,;)\]}]|\Z))"
    r"|(?<=[{,(\[\n])(?P<blank>\s{0,80}):?(?P<name>[A-Za-z_]\w{0,60})[ ]{0,9}"
    r"(?:=>|:(?=[ ]{0,9}(?:['\"\[{]|:\w|(?:[0-9]{1,20}|[Tt]rue|[Ff]alse|null|nil|None)[ ]{0,9}[,}\n])))"
    r"|(?<= ):(?P<symbol>[a-z_]\w{0,60})(?=\s{0,9}[,}\]\n])"
    r"|(?P<arrow>=>)"
    rf"|(?P<object>(?:\barray\(|\[)(?=\s{{0,200}}{_NAME}[ ]{{0,40}}=>))"
    r"|(?P<list>\barray\(|\[\]\w{1,20}\{)"
)


def as_json(view: View) -> View:
    """Return a text in which objects of a program that tell of mail are JSON; any other text as it is."""
    if "]=>" in view.text or "] => " in view.text:
        from . import dumps  # noqa: PLC0415 – only for such a text

        view = dumps.as_json(view)
    written = ("{" in view.text or "=>" in view.text) and (_PRINTED.search(view.text) or _has_event(view))
    return view.replace(_PIECE, _turned) if written else view


def _has_event(view: View) -> bool:
    """Return whether a text has an event that mail failed, and hands it to no function, as a program's test does."""
    event = _EVENT.search(view.lines)
    if not event:
        return False
    before = view.lines[max(0, event.start() - _LINE) : event.start()].rpartition("\n")[2]
    called, bracket, _ = before.rpartition("(") if before.rfind("(") > before.rfind(")") else ("", "", "")
    return not bracket or not called[-1:].isalnum() or called.endswith("array")


def _turned(match: re.Match[str]) -> str:
    kind, said = match.lastgroup, match[0]
    if kind == "string":
        return '"' + match["string"].replace("\\'", "'").replace('"', "'") + '"'
    if kind == "name":
        return f'{match["blank"]}"{match["name"]}": '
    if kind == "symbol":
        return f'"{match["symbol"]}"'
    return {"arrow": ":", "object": "{", "list": "["}.get(kind or "", said)
