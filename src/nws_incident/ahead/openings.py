"""How a way starts where there is no case yet: the openings that a target can tell apart."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from nws_incident.events import Inquiry, Party
from nws_incident.events.particulars import PARTICULARS
from nws_incident.probes import Probe, filled_inquiry, opening_probe
from nws_incident.terms import PartyKind

if TYPE_CHECKING:
    from nws_incident.notice.edition import Edition

_KIND_ASPECTS = {"requester": "requester_kind", "provider": "provider_kind"}
_SOME_NAME = "…"


def openings_over(
    edition: Edition, event_type: str, aspects: tuple[str, ...], inquiry: Inquiry | None
) -> tuple[Probe, ...]:
    """Return the openings of a type for every value that bears on `aspects`.

    In a probe's values a party stands by its kind.  Where a later event states an `inquiry`, the
    opening may state it before, with whatever that leaves blank.
    """
    choices: dict[str, tuple[Any, ...]] = {"by": edition.openings[event_type].by[:1]}
    for party, aspect in _KIND_ASPECTS.items():
        if aspect in aspects:
            choices[party] = tuple(PartyKind)
    if "immediate" in aspects:
        choices["immediate"] = (False, True)
    if inquiry is not None:
        choices["inquiry"] = ((), PARTICULARS)
    return tuple(
        _opening(event_type, dict(zip(choices, values, strict=True)), inquiry)
        for values in product(*choices.values())
    )


def _opening(event_type: str, values: dict[str, Any], inquiry: Inquiry | None) -> Probe:
    fields = dict(values)
    for party in _KIND_ASPECTS.keys() & values.keys():
        fields[party] = Party(name=_SOME_NAME, kind=values[party])
    if inquiry is not None:
        fields["inquiry"] = filled_inquiry(values["inquiry"], inquiry)
    return Probe(opening_probe(event_type, **fields).event, values)
