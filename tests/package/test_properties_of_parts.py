"""What is true of each step before the verdict: the source, the view, what is decoded, escaped and looked up."""

import base64
import html
import quopri
import re
from io import BytesIO

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ndr_checker.__main__ import main
from ndr_checker.base.normalise import normalise
from ndr_checker.finding.links import host_of
from ndr_checker.finding.occurrence import occurrences
from ndr_checker.reading.markup import strip
from ndr_checker.reading.mbox import mails, spans
from ndr_checker.reading.mime import decode_base64, decode_quoted
from ndr_checker.reading.source import Source, printable
from ndr_checker.reading.view import View
from ndr_checker.rules.catalogue import codes_of, entries, lookup
from ndr_checker.telling.escape import code_fence, visible
from tests.support.soup import soup
from tests.support.strategies import CODES, addresses, codes, noise

letters = st.text("abc>\n", max_size=40)
#: What is replaced, and by what; no letter of the text is among what is put in.
steps = st.lists(
    st.tuples(st.sampled_from(["a", "bc", "^>+", "a+b", "\n", "[ab]$"]), st.sampled_from(["", "-", "----"]))
)
cuts = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)
unsafe = st.text(st.one_of(st.characters(), st.sampled_from("`\x1b\u202e\ufeff\ud83d\t \\")), max_size=30)


def rewritten(text: str, changes: list[tuple[str, str]]) -> View:
    """Return the view of a text after these replacements."""
    view = View.of(text)
    for pattern, put in changes:
        view = view.replace(re.compile(pattern, re.MULTILINE), lambda _, put=put: put)  # type: ignore[misc]
    return view


@given(letters, steps)
def test_every_own_character_of_a_rewritten_view_maps_back_to_itself(text: str, changes: list[tuple[str, str]]) -> None:
    view = rewritten(text, changes)
    assert [c for i, c in enumerate(view.text) if c != "-" and text[view.origin(i)] != c] == []


@given(letters, steps)
def test_a_view_is_rewritten_as_its_text_would_be(text: str, changes: list[tuple[str, str]]) -> None:
    plain_text = text
    for pattern, put in changes:
        plain_text = re.sub(pattern, put, plain_text, flags=re.MULTILINE)
    assert rewritten(text, changes).text == plain_text


@given(letters, steps, cuts, cuts)
def test_a_cut_of_a_cut_is_one_cut(text: str, changes: list[tuple[str, str]], one: list[int], two: list[int]) -> None:
    view = rewritten(text, changes)
    once, twice = view.cut(*one), view.cut(*(min(edge, len(view.text)) for edge in one)).cut(*two)
    start = min(one[0], len(view.text))
    direct = view.cut(start + two[0], min(start + two[1], one[1], len(view.text)))
    assert once.text == view.text[slice(*one)]
    assert twice.text == direct.text
    assert list(map(twice.origin, range(len(twice.text)))) == list(map(direct.origin, range(len(direct.text))))


@given(letters, steps, cuts)
def test_the_span_between_two_own_characters_is_theirs(
    text: str, changes: list[tuple[str, str]], at: list[int]
) -> None:
    view = rewritten(text, changes)
    # What is put in may be longer than what it stands for; its end then points too far.
    own = [i for i, c in enumerate(view.text) if c != "-"]
    assume(own)
    first, last = sorted(own[number % len(own)] for number in at[:2])
    span = view.span(first, last + 1)
    assert span
    assert (text[span[0]], text[span[1] - 1]) == (view.text[first], view.text[last])


@given(st.text(st.sampled_from("ab\r\n"), max_size=30))
def test_each_character_of_the_source_is_found_in_the_text_as_given(given_text: str) -> None:
    source = Source(given_text)
    shown = [given_text[source.locate(i)] for i in range(len(source.text))]
    assert "".join(shown).replace("\r", "\n") == source.text
    assert "\r" not in source.text


@given(st.binary())
def test_any_bytes_become_text_that_can_be_printed(data: bytes) -> None:
    text = printable(Source(data).text)
    assert text.encode().decode() == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf_8_comes_back_byte_for_byte(text: str) -> None:
    assume("\r" not in text and text.encode()[:64].count(0) * 4 <= len(text.encode()[:64]))
    source = Source(text.encode())
    assert source.encode(source.text) == text.encode()


@given(unsafe)
def test_what_is_made_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(unsafe)
def test_what_is_made_visible_is_one_line_that_utf_8_can_carry(text: str) -> None:
    shown = visible(text)
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1


@given(unsafe)
def test_no_backticks_inside_a_code_span_are_as_many_as_its_fence(text: str) -> None:
    span = text.join(code_fence(text))
    fence = re.match("`+", span)
    assert fence
    inner = span[fence.end() : -fence.end()]
    assert span.endswith(fence[0])
    assert fence[0] not in re.findall("`+", inner)


@given(unsafe)
def test_a_code_span_shows_its_text(text: str) -> None:
    before, after = code_fence(text)
    assert before.strip("` ") == after.strip("` ") == ""
    assert before == after[::-1]


@given(st.lists(st.tuples(addresses, noise), min_size=1, max_size=6))
def test_an_mbox_has_as_many_mails_as_were_put_into_it(told: list[tuple[str, str]]) -> None:
    parts = [f"From {a} Fri Nov 20 08:15:31 2026\nSubject: x\nTo: {a}\n\n{text}\n\n" for a, text in told]
    found = list(mails(BytesIO("".join(parts).encode())))
    assert [mail.decode() for mail in found] == parts
    assert len(spans("".join(parts))) == len(parts)


@given(st.binary(), st.integers(1, 80))
def test_base64_is_decoded_however_it_is_wrapped(data: bytes, width: int) -> None:
    text = base64.b64encode(data).decode()
    assert decode_base64("\n".join(text[i : i + width] for i in range(0, len(text), width))) == data


@given(st.text(st.characters()))
def test_damaged_base64_and_quoted_printable_give_some_bytes(text: str) -> None:
    assert isinstance(decode_base64(text) + decode_quoted(text), bytes)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_quoted_printable_is_decoded(text: str) -> None:
    assert decode_quoted(quopri.encodestring(text.encode()).decode()) == text.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_html_is_read_as_the_text_it_was(text: str) -> None:
    assert strip(View.of(f"<p>{html.escape(text)}</p>")).text.strip("\n") == text.strip("\n")


@given(soup)
def test_codes_come_in_order_with_their_reply_before_them(text: str) -> None:
    dotted = [o for o in occurrences(text) if text[o.start : o.end] == o.code]
    assert [o.start for o in dotted] == sorted({o.start for o in dotted})
    assert [o for o in dotted if o.reply and text[o.from_ : o.from_ + 3] != str(o.reply)] == []
    assert [o for o in dotted if not o.from_ <= o.start < o.end] == []


@given(st.text(st.characters()))
def test_words_normalised_once_are_normalised(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\?#"), max_size=40))
def test_a_host_has_nothing_before_an_at_sign(authority: str) -> None:
    assert "@" not in host_of(authority) or "%" in authority


@given(codes)
def test_every_code_of_the_catalogue_leads_to_a_page_that_covers_it(code: str) -> None:
    entry = lookup(code)
    assert entry
    assert code in codes_of(entry.code)


@given(st.from_regex(r"[245]\.[0-9]\.[0-9]{1,3}", fullmatch=True))
def test_a_code_has_a_page_only_where_one_says_so(code: str) -> None:
    assert (lookup(code) is not None) == any(code in entry.codes() for entry in entries())


@given(st.sampled_from(CODES), st.integers(0, 2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_explain_takes_a_code_s_last_numbers(capsys: pytest.CaptureFixture[str], code: str, dropped: int) -> None:
    typed = ".".join(code.split(".")[dropped:])
    assert main(["explain", typed]) == 0
    shown = capsys.readouterr().out.partition(":")[0].removeprefix("# ")
    assert any(each == typed or each.endswith(f".{typed}") for each in codes_of(shown))
