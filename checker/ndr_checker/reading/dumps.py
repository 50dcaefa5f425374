"""Values as PHP prints them, turned into JSON: by var_dump, which says the type of each, and by print_r, which doesn't.

What an object is an instance of becomes its name, for an error's may be the only word of mail. print_r quotes nothing:
there a value ends with its line, or, where a browser joined the lines, before the next name or bracket. The text stays
the reader's own, so that evidence shows where it is.
"""

import re

from ndr_checker.base.pattern import pattern

from .view import View

#: What would end a string of JSON, or escape something in it.
_QUOTED = str.maketrans('"\\', "'/")
_CLASS = r"(?P<class>[\w\\]{1,100})"
#: What only var_dump writes: an arrow, and a type with its value or its size.
_TYPED = pattern(r"\]=>(?=\s{1,80}(?:string|int|float|bool|array|object)\()")
_DUMPED = pattern(
    r"\[\"(?P<name>[^\"\n]{1,80})\"[^\]\n]{0,80}\]=>(?P<holds>\s{1,80}(?:array|object)\([^\n{]{1,120}\{)?"
    r"|(?P<number>\[[0-9]{1,9}\]=>)"
    rf"|(?P<outer>\b(?:array|object\({_CLASS}\)#[0-9]{{1,9}} )\([0-9]{{1,9}}\) \{{)"
    r"|\bstring\([0-9]{1,9}\) \"(?P<string>[^\"]{0,4000})\""
    r"|\b(?:int|float|bool)\((?P<value>[^()\n]{1,40})\)"
)
#: How print_r begins what has fields.
_LISTED = pattern(r"(?:Array|Object)\s{1,40}\(\s{1,40}\[")
_HOLDS = r"(?:Array|[\w\\]{1,100} Object)\s{1,200}\((?=\s)"
_NAME = r"\w{1,80}(?::[\w:\\]{1,80})?\] => "
_ENDS = rf"[ \t]{{0,20}}(?:\n|\Z|\[{_NAME}|\)[ \t]{{0,20}}(?:\n|\Z|[\[)]))"
_PRINTED = pattern(
    rf"\[(?P<name>(?={_NAME})\w{{1,80}})[^\]]{{0,80}}\] => "
    rf"(?:(?P<holds>{_HOLDS})|(?P<string>[^\n]{{0,4000}}?)(?={_ENDS}))"
    rf"|(?P<outer>\b(?:Array|{_CLASS} Object)\s{{1,200}}\((?=\s))"
    r"|(?P<end>(?<=\s)\)(?!\S))"
)


def as_json(view: View) -> View:
    """Return a text in which what PHP printed is JSON; any other text as it is."""
    if _TYPED.search(view.text):
        return view.replace(_DUMPED, _turned)
    return view.replace(_PRINTED, _turned) if _LISTED.search(view.text) else view


def _turned(match: re.Match[str]) -> str:
    said = {kind: text.translate(_QUOTED) for kind, text in match.groupdict().items() if text is not None}
    named = said.get("name") or said.get("class")
    name = f'"{named}": ' if named else ""
    if "holds" in said or "outer" in said:
        return f"{name}{{"
    if "string" in said:
        return f'{name}"{said["string"]}"'
    return name or said.get("value") or ("}" if "end" in said else "")
