"""The letters as a person approved them, whole, and what fills each of their slots."""

from __future__ import annotations

from pathlib import Path

import pytest

import nws_incident as nws

ROOT = Path(__file__).parents[1]
CARD = {"desk": "福祉課", "person": "甲野花子", "phone": "0138-21-0000", "email": "a@example.jp"}
LETTER = {**CARD, "recipient_desk": "市民税課", "date": "平成29年10月27日"}
POSTED = {**CARD, "date": "平成29年10月27日", "faq_result": "類似の問合せなし"}
WORK = {"work": "発生事象の切り分け", "work_by": "平成29年10月31日"}
TO_MINISTRY = {**CARD, "ministry": "総務省", "impact": "同じ誤りの情報の提供"}
TO_OTHERS = {**CARD, "error": "控除額の漏れ", "their_processing_numbers": "20170801-00001"}
SAID = {**CARD, "emergency_summary": "別人の所得額が表示された"}
REPORTED = {**SAID, "extent": "1名分", "measures": "修正済み", "completed_at": "10月17日"}

APPROVED: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "inquiry-to-the-desk": (
        "03",
        "inquire_provider",
        "requester",
        {**LETTER, "reply_by": "8月17日"},
    ),
    "inquiry-to-the-window": ("10", "inquire_provider", "requester", {}),
    "delay": (
        "04",
        "notify_delay",
        "provider",
        {**LETTER, "delay_reason": "紙台帳との照合", "outlook": "3週間"},
    ),
    "delay-before-its-time": ("08", "notify_delay", "provider", {}),
    "correction": ("01", "notify_correction", "provider", LETTER),
    "correction-documents-used": ("03", "notify_correction", "provider", CARD),
    "word-to-others": ("03", "notify_other_requesters", "provider", TO_OTHERS),
    "question": ("21", "ask_system_operator", "requester", {**POSTED, "question": "同じ事象"}),
    "work-request": ("18", "request_work", "provider", {**POSTED, **WORK}),
    "call": ("20", "emergency_phone", "provider", SAID),
    "event-report": ("20", "emergency_form", "provider", REPORTED),
    "emergency-work-request": ("18", "emergency_form", "provider", {**CARD, **WORK}),
    "ministry-by-the-requester": ("21", "notify_ministry", "requester", TO_MINISTRY),
    "ministry-by-the-provider": ("21", "notify_ministry", "provider", TO_MINISTRY),
}
"""For each letter the number of the example case, the kind, who writes, and the details."""


def of_example(number: str) -> tuple[Path, nws.Case]:
    """Return the path of an example, below the root, and its case."""
    (path,) = (ROOT / "examples" / "cases").glob(f"{number}-*.yaml")
    file = nws.read_case(path.read_text(encoding="utf-8"))
    return path.relative_to(ROOT), nws.Case.from_events(file.events)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", APPROVED)
def test_a_letter_is_as_it_was_approved(name: str, language: str) -> None:
    """A change of a letter is looked at by a person, who then keeps the new one."""
    number, kind, by, details = APPROVED[name]
    path, case = of_example(number)
    made = nws.draft(case, kind, lang=language, details=details, by=by)
    told = "".join(f" --detail {key}={value}" for key, value in details.items())
    kept = f"tests/data/letters/{name}.{language}.txt"
    approved = (ROOT / kept).read_text(encoding="utf-8")
    assert f"{made.text}\n" == approved, (
        f"nws-incident draft {path} {kind} --lang {language} --by {by}{told} > {kept}"
    )
