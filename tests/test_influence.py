"""What bears on what, as the search believes it: held against every guard and record at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.ahead.cone import cone_of
from nws_incident.ahead.influence import (
    ASPECTS,
    EFFECTS,
    OWED,
    effect_of,
    read_by_guard,
)
from nws_incident.ahead.targets import completion
from nws_incident.case import facts_of
from nws_incident.facts import TRACKS, Facts
from nws_incident.folding import RECORDS
from nws_incident.guards import GUARDS, READS
from nws_incident.testing import cases, events, next_events
from scenes import case_of, opening

if TYPE_CHECKING:
    from nws_incident.notice.model import Way

EDITION = nws.load_edition()
NO_ASPECTS = {"edition", "editions", "version", "last_at", "report_ground", "emergency_declarer"}
ASPECTS_OF_SLOT = {
    "opening": {"immediate", "requester_kind", "provider_kind"},
    "cause": {"causing_party", "information_right", "prompt_response"},
    "last_reinquiry": {"reinquiry_consistent"},
}
CAUSE_FIELDS = {"causing_party": "causing_party", "prompt_response": "prompt_response_expected"}

settings.register_profile(
    "influence",
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
properties = settings.get_profile("influence")


def judged_by(way: Way) -> tuple[str, ...]:
    """Return the guards of a way, and of the rows that its guards and records look up."""
    asks = {*way.guards, *way.records} & {
        "report_required",
        "report_not_required",
        "report_determined",
    }
    rows = (guard for row in EDITION.reports for guard in row.guards) if asks else ()
    return (*way.guards, *rows)


TYPES_BY_GUARD = {
    guard: sorted({way.event for way in EDITION.ways if guard in judged_by(way)})
    for guard in sorted({guard for way in EDITION.ways for guard in judged_by(way)})
}
TYPES_BY_RECORD = {
    record: sorted({way.event for way in EDITION.ways if record in way.records})
    for record in sorted({record for way in EDITION.ways for record in way.records})
}


def facts(case: nws.Case) -> Facts:
    """Return facts of their own of an opened case."""
    known = facts_of(case)
    assert known is not None
    return known.copy()


def mixed(one: Facts, other: Facts, aspects: frozenset[str]) -> Facts:
    """Return facts that agree with `one` on some aspects, and with `other` as far as they can."""
    mix = other.copy()
    for aspect in aspects - ASPECTS_OF_SLOT["opening"] - ASPECTS_OF_SLOT["cause"]:
        slot = "last_reinquiry" if aspect == "reinquiry_consistent" else aspect
        if slot != "anything":
            setattr(mix, slot, getattr(one, slot))
    opened: dict[str, Any] = {}
    if "immediate" in aspects:
        opened["immediate"] = one.opening.immediate
    for role in ("requester", "provider"):
        if f"{role}_kind" in aspects:
            party = getattr(other.opening, role)
            opened[role] = party.replace(kind=getattr(one.opening, role).kind)
    mix.opening = other.opening.replace(**opened)
    mix.cause = mixed_cause(one, other, aspects)
    for aspect in aspects - {"anything"}:
        assert ASPECTS[aspect](mix) == ASPECTS[aspect](one)
    return mix


def mixed_cause(one: Facts, other: Facts, aspects: frozenset[str]) -> nws.CauseIdentified | None:
    """Return a cause that agrees with one case on some aspects, else with another case."""
    wanted = aspects & ASPECTS_OF_SLOT["cause"]
    if not wanted:
        return other.cause
    if one.cause is None:
        return None
    base = other.cause or one.cause
    fields: dict[str, Any] = {
        CAUSE_FIELDS[aspect]: getattr(one.cause, CAUSE_FIELDS[aspect])
        for aspect in wanted & CAUSE_FIELDS.keys()
    }
    if "information_right" in wanted:
        fields["finding"] = one.cause.finding
    return base.replace(**fields)


def test_every_fact_is_seen_in_an_aspect() -> None:
    """Whatever a case knows is an aspect, but for times, versions, and what no guard asks."""
    slots = {slot for slot in Facts.__slots__ if not slot.endswith("_since")}
    seen = {aspect for slot in slots for aspect in ASPECTS_OF_SLOT.get(slot, {slot})}
    assert seen - NO_ASPECTS == ASPECTS.keys() - {"anything"}


@pytest.mark.parametrize("guard", TYPES_BY_GUARD)
def test_a_guard_reads_no_aspect_but_those_it_is_said_to_read(guard: str) -> None:
    """Two cases that agree on those are judged alike, whatever else sets them apart."""
    reads = read_by_guard(EDITION, guard)
    assert reads < ASPECTS.keys()

    @properties
    @given(cases(), cases(), st.data())
    def judge(one: nws.Case, other: nws.Case, data: st.DataObject) -> None:
        event = data.draw(events(*TYPES_BY_GUARD[guard]))
        mix = mixed(facts(one), facts(other), reads)
        assert GUARDS[guard](facts(one), event) == GUARDS[guard](mix, event)

    judge()


@pytest.mark.parametrize("guard", TYPES_BY_GUARD)
def test_a_guard_reads_no_field_but_those_it_is_said_to_read(guard: str) -> None:
    """Two events that agree on those, and on who did it, are judged alike."""

    @properties
    @given(cases(), st.data())
    def judge(case: nws.Case, data: st.DataObject) -> None:
        event_type = data.draw(st.sampled_from(TYPES_BY_GUARD[guard]))
        one = data.draw(events(event_type))
        known = {name for name, _ in one.values()}
        alike = {name: getattr(one, name) for name in ("by", *READS[guard]) if name in known}
        other = data.draw(events(event_type, **alike))
        assert GUARDS[guard](facts(case), one) == GUARDS[guard](facts(case), other)

    judge()


@pytest.mark.parametrize("record", TYPES_BY_RECORD)
def test_a_record_writes_what_it_is_said_to_write_from_what_it_is_said_to_read(
    record: str,
) -> None:
    """Nothing else changes or matters, and at most one owed thing is discharged."""
    effect = effect_of(EDITION, record, ())
    assert record in EFFECTS
    assert not effect.writes.keys() & {*TRACKS, *ASPECTS_OF_SLOT["opening"]}

    @properties
    @given(cases(), cases(), st.data())
    def keep(one: nws.Case, other: nws.Case, data: st.DataObject) -> None:
        event_type = data.draw(st.sampled_from(TYPES_BY_RECORD[record]))
        event = data.draw(events(event_type))
        before, after = facts(one), facts(one)
        RECORDS[record](after, event)
        for aspect in ASPECTS.keys() - {"anything"} - effect.writes.keys():
            assert ASPECTS[aspect](before) == ASPECTS[aspect](after)
        for aspect in OWED:
            less = size(before, aspect) - size(after, aspect)
            assert less <= (effect.discharges == aspect)
        for aspect, names in effect.writes.items():
            alike = {name: getattr(event, name) for name in ("by", *names)}
            another = data.draw(events(event_type, **alike))
            mix = mixed(before, facts(other), effect.reads)
            RECORDS[record](mix, another)
            assert ASPECTS[aspect](mix) == ASPECTS[aspect](after)

    keep()


def size(known: Facts, aspect: str) -> int:
    """Return how many things of a kind are owed."""
    owed = getattr(known, aspect)
    return int(owed) if isinstance(owed, bool) else len(owed)


@properties
@given(cases(), st.data())
def test_no_event_takes_the_bound_down_by_more_than_one(
    case: nws.Case, data: st.DataObject
) -> None:
    """So a search that it leads finds the shortest way; and a complete case is at nought."""
    bound = completion(EDITION).bound
    for _ in range(5):
        before = bound(facts(case))
        assert before is not None
        assert (before == 0) or not case.is_complete
        case.offer(data.draw(next_events(case)))
        after = bound(facts(case))
        assert after is not None
        assert after >= before - 1


def test_the_end_is_as_far_as_everything_that_is_left_to_do() -> None:
    """What one event can do at once counts once; what takes an event each adds up."""
    known = facts(case_of(opening()))
    assert completion(EDITION).bound(known) == 1
    known.check_of_others_owed = True
    known.impacts_waiting = frozenset({nws.Role.REQUESTER, nws.Role.PROVIDER})
    known.emergency = "phone_due"
    assert completion(EDITION).bound(known) == 1 + 1 + 2 + 2


def test_what_cannot_bear_on_a_target_is_left_out() -> None:
    """The investigation does not depend on reports, emergencies or wider impact."""
    cone = cone_of(EDITION, frozenset({"investigation"}))
    assert {"processing", "kind", "delay_told", "immediate"} <= set(cone.aspects)
    assert not {"reporting", "carried", "emergency", "impacts_waiting"} & set(cone.aspects)
    assert not {"consulted", "emergency_declared", "outcome_reported"} & cone.probes.keys()
    of_the_cause = cone.probes["cause_identified"]
    assert {"prompt_response_expected", "factor"}.isdisjoint(of_the_cause[0].values)
    alone = cone_of(EDITION, frozenset({"emergency"}))
    assert {*TRACKS} & {*alone.aspects} == {"emergency"}


def test_an_unknown_guard_or_record_is_taken_to_bear_on_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then nothing is pruned, and the way that is found is the same."""
    case = case_of(opening(inquiry={}))
    targets = ("other_requesters_notified", nws.COMPLETE, "authority_informed")
    usual = [nws.unblock(case, target) for target in targets]
    searched = sum(way.searched for way in usual)
    edition = nws.load_edition()
    assert read_by_guard(edition, "no_such_guard") == ASPECTS.keys()
    monkeypatch.delitem(EFFECTS, "cause")
    cone_of.cache_clear()
    completion.cache_clear()
    try:
        slow = [nws.unblock(case, target) for target in targets]
        assert completion(edition).bound(facts(case)) == 1
        known = facts(case)
        known.check_of_others_owed = True
        assert completion(edition).bound(known) == 1
    finally:
        cone_of.cache_clear()
        completion.cache_clear()
    assert [len(way.steps) for way in slow] == [len(way.steps) for way in usual]
    assert sum(way.searched for way in slow) >= searched
