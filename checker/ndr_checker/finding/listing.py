"""Whether a code is in a program's source or in a configuration: in a comment, a string of a statement, or a diff.

What a program does about a reply is nobody's refusal. What it prints when it gets one has no statement around it.
"""

from ndr_checker.base.limits import MAX_LEAD
from ndr_checker.base.pattern import pattern
from ndr_checker.reading.view import View

#: How much of a line is read, how far around it statements are looked for, and how far above it a comment is opened.
_LINE, _NEAR, _BLOCK = 300, 400, 4000
#: A mark that only a comment has: at the start of its line or after code, and in front of a blank.
_COMMENT = pattern(r"(?:^|[ \t;{}),])/{2,8}!?[ \t]|/\*")
#: Marks that lists and headings have too: at the start of a line, which a diff marks, or after code.
_MARKED = pattern(r"^[ \t]{0,80}(?:[+-][ \t]{0,80})?(?:#|--|;{1,3})[ \t]|[;,:(){}\]\"'][ \t]{1,40}(?:#|--)[ \t]")
_HAS_MARK = pattern(r"#|--|;[ \t]")
_BULLET = pattern(r"[ \t]{0,80}(?:[+-][ \t]{0,80})?\*[ \t]")
#: A string that is compared, returned, assigned, or handed to a function: only an exception's name has a capital.
_STRING = pattern(
    r"(?:[=!~]=|=~|!~|\b(?:and|assert|case|elif|if|in|not|or|raise|return|throw|when)"
    r"|\b(?:const|let|var|final|static|my|local)[ \t][^=\n]{1,60}="
    r"|\b(?:raise|throw|new|=) [\w.]{1,60}\([^()\n]{0,80}|(?:\.|->|::|\b)[a-z_][A-Za-z0-9_]{1,40}\([^()\n]{0,80}\(?)"
    r"[ \t]{0,9}[a-zA-Z@]{0,2}['\"`/]{1,3}[^'\"`]{0,80}$"
)
#: A pair of a number and its words that is compared, as in a test: `assert reply == (550, b'...')`.
_COMPARED = pattern(r"[=!]=[ \t]{0,9}\($")
_QUOTE = pattern("['\"`/]")
#: What a list's string has before a reply, where it is alone on its line; the reply may be in quotes of its own.
_ELEMENT = pattern(r"[ \t]{0,80}(?:\"[^\"\n]{0,200}|'[^'\n]{0,200})$")
#: A row of a mail server's table, up to the reply that it gives: "/^root@/ REJECT 550 ...", "spam.example 554 ...",
#: "old.example error:5.1.2 ...", "To:ann@example.com ERROR:5.1.1:". Its key is a pattern between slashes, or one word,
#: which has a mark of a host, an address or a kind of them.
_ROW = pattern(
    r"[ \t]{0,80}(?:#[ \t])?(?:/[^\n]{1,240}/[imsxAEDU]{0,4}[ \t]{1,80}(?:[A-Z_]{2,24}[ \t]{1,9})?"
    r"|(?P<key>[^\s/#]\S{0,200})[ \t]{1,80}"
    r"(?:(?:REJECT|reject|DEFER|defer)(?:_if_\w{6,9}|_IF_\w{6,9})?[ \t]{1,9}|\"?(?:ERROR|error):))"
    r"(?:[45]\.[0-9]\.[0-9]{1,3}:)?\"?$"
)
#: So far before a reply.
_EXPRESSED = 100
_ROW_ENDS = (" ", "\t", ":", '"')
_KEY_MARKS = frozenset(".@:*<")
#: Where a regular expression goes on up to a reply: ".*\\[\\]: 554 ...", "\\]:\\d+: 550 ...", "(?P<host>".
_EXPRESSION = pattern(r"\.[*+]\??\)?\\?\[|\\[\[\]]{1,2}:?\\[dSsw][*+]|\(\?P<")
#: What a template leaves open: "{{reason}}", "{recipient}", "${host}", "$client_address", "%s", "%(host)s", "<%= it".
_OPEN = pattern(
    r"[{$%](?:(?<=\{)(?:\{|%|[a-z_]{2,40}\})|(?<=\$)(?:\{[a-z]|[a-z]{1,20}_[a-z_])"
    r"|(?<=%)(?:(?<=<%)=|(?<![\w%]%)(?:\([a-z_]{1,40}\))?[sd]\b))"
)
#: Where a template is filled in, on the reply's line; terms of Erlang have two brackets too.
_FILLED = pattern(r"\{\{-?[ ]?(?:[#/!>&^]?[\w. |]{1,60}[ ]?-?\}\}|['\"]$)")
#: A line that is a statement: it begins with a keyword, or ends as no sentence does.
_STATEMENT = pattern(
    r"\n[ \t+-]{0,80}(?:"
    r"(?:\} ?)?(?:if|else if|elif|elsif|elseif|while|for|switch|foreach|catch|unless|when|case|with|try)\b[^\n]{0,160}"
    r"(?:[{:)]|\bthen|\bdo)\n"
    r"|(?:export |public |private |protected |static |async |pub )?"
    r"(?:const|let|var|function|func|fn|def|class|enum|sub|my) [\w$]{1,60}[ \t]{0,4}[=:({\n]"
    r"|(?:return|throw|raise|assert|expect)\b[ (][^\n]{0,160}[;)'\"\w]\n|(?:import|package|use) [\w.:/]{1,99};\n"
    r"|['\":]?[\w.-]{1,80}['\"]?[ \t]{0,40}=> ?['\":\w][^\n]{0,160}\n"
    r"|[^\n]{1,160}(?:[)\]}];|\) ?\{|\(\{|=>)\n|[\w$.\[\]>-]{1,60} [:.+]?= [^\n]{1,160};\n)"
)
#: A line of code by what it begins with: a comment, a bracket, an assignment, a call, a keyword.
_BEGINS = pattern(
    r"[ \t]{0,160}(?:#\S|//|/\*|\*|;|==>|[{}\])@]|<[?%]"
    r"|(?:\w{1,40}[ \t]{1,20}){0,3}[\w.$-]{1,60}[ \t]{0,40}(?::?=[ \t]|\()"
    r"|(?:return|def|elif|import|const|func|function|raise|throw|filter|table|pki|listen|action|accept|deny|require|warn"
    r"|match)\b)"
)
#: A line of JSON, which a person may have cut out of an object: what a program said, not the program.
_PAIR = pattern(r"[ \t]{0,160}\"[A-Za-z_][\w .-]{0,60}\"[ \t]{0,9}:[ \t]")
#: A line of a log, which begins with a time or with how grave it is, as programs write RFC 5424's severities.
_LOG = pattern(
    r"[ \t\[(]{0,9}(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]|[0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"|[A-Z][a-z]{2}[ ]{1,2}[0-9]{1,2} [0-9]{2}:|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|ALERT)\b)"
)
#: A reply that begins a line, in quotes or Markdown's marks: a server's words, wherever its line was broken.
_REPLY = pattern(r"[ \t>`'\"]{0,9}[45][0-5][0-9][ -]")
#: How such a line may end.
_ENDS = ("{", "}", ";", "(", "[", ",", "\\", ":")
_LINES = 3
#: Where a part of a file begins in a diff, and the marks of its lines.
_HUNK = pattern(r"\n@@ -[0-9]{1,9}(?:,[0-9]{1,9})? \+[0-9]")
_DIFF = ("+", "-", " ")


def in_code(line: str, text: str, at: int, *, alone: bool) -> bool:
    """Return whether the code or reply at `at` of a text is in a program's source or in a configuration.

    `line` is its line as given, up to it. `alone`: it is in quotes, no words before them make a reply of it, and the
    text looks like code.
    """
    before = line[-_LINE:]
    if before.endswith("(") and _COMPARED.search(before):
        return True
    if "/" in before and _COMMENT.search(before):
        return True
    if (before.endswith(_ROW_ENDS) and _is_row(before)) or _is_template(before, text, at) or _is_expression(before):
        return True
    if "*" in before and _BULLET.match(before) and _is_in_block(text, at):
        return True
    quoted = _QUOTE.search(before) and (_STRING.search(before) or _ELEMENT.match(before))
    marked = quoted or (_HAS_MARK.search(before) and _MARKED.search(before))
    if marked and _STATEMENT.search(_paragraph(text, at)):
        return True
    return alone and _is_code(_line(text, at))


def _is_row(before: str) -> bool:
    """Return whether what is before a reply on its line is the rest of a row of a mail server's table."""
    row = _ROW.match(before)
    return row is not None and not (row["key"] and (row["key"][-1] == ":" or _KEY_MARKS.isdisjoint(row["key"])))


def _is_expression(before: str) -> bool:
    """Return whether a reply ends a regular expression that looks for it in a log."""
    return "\\" in before and bool(_EXPRESSION.search(before[-_EXPRESSED:]))


def _is_template(before: str, text: str, at: int) -> bool:
    """Return whether a reply is still to be filled in: its words up to a quote, or what is before it on its line."""
    words = text[at : at + _LINE].partition("\n")[0].partition('"')[0]
    return ("{{" in before and bool(_FILLED.search(before + words))) or bool(_OPEN.search(words))


def _is_in_block(text: str, at: int) -> bool:
    """Return whether a comment is open that began on a line above."""
    opened = text.rfind("/*", max(0, at - _BLOCK), at)
    return opened >= 0 and text.find("*/", opened, at) < 0


def _paragraph(text: str, at: int) -> str:
    """Return the lines around `at` up to a blank one, between line breaks."""
    above = text[max(0, at - _NEAR) : at].rpartition("\n\n")[2]
    below = text[at : at + _NEAR].partition("\n\n")[0]
    return f"\n{above}{below}\n"


def diff_start(view: View) -> int | None:
    """Return from where on a text is a diff; None if it holds none of one.

    A piece that was cut out of one has no heading, but marks on all its lines; a list has no plus signs.
    """
    text = view.text
    hunk = _HUNK.search(view.lines) if "@@ -" in text else None
    if hunk or not text.startswith("+"):
        return hunk.start() if hunk else None
    rows = [row for row in text[:MAX_LEAD].split("\n") if row.strip()]
    return 0 if len(rows) >= _LINES and all(row.startswith(_DIFF) for row in rows) else None


def is_of_diff(text: str, at: int) -> bool:
    """Return whether the line that `at` is on has the mark of a diff's line."""
    return text.startswith(_DIFF, text.rfind("\n", 0, at) + 1)


def is_all_code(text: str) -> bool:
    """Return whether two thirds of a text's lines, three at least, look like code."""
    lines = [line for line in text[:MAX_LEAD].split("\n") if line.strip()]
    return len(lines) >= _LINES and 3 * sum(map(_is_code, lines)) >= 2 * len(lines)


def _line(text: str, at: int) -> str:
    begin, end = text.rfind("\n", max(0, at - _LINE), at) + 1, text.find("\n", at, at + _LINE)
    return text[begin or max(0, at - _LINE) : end if end >= 0 else at + _LINE]


def _is_code(line: str) -> bool:
    looks_so = line.rstrip().endswith(_ENDS) or _BEGINS.match(line)
    return bool(looks_so) and not (_PAIR.match(line) or _LOG.match(line) or _REPLY.match(line))
