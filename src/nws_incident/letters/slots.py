"""The words that fill a draft: what the case says, by the slot's name.

A slot that the case cannot fill yet returns nothing, and the draft shows a gap.  Remarks
(`note`) are an office's own and never go into a message.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from nws_incident.events import (
    CauseDelayed,
    EmergencyDeclared,
    EmergencyPhoned,
    OtherRequestersChecked,
    OtherRequestersNotified,
    ProviderContacted,
    RegisteredCopyCorrected,
    SelfCheckInconclusive,
    WiderImpactExpected,
)
from nws_incident.fields import is_blank
from nws_incident.letters.writing import Letter, Value, latest_of_round
from nws_incident.organization import prefecture_of
from nws_incident.terms import CaseKind, FindingKind, Relay, Role

if TYPE_CHECKING:
    from nws_incident.events import Event, Party
    from nws_incident.facts import Facts
    from nws_incident.text import Text

_Slot = TypeVar("_Slot", bound=Callable[[Letter], Value])

SLOTS: dict[str, Callable[[Letter], Value]] = {}
"""Every slot that the library fills, by its name."""

PHRASES: dict[str, tuple[str, ...]] = {
    "gap": ("missing",),
    "matter": tuple(CaseKind),
    "occasion": tuple(CaseKind),
    "delay": tuple(CaseKind),
    "recipient_desk": ("window",),
    "request_to": ("window", "desk"),
    "investigation": (Role.REQUESTER, Role.PROVIDER),
    "charge": (Role.REQUESTER, Role.PROVIDER),
    "next_step": ("reinquire", "documents_used"),
}
"""The parts of sentences that an edition brings, and the words that decide among them."""


CERTAIN: set[str] = set()
"""The slots that any opened case fills."""

OF_ROUTE = {
    "addressee": "to",
    "category": "category",
    "service_desk": "phone",
    "service_phone": "phone",
    "emergency": "emergency_form",
    "emergency_form": "emergency_form",
    "declared_at": "emergency_form",
}
"""The slots that a route fills, each with what its row must have for that."""


def _slot(function: _Slot) -> _Slot:
    SLOTS[function.__name__.removeprefix("_")] = function
    return function


def _certain(function: _Slot) -> _Slot:
    CERTAIN.add(function.__name__.removeprefix("_"))
    return _slot(function)


def _of_phrase(slot: str, word: Callable[[Letter], str]) -> None:
    CERTAIN.add(slot)
    SLOTS[slot] = lambda letter: letter.phrase(slot, word(letter))


_of_phrase("matter", lambda letter: letter.facts.kind)
_of_phrase("occasion", lambda letter: letter.facts.kind)
_of_phrase("delay", lambda letter: letter.facts.kind)
_of_phrase("request_to", lambda letter: "desk" if letter.is_direct else "window")
_of_phrase("investigation", lambda letter: letter.author)
_of_phrase("charge", lambda letter: letter.author)
_of_phrase("next_step", lambda letter: _next_step(letter.facts))


def _next_step(facts: Facts) -> str:
    return "documents_used" if facts.processing == "on_attached_documents" else "reinquire"


# Who writes to whom, and which way.


@_certain
def _sender(letter: Letter) -> Value:
    return (letter.sender.name,)


@_certain
def _partner(letter: Letter) -> Value:
    return (letter.partner.name,)


@_certain
def _requester(letter: Letter) -> Value:
    return (letter.facts.opening.requester.name,)


@_certain
def _provider(letter: Letter) -> Value:
    return (letter.facts.opening.provider.name,)


@_slot
def _recipient_desk(letter: Letter) -> Value:
    return () if letter.is_direct else letter.phrase("recipient_desk", "window")


@_certain
def _notice(letter: Letter) -> Value:
    return (letter.edition.about.number,)


@_slot
def _addressee(letter: Letter) -> Value:
    return () if letter.route is None else (letter.route.addressee,)


@_slot
def _through(letter: Letter) -> Value:
    steps = () if letter.route is None else letter.route.relays
    own = _prefecture_of(letter.sender)
    return tuple(own if step.id == Relay.PREFECTURE and own else step.label for step in steps)


def _prefecture_of(party: Party) -> str | None:
    if is_blank(party.prefecture):
        return None if party.code is None else prefecture_of(party.code)
    return party.prefecture


@_slot
def _form(letter: Letter) -> Value:
    return _if_given(letter.form)


@_slot
def _category(letter: Letter) -> Value:
    category = None if letter.route is None else letter.route.category
    return () if category is None else (category.label,)


@_slot
def _service_desk(letter: Letter) -> Value:
    phone = None if letter.route is None else letter.route.phone
    return () if phone is None else (phone.desk,)


@_slot
def _service_phone(letter: Letter) -> Value:
    phone = None if letter.route is None else letter.route.phone
    return () if phone is None else (phone.number,)


# The inquiry.


def _particular(name: str) -> Callable[[Letter], Value]:
    return lambda letter: _if_given(getattr(letter.facts.inquiry, name))


SLOTS |= {
    name: _particular(name)
    for name in ("summary", "affair", "procedure", "information", "processing_number", "request")
}


@_slot
def _occurred_at(letter: Letter) -> Value:
    return letter.moment(letter.facts.inquiry.occurred_at)


@_slot
def _error_code(letter: Letter) -> Value:
    return _if_given(getattr(letter.facts.opening, "error_code", None))


# What happened since.


def _time_of_latest(letter: Letter, kind: type[Event]) -> Value:
    return letter.time_of(latest_of_round(letter.facts, letter.events, kind))


@_slot
def _self_checked_at(letter: Letter) -> Value:
    return _time_of_latest(letter, SelfCheckInconclusive)


@_slot
def _contacted_at(letter: Letter) -> Value:
    return _time_of_latest(letter, ProviderContacted)


@_slot
def _delayed_at(letter: Letter) -> Value:
    return _time_of_latest(letter, CauseDelayed)


@_slot
def _cause(letter: Letter) -> Value:
    cause = letter.facts.cause
    is_wrong = cause is not None and cause.finding is FindingKind.INFORMATION_WRONG
    return (cause.detail,) if cause is not None and is_wrong else ()


@_slot
def _corrected_at(letter: Letter) -> Value:
    return _time_of_latest(letter, RegisteredCopyCorrected)


@_slot
def _others(letter: Letter) -> Value:
    """Return those to whom word is owed, or went last."""
    owed: list[str] = []
    told: list[str] = []
    for event in letter.events:
        if isinstance(event, OtherRequestersChecked):
            owed += event.affected
        elif isinstance(event, OtherRequestersNotified):
            owed, told = [], owed
    return tuple(dict.fromkeys(owed or told))


@_slot
def _impact_expected_at(letter: Letter) -> Value:
    expected = [
        event
        for event in letter.events
        if isinstance(event, WiderImpactExpected) and event.by is letter.author
    ]
    return letter.time_of(expected[-1] if expected else None)


# The emergency.


@_slot
def _emergency(letter: Letter) -> Value:
    kind = letter.facts.emergency_kind
    return () if kind is None else (letter.edition.label("emergency_kind", kind),)


@_slot
def _emergency_form(letter: Letter) -> Value:
    forms = () if letter.route is None else letter.route.forms
    return tuple(form.label for form in forms)


@_slot
def _declared_at(letter: Letter) -> Value:
    declared = [event for event in letter.events if isinstance(event, EmergencyDeclared)]
    return letter.time_of(declared[-1] if declared else None)


@_slot
def _phoned_at(letter: Letter) -> Value:
    """Return the first call since the latest emergency was declared."""
    call = None
    for event in letter.events:
        if isinstance(event, EmergencyDeclared):
            call = None
        elif isinstance(event, EmergencyPhoned) and call is None:
            call = event
    return letter.time_of(call)


@_slot
def _authority(letter: Letter) -> Value:
    authorities = () if letter.route is None else letter.route.authorities
    return tuple(authority.label for authority in authorities)


def _if_given(value: Text | str | None) -> Value:
    return () if value is None or is_blank(value) else (value,)
