"""Events of mail services and mail programs in JSON: which values belong to one delivery.

Every service names its fields differently, so a value is known by what it is: a code, a reply number, an address, a
reply with a code in it. Names only tell a recipient from a sender, and a number of SMTP from one of HTTP.
The text is read as it is, so that evidence shows where it is in the reader's own text; cut or damaged JSON is read as
far as it goes.
"""

import re
from itertools import islice

from ndr_checker.base.limits import MAX_CODES, MAX_PARTS, MAX_RECIPIENTS
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.wording import ADDRESS, HTTP

from .dsn import Field, Group
from .source import printable
from .view import View

#: A string (an open one ends with the text), a number, or a mark.
_TOKEN = pattern(
    r'"(?:[^"\\]|\\.)*+\\?(?:"|\Z)|-?[0-9][0-9.eE+-]{0,40}|(?:[Tt]rue|[Ff]alse|null|None)\b|[{}\[\]:]', re.DOTALL
)
#: The end of a string that a paste begins in.
_CUT_STRING = pattern(r'\s{0,80}[^"{}\[\]\s][^"{}\[\]]{0,4000}"(?=[ \t]{0,40}(?:\n\s{0,80}["}]|[,}\]]))')
_KEYED = pattern(r'[{,]\s{0,200}"[^"\\\n]{1,80}"\s{0,40}:')
_NESTED = pattern(r'[{\[]\s{0,40}\\"')
_ESCAPE = pattern(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\n", "t": " ", "b": " ", "f": " "}
_CODE = pattern(r"[45]\.[0-9]\.[0-9]{1,3}")
_SAID = pattern(r"(?<![0-9.])(?:[45][0-5][0-9][\s\-;:,#(]{1,9})?[245]\.[0-9]\.[0-9]{1,3}(?![0-9])")
_REPLIED = pattern(r"(?<![0-9.])[45][0-5][0-9][\s\-]")
_NUMBER = pattern(r"[45][0-57][0-9]")
#: The reply codes that HTTP doesn't have (RFC 9110, section 15): these mean mail beside an address and some words.
_OF_SMTP = pattern(r"4(?:21|[3-5][0-9])|5[1-57][0-9]")
_WORD = pattern(r"[a-z]+")
#: The words of a state that has no blanks: "TransientFailure".
_JOINED = pattern(r"[A-Z][a-z]+")
#: What only a mail server's words have.
_OF_MAIL = pattern(r"\b(?:mailbox|mail action|relay(?:ing)?|smtp|mx)\b", re.IGNORECASE)
#: An event of something else, which its name begins with: "payment.failed", "order.delivered"; not "email.bounced".
_OF_ANOTHER = pattern(r"(?!\S*(?:mail|message|deliver|recipient|smtp|bounce))[A-Za-z_]{2,40}\.[A-Za-z]", re.IGNORECASE)
#: An object with the parts of an enhanced code, as RFC 3463 calls them: KumoMTA's.
_PARTED = pattern(
    r'\{\s{0,40}"class"\s{0,9}:\s{0,9}([245])\s{0,9},\s{0,40}"subject"\s{0,9}:\s{0,9}([0-9])\s{0,9},'
    r'\s{0,40}"detail"\s{0,9}:\s{0,9}([0-9]{1,3})(?![0-9])'
)
#: A reply without a code, which is all of a value: "550 No such user", "smtp; 552 mailbox full".
_BARE = pattern(rf"\s{{0,9}}(?:smtp;[ ]?)?(?!{HTTP})(?:4(?:21|[3-5][0-9])|5[1-57][0-9])[ \-][^\d\s]", re.IGNORECASE)
#: What a value says: a reply with its code, a code, a reply that its name calls one, a reply number before words.
_FULL, _CODED, _REFUSING, _WORDED = 4, 3, 2, 1
#: An address with its name and its marks.
_LONGEST = 400
#: An address of a domain that can't be, which may be why its mail failed.
_OF_HOST = pattern(r"[^\s@<>,;:()]{1,64}@[\w-]{1,63}")
#: Names of what has the time of an event.
_TIMES = ("time", "date", "createdat", "ts")
#: ... and of what only an event of mail has.
_MAILS = ("mail", "messageid", "msgid", "smtp", "recipient", "rcpt")
#: Names of numbers that are SMTP's; "code" and "status" also name HTTP's, so an address has to be near.
_NUMBERS = ("code", "status", "smtp", "reply", "response", "error")
#: Names of what a server said.
_SAYINGS = ("reason", "response", "message", "description", "detail", "diag", "error", "comment", "reply", "content")
#: Of these, names of nothing else: a description may begin with a number of anything, and quote what a person wrote.
_REPLIES = ("reason", "response", "diag", "error", "reply")
#: Names of codes: a file of a program's packages is full of numbers like 5.7.1.
_CODES = ("code", "status", "dsn", "enh", "smtp", "error", "diag")
_SENDERS = ("from", "sender", "source", "return", "user", "account", "auth", "reply", "cc", "owner", "login")
#: What an object is of whose "address" or "email" is a sender's, whatever else may own one.
_FROM = ("from", "sender")
_RECIPIENTS = ("rcpt", "rejected", "recipient", "email", "address", "destination")
#: Values that a person wrote, and programs' names.
_UNREAD = (
    "subject",
    "subj",
    "title",
    "body",
    "html",
    "text",
    "headers",
    "useragent",
    "agent",
    "version",
    "messageid",
    "smtpid",
    "id",
)
_STATES = (
    "event",
    "status",
    "type",
    "bouncetype",
    "notificationtype",
    "recordtype",
    "state",
    "result",
    "action",
    "outcome",
)
_DELIVERED = ("delivered", "delivery", "sent", "processed", "accepted", "opened", "open", "click", "complaint")
#: A soft bounce is final: a service that retries calls that deferred.
_FAILED = (
    *("bounce", "bounced", "failed", "failure", "reject", "rejected", "dropped", "hardbounce", "softbounce"),
    "undelivered",
)
_DELAYED = ("deferred", "delay", "delayed", "deferral", "transient")
#: Of these, what only mail does, whatever the name beside it: "metric": "bounced", "event": "hard_bounces".
_BOUNCED = pattern(r"(?:(?:hard|soft)[_ -]?)?bounce[ds]?(?: e?mail)?|undelivered", re.IGNORECASE)
#: What the name of a list says of those in it: "bouncedRecipients".
_LISTED = ("bounce", "fail", "reject", "delay", "undeliver")
#: How bad a failure is, which says more than that it failed.
_SEVERITIES = {"temporary": "delayed", "permanent": "failed"}
#: What became of a mail that hasn't arrived.
_MISSED = ("failed", "delayed")
_CLASSES = {"2": "delivered", "4": "delayed"}


def is_json(text: str) -> bool:
    """Return whether a text holds JSON: an object with a key, or a piece of one."""
    return ("{" in text or "}" in text) and '"' in text and bool(_KEYED.search(text))


def nested(view: View) -> tuple[View, list[View]]:
    """Return a text without the JSON in its strings, and that JSON: SNS and queues wrap their messages so."""
    if '\\"' not in view.text or not is_json(view.text):
        return view, []
    tokens = islice(_TOKEN.finditer(view.text), 20 * MAX_CODES)
    spans = [(m.start() + 1, m.end() - 1) for m in tokens if m[0][:1] == '"' and _NESTED.match(m[0], 1)][:MAX_PARTS]
    inner = [view.cut(start, end).replace(_ESCAPE, _unescaped) for start, end in spans]
    return view.edited([(start, end, "") for start, end in spans]), inner


def _unescaped(match: re.Match[str]) -> str:
    said = match[1]
    return character(said[1:]) if said[0] == "u" and len(said) > 1 else _PLAIN.get(said, said)


def character(digits: str) -> str:
    r"""Return the character of a JSON escape, `\u` and four hexadecimal digits; no half of a pair of surrogates."""
    return printable(chr(int(digits, 16)))


class _Event:
    """What one object says of a delivery, with those inside it that are not in a list."""

    def __init__(self, outer: "_Event | None", name: str = "") -> None:
        self.outer = outer
        self.missed = any(word in name.lower() for word in _LISTED)
        self.addresses: list[Field] = []
        self.status: Field | None = None
        self.reply: Field | None = None
        self.reason: Field | None = None
        self.weight = 0
        self._named_reply = False
        self._action = ""
        self._severity = ""
        self._bounced = False
        # How often it is called a bounce, and whether it has a time and the name of something of mail's.
        self._told = 0
        self._dated = False
        self._mailed = False
        self._outcome = ""
        self.smtp = False
        self.words: Field | None = None
        self.of_mail = False
        self._named = ""

    def add(self, name: str, value: str, start: int, inside: str) -> None:
        """Take a value, its name's letters and that of what it is inside; keep what says something of a delivery."""
        said, field = value.strip(), Field(value, start, start + len(value))
        self._mailed = self._mailed or any(part in name for part in _MAILS)
        if name in _UNREAD:
            return
        self._dated = self._dated or any(part in name for part in _TIMES)
        if name.removesuffix("name").endswith(_STATES):
            self._action = self._action or _action(said)
            self._told += "bounce" in name or bool(_BOUNCED.fullmatch(said))
        elif name == "severity":
            self._severity = self._severity or _SEVERITIES.get(said.lower(), "")
        self._bounced = self._bounced or bool(_BOUNCED.fullmatch(said))
        if _CODE.fullmatch(said) and any(part in name for part in _CODES):
            self.status = self.status or field
        elif _NUMBER.fullmatch(said) and "type" not in name and any(part in name for part in _NUMBERS):
            self.reply = self.reply or field
            self.smtp = self.smtp or "smtp" in name
        elif "@" in said and len(said) < _LONGEST and _is_address(said.strip("<> ")):
            # A list is of one mail's recipients; below another name there may be the same ones, or copies.
            theirs = _is_recipient(name) and not inside.endswith(_FROM)
            if theirs and name == (self._named or name) and len(self.addresses) < MAX_RECIPIENTS:
                self._named = name
                self.addresses.append(field)
        else:
            if " " in said and any(part in name for part in _SAYINGS):
                self.words = self.words or field
                self.of_mail = self.of_mail or bool(_OF_MAIL.search(said))
            weight = _weight(name, value)
            if weight > self.weight:
                self.reason, self.weight = field, weight
                self._named_reply = any(part in name for part in (*_REPLIES, *_CODES))

    @property
    def action(self) -> str:
        """What became of the mail; "" where nothing says so."""
        said = self._action if self._action == "delivered" else self._severity or self._action
        return said or ("failed" if self._bounced else self._outcome)

    def complete(self) -> None:
        """Take what the object round its list says of all of them, and to whom the mail went; that one is complete."""
        outer = self.outer
        if outer and (self.missed or not outer.addresses):
            self._outcome = outer.action
        if outer and not self.addresses:
            self.addresses = outer.addresses

    def add_parts(self, text: str, start: int) -> None:
        """Take the code of an object that has it in parts, where that begins."""
        parts = _PARTED.match(text, start)
        if parts:
            self.status = self.status or Field(".".join(parts.groups()), parts.start(1), parts.end(3))

    def groups(self) -> list[Group]:
        """Return the fields of a refusal or a delay, once for each recipient; none of what mentions something else."""
        is_of_mail = self.smtp or self._is_bounce or (self.of_mail and self.action in _MISSED)
        numbered = self.reply and (self.addresses or is_of_mail) and (self.reason or self._is_told(self.reply))
        coded = self._is_coded
        if not coded and not numbered and not ((self.addresses or is_of_mail) and self.action in _MISSED):
            return []
        reason = "reply" if self._is_replied else "said"
        told = (("status", self.status), (reason, self.reason or self.words), ("number", self.reply))
        fields = {key: field for key, field in told if field}
        if self.action == "delivered" or not (coded or self.reply):
            fields["action"] = Field(self.action, 0, 0)
        if not self.addresses:
            return [_group(fields)]
        # What a server said is evidence once: it belongs to one of them.
        first, *others = self._refused()
        said = self.status or self.reply or self.reason
        class_ = said.value.lstrip()[:1] if said else ""
        action = {"action": Field(self.action or _CLASSES.get(class_, "failed"), 0, 0)}
        return [
            _group({"final-recipient": first, **fields}),
            *(_group({"final-recipient": other, **action}) for other in others),
        ]

    def _refused(self) -> list[Field]:
        """Return the recipients of the mail, only those that a reply names where it names any of several."""
        said = self.reason.value if self.reason else ""
        return [address for address in self.addresses if address.value.strip("<> ") in said] or self.addresses

    @property
    def _is_bounce(self) -> bool:
        """Whether it says by its own words that a mail bounced, and says it twice or when, as no setting does.

        Other things may be late, too, so a delay needs the name of something of mail's.
        """
        if self._told:
            return self._told > 1 or self._dated
        return self.action == "delayed" and self._mailed and self._dated and self.words is not None

    @property
    def _is_coded(self) -> bool:
        """Whether a code is a delivery's. By its name alone it isn't, nor by a reply before it under a strange name."""
        beside = self.addresses or self.reply or self.smtp
        if self.status and (beside or self.reason or self.words or self.action):
            return True
        if self.weight == _FULL:
            return bool(self.addresses or self._is_replied)
        # A bare code in a sentence is a refusal's only beside what else a delivery has.
        return bool((self.weight == _CODED and beside) or (self.weight == _REFUSING and self.addresses))

    @property
    def _is_replied(self) -> bool:
        """Whether what was said is a server's reply: by its name, or by what else only an event of a delivery has."""
        return self._named_reply or bool(self.status or self.reply or self.smtp or self.action in _MISSED)

    def _is_told(self, reply: Field) -> bool:
        """Return whether a number is a refusal's though no words repeat it: by the words, or by the event's state."""
        return bool(_OF_SMTP.fullmatch(reply.value.strip())) and (self.words is not None or self.action in _MISSED)


def _group(fields: dict[str, Field]) -> Group:
    group = Group()
    group.fields = fields
    return group


def groups(text: str) -> list[Group]:
    """Return what a text of JSON says of each delivery, as the fields of a DSN's recipient."""
    found = _events(text)
    # An object whose list names who bounced, each with a code, has no word on its other recipients.
    listing = {id(event.outer) for event in found if event.outer and event.addresses and (event.status or event.missed)}
    for event in found:  # an outer one comes before those inside it
        event.complete()
    found = [event for event in found if id(event) not in listing or event.status or event.reply or event.reason]
    told = [group for event in found for group in event.groups()]
    # An event's word for what became of a mail counts where no reply is given for its recipient.
    replied = [group for group in told if "action" not in group or group.action == "delivered"]
    named = {None, *(group.address for group in replied)}
    return [group for group in told if group in replied or group.address not in named] if replied else told


def _events(text: str) -> list[_Event]:
    """Return each object that is not part of another one's delivery: the outermost, and those in lists.

    The first is of the fields that were copied without the braces round them.
    """
    event = _Event(None)
    found = [event]
    stack: list[tuple[str, _Event, str]] = []
    name, key, keyed, after = "", "", False, 0
    cut = _CUT_STRING.match(text)
    for token in islice(_TOKEN.finditer(text, cut.end() if cut else 0), 20 * MAX_CODES):
        mark = token[0]
        if mark in "{[":
            stack.append((mark, event, name))
            if mark == "{" and (stack[-2][0] == "[" if len(stack) > 1 else not keyed):
                event = _Event(event, key or name)
                found.append(event)
            else:
                event.add_parts(text, token.start())
            name, key, keyed = key or name, "", False
        elif mark in "}]":
            if stack:
                _, event, name = stack.pop()
            key, keyed = "", False
        elif mark == ":":
            keyed, after = bool(key), token.end()
        else:
            quoted = mark[0] == '"'
            if keyed and text.find(",", after, token.start()) >= 0:  # its value is a program's: "email": user.email,
                key, keyed = "", False
            start = token.start() + quoted
            value = mark[1:-1] if quoted and len(mark) > 1 and mark[-1] == '"' else mark[quoted:]
            in_list = bool(stack) and stack[-1][0] == "["
            own = key if keyed else name if in_list else ""
            if own:
                event.add("".join(_WORD.findall(own.lower())), value, start, name.lower())
                key, keyed = "", False
            elif quoted:
                key = value[:80]
    return found


def _is_address(said: str) -> bool:
    return bool(ADDRESS.fullmatch(said) or _OF_HOST.fullmatch(said))


def _is_recipient(name: str) -> bool:
    return not any(part in name for part in _SENDERS) and (
        name.endswith("to") or any(part in name for part in _RECIPIENTS)
    )


def _action(said: str) -> str:
    if _OF_ANOTHER.match(said):
        return ""
    low = said.lower()
    words = {"".join(_WORD.findall(low)), *_WORD.findall(low)}
    joined = words.union(map(str.lower, _JOINED.findall(said)))
    if not joined.isdisjoint(_DELAYED):
        return "delayed"
    if not joined.isdisjoint(_FAILED):
        return "failed"
    # Within "DeliveryError" the word says what failed.
    return "delivered" if not words.isdisjoint(_DELIVERED) else ""


def _weight(name: str, value: str) -> int:
    """Return how much of a refusal a value says."""
    said = _SAID.search(value)
    if said:
        return _FULL if _NUMBER.match(said[0]) else _CODED
    if _BARE.match(value) and any(part in name for part in _REPLIES):
        return _REFUSING
    return _WORDED if _REPLIED.search(value) else 0
