"""Contacts: through whom, how and on which form a body turns to another (3, 4, 5)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from nws_incident.editions import load_edition
from nws_incident.errors import ROOT, InvalidArgument
from nws_incident.fields import Fault, one_of
from nws_incident.letters.routes import (
    Instruction,
    Labelled,
    RelayRemark,
    RelayStep,
    Route,
    RouteChannel,
    RouteForm,
)
from nws_incident.terms import EmergencyKind, PartyKind, Purpose

if TYPE_CHECKING:
    from nws_incident.notice.contacts import RelayRow, RouteRow
    from nws_incident.notice.edition import Edition
    from nws_incident.text import Text

_Word = TypeVar("_Word", bound=StrEnum)


def route(
    purpose: Purpose | str,
    *,
    sender: PartyKind | str,
    contact_known: bool | None = None,
    kind: EmergencyKind | str | None = None,
    edition: Edition | None = None,
) -> Route:
    """Return the way for a purpose, for a sender of a kind (3, 4, 5).

    `contact_known` says whether the desk in charge is known, and `kind` of what kind the emergency
    is; where the way does not depend on it, either makes no difference.  Raises `InvalidArgument`
    for a word that there is not, and where one of the two is needed and not given.
    """
    edition = load_edition() if edition is None else edition
    wanted = as_word("purpose", purpose, Purpose)
    party_kind = as_word("sender", sender, PartyKind)
    stated = None if kind is None else as_word("kind", kind, EmergencyKind)
    row = _row(edition, wanted, contact_known)
    emergency = None if row.emergency_form is None else _needed_kind(edition, row, stated)
    relays = tuple(relay for relay in row.relay if relay.is_needed_by(party_kind))
    return Route(
        purpose=wanted,
        label=edition.label("purpose", wanted),
        addressee=edition.contacts.bodies[row.to],
        relays=tuple(_step(edition, relay) for relay in relays),
        channels=tuple(
            RouteChannel(channel.id, _channel(edition, channel.id), channel.remark)
            for channel in row.channel
        ),
        in_turn=row.in_turn,
        category=_category(edition, row.category),
        forms=_forms(edition, row, emergency),
        must_contain=tuple(Labelled(name, edition.fields[name]) for name in row.must_contain),
        do_first=_instructions(edition, row.do_first),
        must_not=_instructions(edition, row.must_not),
        phone=row.phone,
        authorities=_authorities(edition, emergency, party_kind),
        clauses=edition.in_order(
            (*row.clauses, *(number for relay in relays for number in relay.clauses))
        ),
    )


def as_word(name: str, value: str, words: type[_Word]) -> _Word:
    """Return an argument as the word it is, or raise `InvalidArgument` with what it may be."""
    try:
        return one_of(words)(value)
    except Fault as fault:
        problem = fault.problem(f"{ROOT}.{name}")
    raise InvalidArgument([problem])


def _row(edition: Edition, purpose: Purpose, contact_known: object) -> RouteRow:
    rows = {row.contact_known: row for row in edition.contacts.routes if row.purpose is purpose}
    if None in rows:
        return rows[None]
    path = f"{ROOT}.contact_known"
    if contact_known is None:
        purpose_label = edition.label("purpose", purpose)
        raise InvalidArgument.at(path, "route_contact_known", purpose=purpose_label)
    if not isinstance(contact_known, bool):
        raise InvalidArgument.at(path, "expected_flag")
    return rows[contact_known]


def _needed_kind(edition: Edition, row: RouteRow, kind: EmergencyKind | None) -> EmergencyKind:
    if kind is None:
        raise InvalidArgument.at(
            f"{ROOT}.kind",
            "route_kind",
            purpose=edition.label("purpose", row.purpose),
            allowed=", ".join(EmergencyKind),
        )
    return kind


def _step(edition: Edition, relay: RelayRow) -> RelayStep:
    return RelayStep(
        relay.id,
        edition.contacts.bodies[relay.id],
        relay.does,
        tuple(RelayRemark(remark.channels, remark.text) for remark in relay.remark),
    )


def _channel(edition: Edition, name: str) -> Text:
    return edition.vocabularies["channel"].get(name) or edition.contacts.channels[name]


def form_label(edition: Edition, name: str) -> Text:
    """Return the label of a form, whether events have a word for it or not."""
    return edition.vocabularies["form"].get(name) or edition.contacts.forms[name]


def _forms(
    edition: Edition, row: RouteRow, emergency: EmergencyKind | None
) -> tuple[RouteForm, ...]:
    every = tuple(channel.id for channel in row.channel)
    stated = [(form.id, form.modality, form.channels or every) for form in row.form]
    if emergency is not None and row.emergency_form is not None:
        # The form is posted; whatever comes before it in turn is the first word.
        stated.append((edition.emergencies[emergency].form, row.emergency_form, every[-1:]))
    return tuple(
        RouteForm(name, form_label(edition, name), modality, channels)
        for name, modality, channels in stated
    )


def _category(edition: Edition, name: str | None) -> Labelled | None:
    return None if name is None else Labelled(name, edition.contacts.categories[name])


def _instructions(edition: Edition, names: tuple[str, ...]) -> tuple[Instruction, ...]:
    found = []
    for name in names:
        one = edition.contacts.instructions[name]
        slots = {"category": edition.contacts.categories[one.category]} if one.category else {}
        found.append(Instruction(name, one.text.fill(**slots), one.clauses))
    return tuple(found)


def _authorities(
    edition: Edition, emergency: EmergencyKind | None, sender: PartyKind
) -> tuple[Labelled, ...]:
    if emergency is None:
        return ()
    row = edition.emergencies[emergency]
    if row.authority is None or sender not in row.owed_by:
        return ()
    return (Labelled(row.authority, edition.label("authority", row.authority)),)
