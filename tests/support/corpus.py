"""How often the verdict on the labelled corpus is right: `python -m tests.support.corpus` prints shares and misses.

The corpus lies beside the project and is read in place. The rules of scoring:

- The code is right when it is the label's `primary` or one of `also_ok`; where `primary` is null, when it is null
  or is in the text.
- The kind is right when a failed or mixed report (`ndr`, `many`) is a failure, `delayed` a delay and all else no
  failure. Where a document or an article was quoted, `mention` with the right code is right too.
- The recipients are right when every labelled address is among them.
- A `complaint` is not scored.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.expectation import judge
from tests.support.paths import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
FIRST_HAND = {"real-mail", "real-redacted", "real-paste"}
_KINDS = {"ndr": "failure", "many": "failure", "delayed": "delay"}
_QUOTED = {"vendor-doc", "doc-mention"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """The verdict on one sample, beside its label; None where the label says nothing to compare."""

    label: Mapping[str, Any]
    verdict: Mapping[str, Any]
    code: bool
    kind: bool
    recipients: bool | None

    @property
    def name(self) -> str:
        """Return the sample's file name."""
        return Path(self.label["file"]).name


def scores() -> Iterator[Score]:
    """Judge every sample of the corpus but the complaints."""
    for line in (CORPUS / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["kind"] != "complaint":
            data = (CORPUS / label["file"]).read_bytes()
            yield _score(label, data, judge(data, source=label["file"]))


def _score(label: Mapping[str, Any], data: bytes, verdict: Mapping[str, Any]) -> Score:
    primary, code, kind = label["primary"], verdict["code"], verdict["kind"]
    if primary is None:
        code_right = code is None or code.encode() in data or code in label["codes"]
    else:
        code_right = code in {primary, *label.get("also_ok", ())}
    wanted = _KINDS.get(label["kind"])
    kind_right = kind == wanted if wanted else kind != "failure"
    kind_right = kind_right or (kind == "mention" and code_right and label["authenticity"] in _QUOTED)
    labelled = {address.lower() for address in label.get("recipients") or ()}
    found = {recipient["address"].lower() for recipient in verdict["recipients"]}
    recipients_right = labelled <= found if labelled else None
    return Score(label=label, verdict=verdict, code=code_right, kind=kind_right, recipients=recipients_right)


def share(scored: Iterable[bool | None]) -> tuple[int, int]:
    """Count the right ones and all; None is not scored."""
    known = [right for right in scored if right is not None]
    return sum(known), len(known)


def table(all_scores: Iterable[Score]) -> Iterator[str]:
    """Write the shares, by shape and over all, line by line."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for score in all_scores:
        groups[score.label["shape"]].append(score)
        groups["~first-hand" if score.label["authenticity"] in FIRST_HAND else "~quoted"].append(score)
        groups["~~all"].append(score)
    yield f"{'':16}{'code':>14}{'kind':>14}{'recipients':>14}"
    for name in sorted(groups):
        columns = (share(getattr(score, part) for score in groups[name]) for part in ("code", "kind", "recipients"))
        cells = "".join(f"{f'{right}/{count}' if count else '-':>14}" for right, count in columns)
        yield f"{name.lstrip('~'):16}{cells}"


def misses(all_scores: Iterable[Score]) -> Iterator[str]:
    """Write what was expected and what was said, a line a wrong part."""
    for score in all_scores:
        label, verdict = score.label, score.verdict
        if not score.code:
            yield f"code        {score.name}: {label['primary']}, not {verdict['code']}"
        if not score.kind:
            yield f"kind        {score.name}: {label['kind']}, not {verdict['kind']} ({verdict['code']})"
        if score.recipients is False:
            found = [recipient["address"] for recipient in verdict["recipients"]]
            yield f"recipients  {score.name}: {label['recipients']}, not {found}"


def main() -> int:
    """Print the shares and the misses."""
    if not CORPUS.is_dir():
        print(f"There is no corpus at {CORPUS}; its README says what it is.", file=sys.stderr)
        return 1
    judged = list(scores())
    certain = [score for score in judged if score.verdict["certainty"] == "certain"]
    wrong = sum(not (score.code and score.kind) for score in certain)
    sure = f"certain: {len(certain)} of {len(judged)}, {wrong} of them wrong"
    print(*table(judged), "", sure, "", *misses(judged), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
