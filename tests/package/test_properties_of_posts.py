"""What is true of every text of a kind that people post: fields, events of services, lists, a person's mail."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.expectation import judge
from tests.support.strategies import Bounce, addresses, chatter, codes, noise, pasted, replies, sentences

_fields = st.permutations(["recipient", "action", "status", "diagnostic"])
_marks = st.sampled_from(["", "> ", "    ", "- ", "* ", "> > ", "\t"])
_bold = st.sampled_from(["", "**"])
_recipient_names = st.sampled_from(["email", "recipient", "rcpt", "rcpt_to", "emailAddress", "to", "Recipient_Address"])
_reason_names = st.sampled_from(
    ["reason", "response", "message", "error", "smtp_response", "description", "diag", "err"]
)
_noise = st.fixed_dictionaries(
    {},
    optional={
        "timestamp": st.sampled_from([1461095250, "2026-11-20T09:00:00Z"]),
        "ip": st.sampled_from(["192.0.2.1", "9.145.7.233"]),
        "from": st.just("kim@contoso.com"),
        "subject": st.sampled_from(["Hello", "Fwd: 550 5.7.705"]),
        "user_agent": st.just("Mailer/5.7.1"),
        "tags": st.just(["x", {"y": 2}]),
        "attempt": st.just(None),
    },
)
_items = st.sampled_from(["- ", "* ", "| ", "1. ", "• ", "### ", "", "b) ", "IV. ", "三、", "⑤ "])
_labels = st.sampled_from(["", "Fehler 2: ", "Código de erro: ", "错误: ", "d) Błąd: ", "③"])
_kept = {"failure", "delay"}


@given(codes, addresses, _fields, _marks, _bold)
def test_fields_of_a_report_are_read_in_any_order_and_after_any_mark(
    code: str, address: str, order: list[str], mark: str, bold: str
) -> None:
    action = "failed" if code[0] == "5" else "delayed"
    lines = {
        "recipient": ("Final-Recipient", f"rfc822; {address}"),
        "action": ("Action", action),
        "status": ("Status", code),
        "diagnostic": ("Diagnostic-Code", f"smtp; {code[0]}50 {code} Refused"),
    }
    text = "\n".join(f"{mark}{bold}{lines[name][0]}:{bold} {lines[name][1]}" for name in order)
    verdict = judge(text)
    assert (verdict["code"], [r["address"] for r in verdict["recipients"]]) == (code, [address])
    assert verdict["kind"] == ("failure" if action == "failed" else "delay")


@given(replies, addresses, _recipient_names, _reason_names, _noise, st.integers(0, 3), st.booleans())
def test_an_event_of_any_service_gives_its_code_and_its_recipient(  # noqa: PLR0913, PLR0917 – what an event is made of
    reply: str,
    address: str,
    to: str,
    reason: str,
    noise: dict[str, object],
    depth: int,
    listed: bool,  # noqa: FBT001
) -> None:
    event: object = {**noise, to: address, reason: reply}
    for _ in range(depth):
        event = {"data": event}
    text = json.dumps([event] if listed else event, indent=depth or None)
    verdict = judge(text)
    assert (verdict["kind"] in _kept, verdict["code"]) == (True, reply.split()[1])
    assert [r["address"] for r in verdict["recipients"]] == [address]


@given(
    replies, addresses, _recipient_names, _reason_names, _noise, st.sampled_from(["", "10:00:00 got ", "DEBUG event: "])
)
def test_an_event_that_python_printed_is_read_as_its_json_is(  # noqa: PLR0913, PLR0917 – what an event is made of
    reply: str, address: str, to: str, reason: str, noise: dict[str, object], before: str
) -> None:
    event = {"ok": False, **noise, to: address, reason: reply}
    printed, written = judge(f"{before}{event}"), judge(f"{before}{json.dumps(event)}")
    said = [[v["kind"], v["code"], [r["address"] for r in v["recipients"]]] for v in (printed, written)]
    assert said[0] == said[1]


def _literals(event: dict[str, str | int]) -> dict[str, str]:
    """Return an event as each language writes it."""
    quoted = {name: f"'{value}'" if isinstance(value, str) else str(value) for name, value in event.items()}
    double = {name: json.dumps(value) for name, value in event.items()}
    dumped = {
        name: f'string({len(value)}) "{value}"' if isinstance(value, str) else f"int({value})"
        for name, value in event.items()
    }
    fields = [f'["{name}"]=>\n  {value}' for name, value in dumped.items()]
    listed = [f"[{name}] => {value}" for name, value in event.items()]
    return {
        "var_dump": f"array({len(event)}) {{\n  " + "\n  ".join(fields) + "\n}\n",
        "var_dump of an object": "Got: object(App\\Event)#30 (4) { " + " ".join(fields).replace("\n ", "") + " }",
        "print_r": "Array\n(\n    " + "\n    ".join(listed) + "\n)\n",
        "print_r of an object": "App\\Event Object ( " + " ".join(listed) + " ) 1",
        "print_r in a list": "Array\n(\n    [0] => Array\n        (\n    "
        + "\n    ".join(listed)
        + "\n        )\n\n)\n",
        "Python": "event = {\n" + "".join(f"    '{name}': {value},\n" for name, value in quoted.items()) + "}\n",
        "JavaScript": "const event = {\n" + "".join(f"  {name}: {value},\n" for name, value in quoted.items()) + "};\n",
        "PHP": "$event = [\n" + "".join(f"    '{name}' => {value},\n" for name, value in quoted.items()) + "];\n",
        "old PHP": "$event = array(\n"
        + "".join(f"  '{name}' => {value},\n" for name, value in quoted.items())
        + ");\n",
        "Ruby": "{ " + ", ".join(f":{name} => {value}" for name, value in double.items()) + " }\n",
        "Elixir": "%{" + ", ".join(f'"{name}" => {value}' for name, value in double.items()) + "}\n",
        "Go": "event := map[string]any{\n"
        + "".join(f'\t"{name}": {value},\n' for name, value in double.items())
        + "}\n",
    }


@given(
    st.sampled_from(["bounce", "deferred", "hard_bounce"]),
    addresses,
    _recipient_names,
    st.sampled_from(["mailbox full", "no such user here"]),
)
def test_an_event_in_a_programs_literal_is_read_as_its_json_is(state: str, address: str, to: str, words: str) -> None:
    assume("'" not in address)
    event: dict[str, str | int] = {"event": state, to: address, "reason": words, "timestamp": 1790000000}
    expected = judge(json.dumps(event))
    assert expected["kind"] in _kept
    for language, text in _literals(event).items():
        found = judge(text)
        assert (found["kind"], found["recipients"]) == (expected["kind"], expected["recipients"]), language


@given(replies, addresses)
def test_json_inside_a_string_of_json_is_read(reply: str, address: str) -> None:
    inner = json.dumps({"bouncedRecipients": [{"emailAddress": address, "diagnosticCode": f"smtp; {reply}"}]})
    verdict = judge(json.dumps({"Type": "Notification", "Subject": "550 5.7.705", "Message": inner}))
    assert (verdict["code"], [r["address"] for r in verdict["recipients"]]) == (reply.split()[1], [address])


@given(
    addresses,
    st.sampled_from(["email", "message", "mail", "delivery"]),
    st.sampled_from([".", "_", "-", " "]),
    st.sampled_from(["bounced", "failed", "rejected", "deferred"]),
    st.sampled_from(["type", "event", "eventName", "record_type", "status"]),
    st.booleans(),
)
def test_an_event_that_only_names_what_became_of_a_mail_says_it_and_of_whom(  # noqa: PLR0913, PLR0917 – what an event is made of
    address: str,
    thing: str,
    mark: str,
    became: str,
    key: str,
    cut: bool,  # noqa: FBT001
) -> None:
    data = {"created_at": "2026-11-20T09:00:00Z", "from": "kim@contoso.com", "to": [address]}
    text = json.dumps({"data": data, key: f"{thing}{mark}{became}"}, indent=2)
    verdict = judge(text.split("\n", 2)[2] if cut else text)
    kind = "delay" if became == "deferred" else "failure"
    assert (verdict["kind"], [r["address"] for r in verdict["recipients"]]) == (kind, [address])


@given(
    addresses,
    st.sampled_from(["metric", "metric_name", "bounce", "result_of_attempt"]),
    st.sampled_from(["Bounced", "hard_bounces"]),
)
def test_the_word_for_a_bounce_counts_beside_any_name(address: str, name: str, word: str) -> None:
    verdict = judge(json.dumps({name: word, "profile": {"email": address}, "from": {"address": "kim@contoso.com"}}))
    assert (verdict["kind"], [r["address"] for r in verdict["recipients"]]) == ("failure", [address])


@given(addresses, addresses, st.sampled_from(["bouncedRecipients", "failed_recipients", "rejected"]))
def test_only_those_in_the_list_of_who_bounced_are_named(one: str, other: str, name: str) -> None:
    assume(one.lower() != other.lower())
    bounce = {"bounceType": "Permanent", name: [{"emailAddress": one}]}
    mail = {"source": "kim@contoso.com", "destination": [one, other]}
    verdict = judge(json.dumps({"notificationType": "Bounce", "bounce": bounce, "mail": mail}))
    assert (verdict["kind"], [r["address"] for r in verdict["recipients"]]) == ("failure", [one])


@given(addresses, st.sampled_from(["payment", "invoice", "order", "charge.dispute", "sms"]), st.booleans())
def test_an_event_of_something_else_is_no_bounce(address: str, thing: str, cut: bool) -> None:  # noqa: FBT001
    text = json.dumps({"customer": {"email": address}, "type": f"{thing}.failed"}, indent=2)
    assert judge(text.split("\n", 1)[1] if cut else text)["kind"] == "not-a-bounce"


@given(st.sampled_from(["temporary", "permanent"]), addresses, st.booleans())
def test_the_severity_of_an_event_says_whether_it_failed(severity: str, address: str, first: bool) -> None:  # noqa: FBT001
    said = {"severity": severity, "delivery-status": {"code": 498, "message": "No MX for the domain"}}
    event = {**said, "event": "failed"} if first else {"event": "failed", **said}
    kind = "delay" if severity == "temporary" else "failure"
    for text in (json.dumps({"items": [{**event, "recipient": address}]}), json.dumps(said)):
        assert judge(text)["kind"] == kind


@given(st.lists(codes, min_size=3, max_size=6, unique=True), _items, st.sampled_from(["", "550 "]))
def test_a_list_of_codes_is_a_mention(listed: list[str], mark: str, reply: str) -> None:
    text = "".join(f"{mark}{reply}{code} Refused by policy\n" for code in listed)
    assert judge(text)["kind"] == "mention"


@given(st.lists(codes, min_size=3, max_size=6, unique=True), _labels, sentences)
def test_a_list_of_labelled_replies_is_a_mention_and_a_repeated_one_is_not(
    listed: list[str], label: str, said: str
) -> None:
    """Among them is an address, which a help page gives for questions."""
    several = "".join(f"{label}550 {code} Refused by policy\n{said}\n" for code in listed)
    assert judge(f"help@contoso.com\n{several}")["kind"] == "mention"
    assert judge(f"{label}550 {listed[0]} Refused by policy\n{said}\n" * len(listed))["kind"] in _kept


@given(replies, addresses, chatter)
def test_a_mail_that_a_person_sent_refuses_nothing(reply: str, address: str, words: str) -> None:
    head = f"Received: from a by b; Fri, 20 Nov 2026 09:00:00 +0000\nFrom: Sam <{address}>\nTo: kim@contoso.com\n"
    verdict = judge(f"{head}Subject: Offer\n\n{words}\nRemote Server returned '{reply}'\n")
    assert verdict["kind"] in {"mention", "not-a-bounce"}


@given(replies, replies)
def test_of_a_session_the_last_refusal_counts(first: str, last: str) -> None:
    text = (
        f"220 mx ready\nEHLO a\n250 ok\nMAIL FROM:<a@contoso.com>\n{first}\nRSET\n250 ok\nDATA\n{last}\nQUIT\n221 bye\n"
    )
    assert judge(text)["code"] == last.split()[1]


@given(replies)
def test_what_is_not_used_leaves_no_certain_verdict_of_no_bounce(reply: str) -> None:
    verdict = judge(f"Subject: {reply}\n\nHello Sam, see you on Monday.\n")
    assert verdict["kind"] != "failure"
    assert (verdict["kind"], verdict["certainty"]) != ("not-a-bounce", "certain")


_NEAR_MISSES = st.sampled_from(
    [
        "Status: {code}\n",
        "Action: failed\nWe looked at it.\n",
        "Final-Recipient: rfc822; {address}\n",
        "error ({reply}) came up, what now?\n",
        "Error: {number}\n",
        "({number}, 'no')\n",
        "status={number}\n",
        "<<< {number} no\n",
        "Nov 20 09:00:01 mx postfix/smtpd[1]: connect from unknown[192.0.2.1]\n",
        "2026-11-20 09:00:01 1pfdJV-004eVE-9X <= {address} H=mx [192.0.2.1]\n",
        "Received,Sender,Recipient,Subject,Status\n2026-11-20,{address},{address},Hello,Mystery\n",
        '{{"event": "bounce", "id": 4}}\n',
        "My mail to {address} bounced, twice.\n",
        "The server rejected my message again.\n",
        "5 7 705 is what it says\n",
        "it says {number} and nothing else: mail not delivered\n",
    ]
)


@given(_NEAR_MISSES, codes, addresses, st.sampled_from([450, 550, 554, 421]), chatter)
def test_what_looks_like_a_bounce_is_never_certainly_none(
    shape: str, code: str, address: str, number: int, words: str
) -> None:
    text = shape.format(code=code, address=address, number=number, reply=f"{number} {code}")
    verdict = judge(f"{text}{words}\n")
    assert (verdict["kind"], verdict["certainty"]) != ("not-a-bounce", "certain")
    assert verdict["kind"] != "not-a-bounce" or verdict["defects"]


@given(st.lists(st.tuples(st.sampled_from("+- "), replies), min_size=1, max_size=4), st.sampled_from(["", "README\n"]))
def test_what_the_lines_of_a_diff_hold_is_a_mention(rows: list[tuple[str, str]], above: str) -> None:
    text = f"{above}@@ -10,3 +10,4 @@\n" + "".join(f"{mark}{reply}\n" for mark, reply in rows)
    assert judge(text)["kind"] == "mention"


@given(st.lists(replies, min_size=2, max_size=5, unique_by=lambda reply: reply.split()[1]), _reason_names)
def test_data_on_several_replies_and_on_no_mail_is_a_mention(several: list[str], name: str) -> None:
    data = [{name: reply, "retry": False} for reply in several]
    assert judge(json.dumps(data, indent=2))["kind"] == "mention"
    assert judge(json.dumps([{"rcpt": "lee@adatum.com", **event} for event in data], indent=2))["kind"] in _kept


_layouts = st.sampled_from(["{0}\n\n{1}\n", "{1}\n\n{0}\n"])
_blocks = st.sampled_from(["{}", "```\n{}\n```", "> {}", "Remote Server returned '{}'"])


@given(replies, sentences, _blocks, _layouts)
def test_a_person_s_sentences_round_a_reply_leave_its_verdict_likely(
    reply: str, said: str, form: str, layout: str
) -> None:
    block = form.format(reply)
    alone, told = judge(block), judge(layout.format(said, block))
    assert (told["kind"], told["code"]) == (alone["kind"], alone["code"])
    assert told["certainty"] != "certain"


_long = st.lists(sentences, min_size=5, max_size=8).map(" ".join)
_quotations = st.sampled_from(["{}", "```\n{}\n```", "> {}", "`{}`", "“{}”"])
_questions = st.sampled_from(
    ["Who can lift it?", "Kto może to zrobić?", "Кто это снимает?", "誰に頼めばよいですか\uff1f", "¿Quién lo quita?"]
)


@given(replies, _long, _quotations, _layouts, _questions)
def test_a_reply_in_a_long_text_on_no_mail_is_a_mention_unless_somebody_asks(
    reply: str, said: str, form: str, layout: str, question: str
) -> None:
    text = layout.format(said, form.format(reply))
    assert judge(text)["kind"] == "mention"
    assert judge(f"{text}\n{question}\n")["kind"] in _kept
    assert judge(f"{text}\nlee@adatum.com\n")["kind"] in _kept


_several = st.lists(replies, min_size=2, max_size=4, unique_by=lambda reply: reply.split()[1])


@given(_several, sentences, sentences, st.sampled_from(["Reason", "Ursache", "原因", "Что делать"]))
def test_replies_that_a_text_explains_one_by_one_are_mentions_in_any_language(
    several: list[str], above: str, below: str, label: str
) -> None:
    page = "".join(f"{reply}\n{label}: {below}\n\n" for reply in several)
    assert judge(f"{above}\n\n{page}")["kind"] == "mention"


_explained = st.lists(
    st.tuples(codes, st.one_of(sentences, st.sampled_from(["Full.", "沒有這個收件人。", "Spam.", "一杯です"]))),
    min_size=3,
    max_size=12,
    unique_by=(lambda row: row[0], lambda row: row[1]),
)
_spelled = st.sampled_from(
    [
        "{number} {code} Refused",
        "{number}-{code} <user@example.com>: Refused",
        "{code} Refused",
        "#{code} Refused",
        "Sorry, no mailbox here (#{code})",
    ]
)
_pages = st.sampled_from(
    [
        "{at}. {reply}\nReason: {what}\n",
        "{at}、提示:{reply}\n原因:{what}\n",
        "- {reply}\n  {what}\n\n",
        "• {what}\n\n    {reply}\n\n",
        "{reply} – {what}\n",
        "{reply}: {what}\n",
        "{reply}\t{what}\n",
        "{reply:60}{what}\n",
        "{what}\n“{reply}”\n\n",
        "**{reply}**\n{what}\n\n",
        "Error: {reply}\nWhat to do: {what}\n\n",
        "Q: What does '{reply}' mean?\nA: {what}\n\n",
        "Q: {reply}\nA: {what}\n\n",
        "◈ {reply} - {what} ",
        "- {reply}: {what} ",
    ]
)
_openings = st.sampled_from(
    [
        "",
        "Why did my mail come back? We explain it below.\n\n",
        "為什麼郵件會被退回?\n\n請將退信轉發給我們。\n\n",
        "Warum kommt meine Mail zurück? Fragen Sie uns: user@example.com\n\n",
    ]
)


@given(_explained, _spelled, _pages, _openings)
def test_three_replies_of_no_mail_are_a_list_in_any_layout(
    rows: list[tuple[str, str]], spelled: str, page: str, opening: str
) -> None:
    items = (
        page.format(at=at, reply=spelled.format(number=f"{code[0]}50", code=code), what=what)
        for at, (code, what) in enumerate(rows, 1)
    )
    assert judge(opening + "".join(items))["kind"] not in _kept


@given(_several, sentences, sentences)
def test_two_bounces_and_what_somebody_says_of_each_are_no_mention(several: list[str], above: str, below: str) -> None:
    thread = "".join(f"{reply}\n{below}\n\n" for reply in several[:2])
    assert judge(f"{above}\n\n{thread}")["kind"] in _kept


_errors = st.sampled_from(
    ["Error", "Fehler", "Erreur", "Ошибка", "Błąd", "エラー", "오류", "错误", "MailFault", "SendException"]
)
_mails = st.sampled_from(
    ["mail", "E-Mail", "courriel", "correo", "почта", "poczta", "メール", "메일", "邮件", "outlook"]
)


@given(
    _errors, _mails, noise, st.sampled_from(["{1}: {2} ({0})", "{0}\n\n{1}: {2}", "{2}\n\n**{1}**: {0}", "{0} – {1}"])
)
def test_an_error_about_mail_is_never_certainly_no_bounce(error: str, mail: str, said: str, form: str) -> None:
    verdict = judge(form.format(mail, error, said))
    assert (verdict["kind"], verdict["certainty"]) != ("not-a-bounce", "certain")


@given(sentences, _mails)
def test_a_text_on_mail_without_an_error_is_likely_no_bounce(said: str, mail: str) -> None:
    verdict = judge(f"{said}\n\n{mail}\n")
    assert (verdict["kind"], verdict["certainty"]) == ("not-a-bounce", "likely")


_articles = st.sampled_from(
    [
        '## Semptom\n\n- Queue Viewer:\n  ```\n  Queue: fabrikam.com\n  Last Error: "{reply}"\n  ```\n',
        "Two new strings:\n\n- Remote Server returned '{reply}'\n- Remote Server returned '{other}'\n",
        "Nya strängar:\n\n- Remote Server returned '{reply}'\n",
        "# {title}\n\n**Error:**\n```\n{reply}\n```\n\n### Admin Center\n- Mail flow > Rules\n",
        "Problem: {title}\n\nFehlercode: {reply}\n\nAbhilfe: DMARC\n",
        "# {title}\n\n{said}\n\n```\n{reply}\n```\n\n{more}\n",
    ]
)
_proofs = st.sampled_from(
    [
        "{reply}\n",
        "smtp; {reply}\n",
        "2026-11-20 09:14:02 relay mx.fabrikam.com answered: {reply}\n",
        "Delivery has failed to these recipients:\n\n{address}\n\n{said}\n\nRemote Server returned '{reply}'\n",
        "{said}\n\nsmtplib.SMTPRecipientsRefused: {{'{address}': ({number}, b'{words}')}}\n",
        "220 mx.fabrikam.com ready\nEHLO contoso.com\n250 OK\nRCPT TO:<{address}>\n{reply}\n",
        "Generating server: mail.contoso.com\n\n{address}\nRemote Server returned '{reply}'\n",
    ]
)


@given(_articles, replies, replies, st.tuples(sentences, sentences, sentences))
def test_a_reply_in_a_text_that_shows_no_one_mail_is_never_certain(
    form: str, reply: str, other: str, words: tuple[str, str, str]
) -> None:
    title, said, more = words
    verdict = judge(form.format(title=title.rstrip("."), said=said, more=more, reply=reply, other=other))
    assert (verdict["kind"] in _kept, verdict["certainty"]) != (True, "certain")


@given(_proofs, codes, addresses, sentences)
def test_a_reply_in_a_text_that_shows_its_mail_is_certain(form: str, code: str, address: str, said: str) -> None:
    number, words = f"{code[0]}50", f"{code} The recipient was refused"
    text = form.format(reply=f"{number} {words}", number=number, words=words, address=address, said=said)
    verdict = judge(text)
    assert (verdict["code"], verdict["certainty"]) == (code, "certain"), text


_STRINGS = (
    'def test_a_bounce():\n    body = """\n{}\n"""\n    assert parse(body).code\n',
    "SAMPLES = [\n    '''{}''',\n]\n",
    'class Parser:\n    """Reads what servers say.\n\n{}\n    """\n',
    'String notice = """\n{}\n""";\n',
    "const notice = `{}`;\nexpect(parse(notice)).toBe(true);\n",
    "export const notice = (to) =>\n`{}`;\n",
    "function notice() {{\n  return `{}`;\n}}\n",
    "const samples = {{\n  body: `{}`,\n  size: 1,\n}};\n",
    "msg := []byte(`{}`)\n",
    "cat > notice.eml <<EOF\n{}\nEOF\npython parse.py notice.eml\n",
    "$body = <<<'TEXT'\n{}\nTEXT;\n",
    'print MAIL <<"END";\n{}\nEND\n',
)
_SHOWN = (
    "I got this:\n\n```\n{}\n```\n",
    "It says:\n\n'''\n{}\n'''\n",
    'Hello,\n\n"""\n{}\n"""\n\nWhat is it?\n',
    "root@mx:~# cat <<EOF\n{}\nEOF\n",
    "+ cat <<EOF\n{}\nEOF\n",
    'message = """\nHello\n"""\nserver.sendmail(a, b, message)\n\n\n{}\n',
)


@given(pasted, st.sampled_from(_STRINGS))
def test_a_bounce_in_a_string_that_a_statement_opens_is_a_mention_of_its_code(bounce: Bounce, string: str) -> None:
    verdict = judge(string.format(f"This is the mail system.\n{bounce.text}".strip("\n")))
    assert (verdict["kind"], verdict["code"], verdict["recipients"]) == ("mention", bounce.code, [])


@given(pasted, st.sampled_from(_SHOWN))
def test_a_bounce_between_the_same_marks_without_a_statement_is_in_no_string(bounce: Bounce, shown: str) -> None:
    verdict = judge(shown.format(bounce.text.strip("\n")))
    assert (verdict["code"], {e["part"] for e in verdict["evidence"]} & {"source"}) == (bounce.code, set())


@pytest.mark.parametrize("domain", ["example.com", "mail.example.org", "shop.test", "contoso.example"])
def test_whoever_has_an_address_that_nobody_has_mail_at_may_be_an_example(domain: str) -> None:
    notice = (
        "Generating server: mail.contoso.com\n\npat@{}\nRemote Server returned '550 5.1.1 The recipient was refused'\n"
    )
    assert [judge(notice.format(place))["certainty"] for place in (domain, "tailspintoys.com")] == ["likely", "certain"]
