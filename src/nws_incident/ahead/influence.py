"""What bears on what: the aspects of a case, who reads them, and who writes them.

A search that looks ahead may leave out whatever cannot bear on its target, if it is known which
aspects each guard reads and each record writes.  The tables say so by name; the tests watch every
guard and every record at work and compare.  A guard or a record that no table knows is taken to
read, and to write, everything: that prunes nothing and is never wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.facts import TRACKS
from nws_incident.terms import FindingKind, ReinquiryResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from nws_incident.facts import Facts
    from nws_incident.notice.edition import Edition
    from nws_incident.notice.model import Way

_NOTHING: frozenset[str] = frozenset()


def _information_right(facts: Facts) -> bool:
    return facts.cause is not None and facts.cause.finding is FindingKind.INFORMATION_RIGHT


def _prompt_response(facts: Facts) -> bool | None:
    return None if facts.cause is None else facts.cause.prompt_response_expected


def _anything(facts: Facts) -> tuple[Any, ...]:
    return (
        facts.cause,
        facts.inquiry,
        facts.emergency_declarer,
        None if facts.report_ground is None else facts.report_ground.id,
        facts.last_reinquiry,
        frozenset(facts.authorities_owed.items()),
    )


ASPECTS: Mapping[str, Callable[[Facts], Any]] = {
    **{track: attrgetter(track) for track in TRACKS},
    "kind": attrgetter("kind"),
    "inquiry": attrgetter("inquiry.blanks"),
    "self_check_delay_stated": attrgetter("self_check_delay_stated"),
    "cause_delay_stated": attrgetter("cause_delay_stated"),
    "delay_told": attrgetter("delay_told"),
    "causing_party": attrgetter("causing_party"),
    "information_right": _information_right,
    "prompt_response": _prompt_response,
    "outage": attrgetter("outage"),
    "reinquiry_consistent": lambda facts: facts.last_reinquiry is ReinquiryResult.CONSISTENT,
    "check_of_others_owed": attrgetter("check_of_others_owed"),
    "word_to_others_owed": attrgetter("word_to_others_owed"),
    "impacts_waiting": attrgetter("impacts_waiting"),
    "authorities_owed": lambda facts: frozenset(facts.authorities_owed),
    "carried": attrgetter("carried"),
    "emergency_kind": attrgetter("emergency_kind"),
    "reporting_party": attrgetter("reporting_party"),
    "immediate": attrgetter("opening.immediate"),
    "requester_kind": attrgetter("opening.requester.kind"),
    "provider_kind": attrgetter("opening.provider.kind"),
    "anything": _anything,
}
"""Each aspect of a case that a judgement can depend on; times and versions are none.

An aspect is as coarse as the guards: of the cause they ask whose doing it was, whether the
information was right, and whether the response will be prompt.
"""

OWED = (
    "check_of_others_owed",
    "word_to_others_owed",
    "impacts_waiting",
    "authorities_owed",
    "carried",
)
"""The aspects that a complete case has none of."""

_PARTY_KINDS = frozenset({"requester_kind", "provider_kind"})
_LASTING = frozenset({"immediate", *_PARTY_KINDS, *TRACKS})
"""What no record writes: the opening settles it for good, or the move of a track."""

_ROUND = (
    "self_check_delay_stated",
    "cause_delay_stated",
    "delay_told",
    "causing_party",
    "information_right",
    "prompt_response",
    "outage",
    "reinquiry_consistent",
)

READ_BY_GUARD: Mapping[str, frozenset[str]] = {
    name: frozenset(aspects)
    for name, aspects in {
        "source_named": (),
        "information_was_not_provided": ("kind",),
        "inquiry_complete": ("inquiry",),
        "inquiry_unchanged": ("inquiry",),
        "faq_not_skipped": (),
        "faq_checked": (),
        "finding_fits_kind": ("kind",),
        "causing_party_fits_finding": (),
        "provider_not_named_by_requester": (),
        "done_by_causing_party": ("causing_party",),
        "both_parties_agreed": (),
        "self_check_delay_stated": ("self_check_delay_stated",),
        "self_check_delay_not_stated_yet": ("self_check_delay_stated",),
        "provider_is_not_the_cause": ("causing_party",),
        "requester_is_not_the_cause": ("causing_party",),
        "cause_delay_stated": ("cause_delay_stated",),
        "cause_delay_not_stated_yet": ("cause_delay_stated",),
        "delay_told_to_requester": ("delay_told",),
        "delay_not_told_yet": ("delay_told",),
        "check_of_others_owed": ("check_of_others_owed",),
        "word_to_others_owed": ("word_to_others_owed",),
        "operator_relays_used": tuple(_PARTY_KINDS),
        "ministry_relays_used": tuple(_PARTY_KINDS),
        "no_impact_waits": ("impacts_waiting",),
        "impact_waits": ("impacts_waiting",),
        "opened_as_immediate": ("immediate",),
        "information_confirmed": ("reinquiry_consistent", "information_right"),
        "outage_known": ("outage",),
        "documents_used": ("processing",),
        "linked_information_used": ("processing",),
        "cause_with_a_party": ("causing_party",),
        "cause_with_neither_party": ("causing_party",),
        "response_awaited": ("prompt_response", "investigation"),
        "response_not_awaited": ("prompt_response", "investigation"),
        "done_by_reporting_party": ("reporting_party",),
        "carried_report_owed": ("carried",),
        "form_fits_emergency": ("emergency_kind",),
        "authority_owed_word": ("authorities_owed",),
    }.items()
}
"""The aspects that each guard reads; the guards that look up who must report are not here."""

_ASK_WHO_REPORTS = frozenset({"report_required", "report_not_required", "report_determined"})
"""The guards and the record that read whatever an edition's rows on who must report read."""


@frozen
class Effect:
    """What a record does: the aspects it writes, each from these fields of the event.

    `reads` are the aspects that what it writes depends on.  `discharges` is an aspect of `OWED`
    of which it takes one thing away, never more.
    """

    writes: Mapping[str, tuple[str, ...]]
    reads: frozenset[str] = _NOTHING
    discharges: str | None = None


EFFECTS: Mapping[str, Effect] = {
    "new_round": Effect(dict.fromkeys(_ROUND, ())),
    "outage": Effect({"outage": ()}),
    "no_outage": Effect({"outage": ()}),
    "kind_discrepancy": Effect({"kind": ()}),
    "kind_not_provided": Effect({"kind": ()}),
    "self_check_delay": Effect({"self_check_delay_stated": ()}),
    "inquiry_completed": Effect({"inquiry": ("inquiry",)}, frozenset({"inquiry"})),
    "cause": Effect(
        {
            "causing_party": ("causing_party",),
            "information_right": ("finding",),
            "prompt_response": ("prompt_response_expected",),
        }
    ),
    "cause_delay": Effect({"cause_delay_stated": ()}),
    "delay_told": Effect({"delay_told": ()}),
    "reinquiry_result": Effect({"reinquiry_consistent": ("result",)}),
    "other_requesters_check_owed": Effect({"check_of_others_owed": ()}),
    "other_requesters_checked": Effect(
        {"check_of_others_owed": (), "word_to_others_owed": ("affected",)},
        frozenset({"word_to_others_owed"}),
        discharges="check_of_others_owed",
    ),
    "other_requesters_told": Effect({"word_to_others_owed": ()}, discharges="word_to_others_owed"),
    "wider_impact": Effect({"impacts_waiting": ()}, frozenset({"impacts_waiting"})),
    "wider_impact_passed_on": Effect(
        {"impacts_waiting": ()}, frozenset({"impacts_waiting"}), discharges="impacts_waiting"
    ),
    "report_determined": Effect({"reporting_party": ()}, frozenset({"causing_party"})),
    "report_undetermined": Effect({"reporting_party": ()}),
    "report_carried": Effect({"carried": ()}, frozenset({"carried", "reporting_party"})),
    "carried_report_given": Effect({"carried": ()}, frozenset({"carried"}), discharges="carried"),
    "emergency": Effect(
        {"emergency_kind": ("kind",), "authorities_owed": ("kind",)},
        frozenset({"authorities_owed", *_PARTY_KINDS}),
    ),
    "authority_informed": Effect(
        {"authorities_owed": ("authority",)},
        frozenset({"authorities_owed"}),
        discharges="authorities_owed",
    ),
}
"""The effect of each record."""

_ALL = frozenset(ASPECTS)


def read_by_guard(edition: Edition, name: str) -> frozenset[str]:
    """Return the aspects that a guard reads."""
    if name in _ASK_WHO_REPORTS:
        return _read_by_reports(edition)
    return READ_BY_GUARD.get(name, _ALL)


def effect_of(edition: Edition, name: str, fields: tuple[str, ...]) -> Effect:
    """Return the effect of a record on events with these fields."""
    effect = EFFECTS.get(name)
    if effect is None:
        return Effect(dict.fromkeys(_ALL - _LASTING, fields), _ALL)
    if name in _ASK_WHO_REPORTS:
        return Effect(effect.writes, effect.reads | _read_by_reports(edition))
    return effect


def read_by(edition: Edition, way: Way) -> frozenset[str]:
    """Return the aspects on which it depends whether a way takes an event."""
    return frozenset({way.track, *(track for track, _ in way.during)}).union(
        *(read_by_guard(edition, guard) for guard in way.guards)
    )


def _read_by_reports(edition: Edition) -> frozenset[str]:
    return frozenset({"kind"}).union(
        *(read_by_guard(edition, guard) for row in edition.reports for guard in row.guards)
    )
