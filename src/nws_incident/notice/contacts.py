"""The shape of an edition's contacts: for what, to whom, through whom and by which channel."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from nws_incident.terms import ConsultationTarget, Modality, PartyKind, Purpose, Relay
from nws_incident.text import Text


@frozen
class Phone:
    """A number that is called, and whose it is."""

    number: str
    desk: Text


@frozen
class Instruction:
    """Something that is done first, or never, whoever is written to.

    A slot ``${category}`` in `text` stands for the path of `category` on the sharing site.
    """

    id: str
    text: Text
    clauses: tuple[str, ...]
    category: str | None = None


@frozen
class RemarkRow:
    """What is to be minded about a relay where one of some channels is used."""

    id: str
    channels: tuple[str, ...]
    text: Text


@frozen
class RelayRow:
    """A body that word goes through, in its turn; without `needed_by`, for every sender."""

    id: str
    does: Text
    clauses: tuple[str, ...]
    needed_by: tuple[PartyKind, ...] = ()
    remark: tuple[RemarkRow, ...] = ()

    def is_needed_by(self, sender: PartyKind) -> bool:
        """Tell whether a sender of this kind goes through the body."""
        return not self.needed_by or sender in self.needed_by


@frozen
class ChannelRow:
    """A channel that may be used, and what is to be minded about it."""

    id: str
    remark: Text | None = None


@frozen
class FormRow:
    """A form, how binding its use is, and the channels it goes with (none named: all)."""

    id: str
    modality: Modality
    channels: tuple[str, ...] = ()


@frozen
class RouteRow:
    """The way to a body for a purpose, as it stands in data.

    `contact_known` is stated where the way depends on it.  `target` makes the row's relays those
    that the guards of consulting demand.  `emergency_form` says how binding the form is that the
    kind of the emergency asks for.  Channels stand preferred first, or `in_turn`, one after the
    other.
    """

    id: str
    purpose: Purpose
    to: str
    channel: tuple[ChannelRow, ...]
    clauses: tuple[str, ...]
    contact_known: bool | None = None
    target: ConsultationTarget | None = None
    relay: tuple[RelayRow, ...] = ()
    in_turn: bool = False
    category: str | None = None
    form: tuple[FormRow, ...] = ()
    emergency_form: Modality | None = None
    must_contain: tuple[str, ...] = ()
    do_first: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    phone: Phone | None = None


@frozen
class Contacts:
    """The contacts of one edition, checked, with every table by its key.

    `channels` and `forms` have the labels of those besides the words that events use.
    """

    routes: tuple[RouteRow, ...]
    bodies: Mapping[str, Text]
    categories: Mapping[str, Text]
    channels: Mapping[str, Text]
    forms: Mapping[str, Text]
    instructions: Mapping[str, Instruction]


def relays_by_kind(route: RouteRow) -> dict[PartyKind, tuple[Relay, ...]]:
    """Return, for each kind of sender, the relays of a route that an event names in `via`."""
    words = frozenset(Relay)
    return {
        kind: tuple(
            Relay(relay.id)
            for relay in route.relay
            if relay.id in words and relay.is_needed_by(kind)
        )
        for kind in PartyKind
    }
