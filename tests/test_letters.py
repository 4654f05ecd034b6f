"""The letters as a person approved them, whole, and what fills each of their slots."""

from __future__ import annotations

from pathlib import Path

import pytest

import nws_incident as nws
from own_editions import INVESTIGATION, change
from scenes import CAUSE_DELAYED, TO_PROVIDER, after, case_of, declared, event, gaps_of, opening

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


def test_a_letter_rests_on_its_own_clauses_and_those_of_its_way() -> None:
    """In the notice's order, each once; where there is no way, on its own alone."""
    _, case = of_example("03")
    inquiry = nws.draft(case, "inquire_provider")
    assert inquiry.clauses == ("1(2)", "4(1)②", "4(1)③", "4(5)②")
    assert nws.draft(case, "notify_delay").clauses == ("1(3)②", "1(5)", "4(5)②")


def test_only_the_word_on_an_emergency_is_up_to_whoever_declared_it() -> None:
    """Whatever else either party may write comes from the requester, unless it is said."""
    case = case_of(opening(), declared("security_incident", "provider"))
    for kind in ("emergency_phone", "emergency_form"):
        assert nws.draft(case, kind).by is nws.Role.PROVIDER
    for kind in ("request_work", "ask_system_operator", "notify_ministry"):
        assert nws.draft(case, kind).by is nws.Role.REQUESTER


def test_what_a_letter_says_is_not_in_its_representation() -> None:
    """A log of drafts repeats nothing of the case."""
    _, case = of_example("20")
    shown = repr(nws.draft(case, "emergency_form", details=REPORTED))
    assert shown.startswith("Draft(kind=<DraftKind.EMERGENCY_FORM")
    assert not [name for name in ("subject", "text", "route") if f" {name}=" in shown]


def test_a_letter_goes_the_way_of_the_edition_that_its_case_runs_under(edition: Path) -> None:
    """Another number to call stands in the call."""
    change(edition / "contacts.toml", "0570-00-1515", "0570-00-0000")
    happened = (opening(), declared("impact_survey"))
    case = nws.Case.from_events(happened, edition=nws.load_edition(edition))
    assert "0570-00-0000" in nws.draft(case, "emergency_phone").text


def test_a_letter_is_of_the_round_that_the_edition_says(edition: Path) -> None:
    """Where a delay begins a round, the contact before it is none of it."""
    happened = (*TO_PROVIDER, CAUSE_DELAYED)
    assert "contacted_at" not in gaps_of(nws.draft(case_of(*happened), "notify_delay"))
    rules = edition / INVESTIGATION
    change(rules, 'records = ["cause_delay"]', 'records = ["new_round", "cause_delay"]')
    case = nws.Case.from_events(happened, edition=nws.load_edition(edition))
    assert "contacted_at" in gaps_of(nws.draft(case, "notify_delay"))


def test_the_ministry_is_told_of_the_latest_trouble_that_the_writer_expects() -> None:
    """What was told before is told, and what the other party expects is its own to tell."""
    expected = event("wider_impact_expected", "provider")
    case = case_of(
        *TO_PROVIDER,
        expected,
        event("ministry_notified", "provider", via=["prefecture"]),
        after(90, expected),
        after(120, event("wider_impact_expected", "requester")),
    )
    told = nws.draft(case, "notify_ministry", by="provider", lang="en").text
    assert "Expected since: 2017-07-19 11:30 JST" in told


OF_AN_EMERGENCY = ("emergency", "emergency_form", "declared_at", "phoned_at", "authority")
OF_SOME_WAYS = ("form", "category", "service_desk", "service_phone", *OF_AN_EMERGENCY)
OF_ANY_WAY = ("addressee", "through")


@pytest.mark.parametrize(
    ("kind", "optional", "place", "slots"),
    [
        (
            "notify_delay",
            '"delay_reason", "outlook"',
            ("5　遅延の状況\n", "5. The delay\n"),
            (*OF_ANY_WAY, *OF_SOME_WAYS),
        ),
        (
            "notify_ministry",
            '"through"]\nclauses = ["1(4)", "4(5)②"',
            ("7　見込まれる支障\n", "7. Trouble expected\n"),
            OF_SOME_WAYS,
        ),
    ],
)
def test_what_a_way_does_not_say_is_left_out(
    edition: Path, kind: str, optional: str, place: tuple[str, str], slots: tuple[str, ...]
) -> None:
    """Where a template lets such a line go: of a letter without a way, or by mere word."""
    drafts = edition / "drafts.toml"
    change(drafts, f"[{optional}]", f"[{', '.join(map(repr, slots))}, {optional}]")
    for heading in place:
        change(drafts, heading, heading + "".join(f"{slot}=${{{slot}}}\n" for slot in slots))
    case = nws.Case.from_events([opening()], edition=nws.load_edition(edition))
    as_shipped = nws.draft(case_of(opening()), kind)
    made = nws.draft(case, kind)
    assert (made.text, made.missing) == (as_shipped.text, as_shipped.missing)
