"""A plain breadth-first search over the procedure, to hold the way on against.

It knows no bound, no cone and no order: it tries every event with every value on every case it
comes to, and tells two cases apart by all their facts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import nws_incident as nws
from nws_incident.events import CLASS_BY_TYPE
from nws_incident.events.particulars import PARTICULARS
from nws_incident.judging import procedure_of

if TYPE_CHECKING:
    from nws_incident.facts import Facts

EDITION = nws.load_edition()
AT = datetime(2020, 1, 1, tzinfo=UTC)
VIAS = ((), (nws.Relay.PREFECTURE,), (nws.Relay.J_LIS,), tuple(nws.Relay))
VALUES: dict[str, dict[str, tuple[Any, ...]]] = {
    "edition_changed": {"to": (EDITION.id,)},
    "outage_checked": {
        "multi_agency": (True, False),
        "sources": ((), (nws.OutageSource.SUPPORT_SITE,)),
    },
    "provider_contacted": {"channel": (nws.Channel.PHONE,), "contact_known": (True,)},
    "cause_identified": {
        "causing_party": tuple(nws.CausingParty),
        "factor": (nws.Factor.OTHER,),
        "detail": ("x",),
        "finding": tuple(nws.FindingKind),
        "prompt_response_expected": (True, False),
    },
    "reinquiry_made": {"result": tuple(nws.ReinquiryResult), "coordinated": (True, False)},
    "other_requesters_checked": {"affected": ((), ("x",))},
    "consulted": {
        "target": tuple(nws.ConsultationTarget),
        "via": VIAS,
        "faq_checked": (True, False),
        "question": ("x",),
    },
    "ministry_notified": {"via": VIAS},
    "processed_on_attached_documents": {"ground": tuple(nws.Ground)},
    "outcome_report_shared": {"with_case": ("x",)},
    "emergency_declared": {"kind": tuple(nws.EmergencyKind)},
    "emergency_form_posted": {"form": tuple(nws.Form)},
    "authority_informed": {"authority": tuple(nws.Authority)},
}
FORGOTTEN = ("edition", "opening", "version", "last_at", "cause")


@cache
def every_event() -> tuple[nws.Event, ...]:
    """Return an event of every type but the openings, by every role, with every value."""
    return tuple(
        CLASS_BY_TYPE[type_](at=AT, by=role, **dict(zip(fields, values, strict=True)))
        for type_ in EDITION.events
        if type_ not in EDITION.openings
        for fields in (VALUES.get(type_, {}),)
        for role in nws.Role
        for values in product(*fields.values())
    )


def events_for(facts: Facts) -> tuple[nws.Event, ...]:
    """Return every event, and a contact that fills exactly what the inquiry left blank."""
    blanks = [name for name in PARTICULARS if not str(getattr(facts.inquiry, name) or "").strip()]
    filled: dict[str, Any] = {name: AT if name == "occurred_at" else "x" for name in blanks}
    contact = nws.ProviderContacted(
        at=AT, channel=nws.Channel.PHONE, contact_known=True, inquiry=nws.Inquiry(**filled)
    )
    return (*every_event(), contact)


def told_apart(facts: Facts) -> tuple[Any, ...]:
    """Return all facts but times and versions; of the cause only what was found."""
    cause = facts.cause
    return (
        *(
            str(getattr(facts, name))
            for name in type(facts).__slots__
            if name not in FORGOTTEN and not name.endswith("_since")
        ),
        cause and (cause.finding, cause.causing_party, cause.prompt_response_expected),
    )


def distances(start: Facts, depth: int) -> dict[str, int]:
    """Return how many events each type, and `complete`, is away: at most `depth`."""
    procedure = procedure_of(EDITION)
    found: dict[str, int] = {}
    seen = {told_apart(start)}
    layer = [start]
    for steps in range(depth + 1):
        following = []
        for facts in layer:
            if facts.is_complete:
                found.setdefault(nws.COMPLETE, steps)
            for event in events_for(facts):
                if not procedure.accepts(facts, event):
                    continue
                found.setdefault(event.type, steps)
                if steps == depth:
                    continue
                after = facts.copy()
                procedure.fold(after, event, procedure.judge(facts, event))
                key = told_apart(after)
                if key not in seen:
                    seen.add(key)
                    following.append(after)
        if not following:
            break
        layer = following
    return found
