"""What a case shows of its facts: frozen views, made when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.events import CauseIdentified
from nws_incident.terms import Authority, ReinquiryResult, Role

if TYPE_CHECKING:
    from nws_incident.facts import Facts

_REQUIRED = {"undetermined": None, "not_required": False}


@frozen
class Tracks:
    """The state of each of the four tracks; `None` before the opening."""

    investigation: str | None = None
    processing: str | None = None
    reporting: str | None = None
    emergency: str | None = None


@frozen
class Round:
    """What is known in a round: since the opening, an announced outage, or a failed re-inquiry.

    `outage` says whether an outage hits many agencies (`None`: nobody looked yet).
    """

    self_check_delay_stated: bool = False
    cause_delay_stated: bool = False
    delay_told: bool = False
    cause: CauseIdentified | None = None
    outage: bool | None = None
    last_reinquiry: ReinquiryResult | None = None


@frozen
class Owed:
    """What stays owed from round to round, until it is given.

    `impacts_waiting` names the parties that expect wider impact and have not told the ministry;
    `authorities` maps each authority that is owed word to the party that declared.
    """

    check_of_others: bool = False
    word_to_others: bool = False
    impacts_waiting: tuple[Role, ...] = ()
    authorities: Mapping[Authority, Role] = field(factory=dict)


@frozen
class Report:
    """Whether an outcome report is required (`None`: open), by whom, and by which clauses.

    `carried` names the parties whose report of an earlier round is still owed.
    """

    required: bool | None = None
    by: Role | None = None
    carried: tuple[Role, ...] = ()
    clauses: tuple[str, ...] = ()


def tracks_of(facts: Facts) -> Tracks:
    """Return the view of the tracks."""
    return Tracks(facts.investigation, facts.processing, facts.reporting, facts.emergency)


def round_of(facts: Facts) -> Round:
    """Return the view of the present round."""
    return Round(
        facts.self_check_delay_stated,
        facts.cause_delay_stated,
        facts.delay_told,
        facts.cause,
        facts.outage,
        facts.last_reinquiry,
    )


def owed_of(facts: Facts) -> Owed:
    """Return the view of what stays owed."""
    return Owed(
        facts.check_of_others_owed,
        facts.word_to_others_owed,
        tuple(sorted(facts.impacts_waiting)),
        dict(facts.authorities_owed),
    )


def report_of(facts: Facts) -> Report:
    """Return the view of the outcome report."""
    ground = facts.report_ground
    return Report(
        required=_REQUIRED.get(facts.reporting, True),
        by=facts.reporting_party,
        carried=tuple(sorted(facts.carried)),
        clauses=() if ground is None else ground.clauses,
    )
