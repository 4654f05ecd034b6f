"""What holds of any case and any event."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.case import facts_of
from nws_incident.events import CLASS_BY_TYPE, EVENT_CLASSES, fields_of
from nws_incident.facts import TRACKS
from nws_incident.fields import KIND
from nws_incident.folding import records_of
from nws_incident.judging import procedure_of
from nws_incident.machine import LeanTransition
from nws_incident.replay import as_data
from nws_incident.testing import (
    cases,
    doubtful_texts,
    event_data,
    events,
    individual_numbers,
    inquiries,
    nasty_texts,
    next_events,
    numbered_texts,
    parties,
)
from scenes import STATES, TO_REINQUIRY, case_of, documents, event, reinquiry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.facts import Facts

EDITION = nws.load_edition()
INVESTIGATION = tuple(
    dict.fromkeys(
        way.event
        for way in EDITION.ways
        if way.track == "investigation" and way.event != "processed_on_attached_documents"
    )
)
"""The types of event that the investigation's own rules take."""

settings.register_profile(
    "properties",
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
properties = settings.get_profile("properties")


def snapshot(case: nws.Case) -> tuple[Facts | None, tuple[nws.Event, ...]]:
    """Return copies of everything that a case knows."""
    facts = facts_of(case)
    return None if facts is None else facts.copy(), case.events


# Accepting and refusing.


@properties
@given(cases(min_events=0), st.data())
def test_deciding_and_applying_agree_and_a_refusal_changes_nothing(
    case: nws.Case, data: st.DataObject
) -> None:
    """`decide` says what `apply` then does; a refused event leaves everything as it was."""
    for _ in range(5):
        one = data.draw(next_events(case))
        before = snapshot(case)
        decision = nws.decide(case, one)
        assert snapshot(case) == before
        if decision.accepted:
            assert case.apply(one) == decision
            assert case.events == (*before[1], one)
            assert decision.version == case.version
        else:
            with pytest.raises(nws.Refused) as refusal:
                case.apply(one)
            assert refusal.value.findings == decision.findings
            assert snapshot(case) == before


@properties
@given(cases())
def test_a_copy_of_the_facts_has_every_fact(case: nws.Case) -> None:
    """What is judged without being applied is judged on a copy: it lacks nothing."""
    facts = facts_of(case)
    assert facts is not None
    twin = facts.copy()
    assert twin is not facts
    for name in type(facts).__slots__:
        assert getattr(twin, name) is getattr(facts, name)


@properties
@given(cases(min_events=0), st.data())
def test_an_accepted_event_fires_a_rule_and_a_refused_one_has_a_finding(
    case: nws.Case, data: st.DataObject
) -> None:
    """Every acceptance names a rule, every refusal a demand, and both a clause of the notice.

    Only the rules of the library cite no clause: the notice says nothing of what they are about.
    """
    decision = case.offer(data.draw(next_events(case)))
    assert bool(decision.rules) == decision.accepted
    assert bool(decision.findings) != decision.accepted
    said_by = [(said.rule, said.clauses) for said in decision.fired]
    said_by += [(said.rule, said.clauses) for said in (*decision.findings, *decision.warnings)]
    of_library = {rule.id for rule in EDITION.library.values()}
    assert all(bool(clauses) == (rule not in of_library) for rule, clauses in said_by)
    cited = [clauses for _, clauses in said_by]
    assert {clause for clauses in cited for clause in clauses} <= EDITION.clauses.keys()
    for finding in (*decision.findings, *decision.warnings):
        assert finding.points_to is None or 1 <= finding.points_to <= case.version
        for language in EDITION.languages:
            assert "${" not in finding.message(language)


@properties
@given(cases(min_events=0), st.data())
def test_an_option_is_available_exactly_when_an_event_of_its_type_is_accepted(
    case: nws.Case, data: st.DataObject
) -> None:
    """A choice of an available option makes an accepted event; a blocked type accepts none."""
    for option in nws.options(case):
        given_by = st.sampled_from(option.choices or ({},))
        chosen = dict(data.draw(given_by))
        if "inquiry" in chosen:
            filled = data.draw(inquiries(complete=True))
            chosen["inquiry"] = nws.Inquiry(
                **{name: getattr(filled, name) for name in chosen["inquiry"]}
            )
        elif option.event_type == "provider_contacted":
            chosen["inquiry"] = None
        one = data.draw(events(option.event_type, at=latest(case), **chosen))
        accepted = nws.decide(case, one).accepted
        if option.availability is nws.Availability.BLOCKED:
            assert not option.choices
            assert not accepted
        elif option.choices or one.by in roles_of(option.event_type):
            assert accepted
        assert bool(option.findings) == (option.availability is not nws.Availability.OPEN)


def latest(case: nws.Case) -> Any:
    """Return a moment at which the next event may happen."""
    return case.events[-1].at if case.events else STATES["self_check"][0].at


def roles_of(event_type: str) -> set[nws.Role]:
    """Return the roles that may report a type of event at all."""
    opening = EDITION.openings.get(event_type) or EDITION.library.get(event_type)
    if opening is not None:
        return set(opening.by)
    return {role for way in EDITION.ways if way.event == event_type for role in way.by}


@properties
@given(cases(min_events=0), events())
def test_an_event_that_is_accepted_has_an_available_option(
    case: nws.Case, drawn: nws.Event
) -> None:
    """Whatever is accepted, its type was shown as open or conditional."""
    availability = {option.event_type: option.is_available for option in nws.options(case)}
    one = drawn.replace(at=latest(case))
    assert availability[one.type] or not nws.decide(case, one).accepted


# Events are all there is to a case.


@properties
@given(cases(min_events=0), st.data())
def test_a_case_is_what_its_events_make_of_it(case: nws.Case, data: st.DataObject) -> None:
    """Replaying a case's events, at once or in two sittings, gives the same case."""
    again = nws.Case.from_events(case.events)
    assert again == case
    assert facts_of(again) == facts_of(case)
    split = data.draw(st.integers(min_value=0, max_value=case.version))
    resumed = pickle.loads(pickle.dumps(nws.Case.from_events(case.events[:split])))  # noqa: S301
    for one in case.events[split:]:
        resumed.apply(one)
    assert resumed == case
    assert facts_of(resumed) == facts_of(case)


@properties
@given(cases())
def test_a_track_is_where_it_is_since_the_event_that_last_moved_it(case: nws.Case) -> None:
    """What a refusal points to is the latest version that took the track elsewhere."""
    again = nws.Case()
    since = dict.fromkeys(TRACKS, 1)
    for one in case.events:
        decision = again.apply(one)
        since |= {fired.track: decision.version for fired in decision.moves if fired.track}
    facts = facts_of(again)
    assert facts is not None
    assert {track: facts.since(track) for track in TRACKS} == since


@properties
@given(cases(), st.data())
def test_what_is_said_to_be_recorded_is_what_was(case: nws.Case, data: st.DataObject) -> None:
    """The rules that fired tell which records were folded in, those that ride included."""
    facts = facts_of(case)
    assert facts is not None
    one = data.draw(next_events(case))
    procedure = procedure_of(case.edition)
    taken = procedure.judge(facts, one)
    fired = procedure.fold(facts.copy(), one, taken)
    recorded = {record for transition in taken for record in transition.way.records}
    assert records_of(case.edition, one, fired) == recorded


@properties
@given(cases(min_events=0))
def test_pickles_and_copies_are_equal_to_the_case(case: nws.Case) -> None:
    """A case comes back from a pickle and from both kinds of copy with all that it knew."""
    twins = (pickle.loads(pickle.dumps(case)), copy.copy(case), copy.deepcopy(case))  # noqa: S301
    for twin in twins:
        assert twin == case
        assert twin is not case
        assert facts_of(twin) == facts_of(case)
        assert twin.edition is case.edition


@properties
@given(cases(), st.data())
def test_a_copy_goes_its_own_way(case: nws.Case, data: st.DataObject) -> None:
    """What is added to a copy does not show in the case it was made from, nor the other way."""
    twin = copy.copy(case)
    before = snapshot(case)
    twin.offer(data.draw(next_events(twin)))
    assert snapshot(case) == before
    after = snapshot(twin)
    case.offer(data.draw(next_events(case)))
    assert snapshot(twin) == after


@properties
@given(event_data())
def test_an_event_survives_being_written_and_read(data: dict[str, Any]) -> None:
    """An event that was written as JSON reads back equal."""
    one = nws.read_event(data)
    assert nws.read_event(json.loads(json.dumps(nws.write_event(one)))) == one


# An interruption.


def interrupted(case: nws.Case, one: nws.Event, boom: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each step of folding an event in be interrupted once, one step after the other."""
    facts = facts_of(case)
    assert facts is not None
    taken = case._procedure.judge(facts, one)  # noqa: SLF001  the machines that the case runs on

    for transition in taken:
        for at in range(len(transition.folds) + 1):
            presses = [KeyboardInterrupt()]

            def interrupt(*_: object, presses: list[KeyboardInterrupt] = presses) -> None:
                if presses:
                    raise presses.pop()

            with boom.context() as patch:
                folds = (*transition.folds[:at], interrupt, *transition.folds[at:])
                patch.setattr(transition, "folds", folds)
                yield


@properties
@given(cases(), st.data())
def test_an_interrupted_event_leaves_the_case_as_it_was(
    case: nws.Case, data: st.DataObject
) -> None:
    """Ctrl-C in the middle of taking an event undoes what was done of it."""
    one = data.draw(next_events(case))
    assume(nws.decide(case, one).accepted)
    before = snapshot(case)
    for _ in interrupted(case, one, pytest.MonkeyPatch()):
        with pytest.raises(KeyboardInterrupt):
            case.apply(one)
        assert snapshot(case) == before
    case.apply(one)
    assert case.version == len(before[1]) + 1


def test_an_interruption_between_two_tracks_undoes_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where one event moves two tracks, an interruption after the first move undoes it."""
    case = case_of(*TO_REINQUIRY[:3], event("cause_delayed", "provider"))
    case.apply(event("delay_notified", "provider"))
    before = snapshot(case)
    take = LeanTransition.take
    one = event("cause_identified", "provider", **CAUSE)

    def take_and_interrupt(self: LeanTransition, *args: Any) -> None:
        take(self, *args)
        if self.rule == "I9":
            raise KeyboardInterrupt

    monkeypatch.setattr(LeanTransition, "take", take_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        case.apply(one)
    monkeypatch.undo()
    assert snapshot(case) == before
    assert case.apply(one).rules == ("I9", "R1")


CAUSE = {
    "causing_party": "provider",
    "factor": "system",
    "detail": "x",
    "finding": "information_wrong",
    "prompt_response_expected": True,
}


# What the notice promises.


@st.composite
def investigated_cases(draw: st.DrawFn) -> nws.Case:
    """Draw a pending case, open to documents, whose investigation is somewhere in its middle."""
    opening = draw(events(*EDITION.openings, by=nws.Role.REQUESTER, immediate=True))
    case = nws.Case.from_events((opening,))
    if case.tracks.investigation == "outage_check":
        case.apply(STATES["awaiting_operator"][-1].replace(at=latest(case)))
    for _ in range(draw(st.integers(0, 12))):
        ahead = copy.copy(case)
        ahead.offer(draw(next_events(case)))
        if ahead.tracks.processing == "pending" and ahead.tracks.investigation not in (
            "outage_check",
            "reinquiry",
            "resolved",
        ):
            case = ahead
    return case


@properties
@given(investigated_cases(), st.data())
def test_processing_on_documents_never_blocks_the_investigation(
    case: nws.Case, data: st.DataObject
) -> None:
    """A twin that used the documents investigates alike, up to the second inquiry it may skip."""
    twin = using_documents(case)
    for _ in range(10):
        types = [
            option.event_type
            for option in nws.options(case)
            if option.is_available and option.event_type in INVESTIGATION
        ]
        one = data.draw(events(data.draw(st.sampled_from(types)), at=latest(case)))
        is_accepted = case.offer(one).accepted
        assert twin.offer(one).accepted == is_accepted
        if case.tracks.investigation == "reinquiry":
            assert twin.tracks.investigation == "resolved"
            return
        assert twin.tracks.investigation == case.tracks.investigation
        if case.tracks.investigation == "resolved":
            return


def using_documents(case: nws.Case) -> nws.Case:
    """Return a twin of a case that used the documents now, as one that must be decided at once."""
    twin = copy.copy(case)
    twin.apply(documents(nws.Ground.IMMEDIATE_PROCESSING).replace(at=latest(case)))
    return twin


@properties
@given(cases(), st.data())
def test_no_report_is_owed_for_a_multi_agency_outage(case: nws.Case, data: st.DataObject) -> None:
    """Whatever else happened or happens: while the round's outage is known, no report is owed."""
    for _ in range(10):
        if case.round.outage:
            assert case.tracks.reporting in ("not_required", "reported", "covered")
            assert case.report.by is None or case.tracks.reporting != "not_required"
        case.offer(data.draw(next_events(case)))


@properties
@given(cases(), st.data())
def test_a_complete_case_takes_only_emergencies_and_confirmations(
    case: nws.Case, data: st.DataObject
) -> None:
    """Once nothing is left to do, only an emergency or an agreed second inquiry is accepted."""
    finish(case)
    rules = set(case.offer(data.draw(next_events(case))).rules)
    assert rules <= {"E1", "I21", "R12"}


def finish(case: nws.Case) -> None:
    """Bring a case to its end by whatever leads there."""
    for _ in range(30):
        if case.is_complete:
            return
        at = latest(case)
        case.offer(
            next(
                one
                for one in (ending.replace(at=at) for ending in ENDING)
                if nws.decide(case, one).accepted
            )
        )


ENDING = (
    event("outage_recovered", "j_lis"),
    event("outage_checked", multi_agency=False, sources=["support_site"]),
    event(
        "cause_identified", **{**CAUSE, "finding": "inquiry_wrong", "causing_party": "requester"}
    ),
    event("registered_copy_corrected", "provider"),
    event("correction_notified", "provider"),
    event("remedy_completed"),
    event("remedy_completed", "provider"),
    reinquiry("consistent"),
    event("processed_on_linked_information"),
    event("outcome_reported"),
    event("outcome_reported", "provider"),
    event("other_requesters_checked", "provider", affected=[]),
    event("other_requesters_notified", "provider"),
    event("ministry_notified", via=["prefecture"]),
    event("ministry_notified", "provider", via=["prefecture"]),
    event("emergency_phoned"),
    event("emergency_form_posted", form="form_03_03"),
    event("emergency_form_posted", form="form_03_13"),
    event("authority_informed", authority="ppc"),
    event("authority_informed", authority="mic_regional_security"),
)
"""What leads to the end from anywhere: the first that is accepted, again and again."""


@properties
@given(cases())
def test_every_case_can_be_completed(case: nws.Case) -> None:
    """From wherever a case stands, some events lead to its end."""
    finish(case)
    assert case.is_complete


# Individual numbers.


def with_text(one: nws.Event, name: str, text: str) -> nws.Event:
    """Return an event with a text put into one of its fields, however deep."""
    stated = getattr(one, name)
    if isinstance(stated, nws.Party):
        return one.replace(**{name: stated.replace(name=text)})
    if name == "inquiry":
        return one.replace(inquiry=(stated or nws.Inquiry()).replace(request=text))
    if name == "affected":
        return one.replace(affected=(*stated, text))
    return one.replace(**{name: text})


def text_fields(one: nws.Event) -> list[str]:
    """Return the names of an event's fields that are, or hold, free text."""
    return [field.name for field in fields_of(type(one)) if field.metadata[KIND].has_text]


def digits_in(text: str) -> tuple[str, str]:
    """Return the digits of a text as they were written and in ASCII."""
    places = [index for index, char in enumerate(text) if char.isdecimal()]
    return text[places[0] : places[-1] + 1], "".join(
        str(unicodedata.decimal(text[place])) for place in places
    )


def told(case: nws.Case, one: nws.Event) -> Iterator[str]:
    """Yield everything that can be seen, sent or stored once an event was offered to a case."""
    case = copy.copy(case)
    decision = nws.decide(case, one)
    before = case.events
    try:
        case.apply(one)
    except nws.Refused as refusal:
        yield str(refusal)
        yield repr(refusal)
        yield "".join(
            traceback.TracebackException.from_exception(refusal, capture_locals=True).format()
        )
        yield pickle.dumps((refusal, case)).decode("utf-8", "replace")
    yield repr((case, one, decision, decision.findings, decision.warnings))
    yield pickle.dumps(decision).decode("utf-8", "replace")
    for finding in (*decision.findings, *decision.warnings):
        yield from (finding.message(language) for language in EDITION.languages)
    written = [nws.write_event(kept) for kept in (*before, one)]
    source = nws.case_from_data({"format": "nws-incident/case/1", "id": "x", "events": written})
    yield json.dumps(as_data(nws.replay(source)), ensure_ascii=False)
    yield repr(nws.replay(source))


@properties
@given(cases(min_events=0, max_events=5), st.data(), numbered_texts())
def test_no_individual_number_survives(case: nws.Case, data: st.DataObject, text: str) -> None:
    """An event with an individual number is refused, and its digits are repeated nowhere."""
    drawn = data.draw(next_events(case))
    one = with_text(drawn, data.draw(st.sampled_from(text_fields(drawn))), text)
    decision = nws.decide(case, one)
    assert not decision.accepted
    assert "no_individual_number" in {finding.guard for finding in decision.findings}
    for digits in digits_in(text):
        assert not any(digits in said for said in told(case, one))


@properties
@given(cases(max_events=5), st.data(), doubtful_texts())
def test_a_doubtful_number_is_a_warning_that_does_not_repeat_it(
    case: nws.Case, data: st.DataObject, text: str
) -> None:
    """Digits that may be an individual number are accepted with a warning that says only where."""
    one = data.draw(next_events(case)).replace(note=text)
    decision = nws.decide(case, one)
    if decision.accepted:
        assert "$.note" in {warning.path for warning in decision.warnings}
    for digits in digits_in(text):
        assert not any(digits in said for said in told(case, one))


# The strategies themselves.


@properties
@given(parties(), parties(kind=nws.PartyKind.PREFECTURE), inquiries(complete=True))
def test_what_is_drawn_is_well_formed(
    party: nws.Party, prefecture: nws.Party, inquiry: nws.Inquiry
) -> None:
    """Parties have sound codes, the kind that was asked for, and a complete inquiry no blanks."""
    assert nws.Party(**dict(party.values())) == party
    assert prefecture.kind is nws.PartyKind.PREFECTURE
    assert inquiry.blanks == ()


@properties
@given(individual_numbers(), nasty_texts())
def test_drawn_texts_are_what_they_are_called(number: str, nasty: str) -> None:
    """A drawn number is refused wherever it stands alone; a nasty text is accepted as a note."""
    assert not nws.decide(nws.Case(), with_text(STATES["self_check"][0], "note", number)).accepted
    one = with_text(STATES["self_check"][0], "note", nasty)
    decision = nws.Case().apply(one)
    assert decision.warnings == ()


@pytest.mark.parametrize("cls", EVENT_CLASSES, ids=CLASS_BY_TYPE)
def test_events_of_every_type_are_drawn(cls: type[nws.Event]) -> None:
    """`events` knows every type, and takes the fields that are given as they are."""
    seen = set()

    @settings(max_examples=5, database=None, deadline=None)
    @given(events(cls.type, note="here"))
    def collect(one: nws.Event) -> None:
        seen.add((type(one), one.note))

    collect()
    assert seen == {(cls, "here")}
