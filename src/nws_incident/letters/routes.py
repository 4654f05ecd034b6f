"""The way to a body, as it is shown: whom, through whom, how, on which form, and what to mind."""

from __future__ import annotations

from attrs import frozen

from nws_incident.notice.contacts import Phone
from nws_incident.terms import Modality, Purpose, Relay
from nws_incident.text import Text


@frozen
class Labelled:
    """A name for programs and its label for people.

    Where a closed list has a word for it, `id` equals that word.
    """

    id: str
    label: Text


@frozen
class Instruction(Labelled):
    """Something to be done first, or never, with the clauses that say so."""

    clauses: tuple[str, ...]


@frozen
class RouteChannel(Labelled):
    """A channel of a route, and what is to be minded about it, if anything is."""

    remark: Text | None


@frozen
class RouteForm(Labelled):
    """A form of a route: how binding its use is, and the channels it goes with."""

    modality: Modality
    channels: tuple[str, ...]


@frozen
class RelayRemark:
    """What is to be minded about a relay where one of `channels` is used."""

    channels: tuple[str, ...]
    text: Text


@frozen
class RelayStep(Labelled):
    """A body that word goes through: what it does, and what is to be minded about it."""

    does: Text
    remarks: tuple[RelayRemark, ...]


@frozen
class Route:
    """The way to a body for a purpose, for one kind of sender.

    `relays` are in order, and none where the sender writes straight to the `addressee`.
    `channels` stand preferred first, or are `in_turn`: all used, one after the other.
    `category` is the place on the sharing site.  `must_contain` names what the message states,
    by the fields of an inquiry; `do_first` and `must_not` what precedes it and what is kept out
    of it.  `authorities` are owed word besides (3).  `clauses` are what the way itself rests on.
    """

    purpose: Purpose
    label: Text
    addressee: Text
    relays: tuple[RelayStep, ...]
    channels: tuple[RouteChannel, ...]
    in_turn: bool
    category: Labelled | None
    forms: tuple[RouteForm, ...]
    must_contain: tuple[Labelled, ...]
    do_first: tuple[Instruction, ...]
    must_not: tuple[Instruction, ...]
    phone: Phone | None
    authorities: tuple[Labelled, ...]
    clauses: tuple[str, ...]

    @property
    def form_modality(self) -> Modality | None:
        """How binding the use of the forms is; nothing where there is no form."""
        return self.forms[0].modality if self.forms else None

    @property
    def via(self) -> tuple[Relay, ...]:
        """The relays that an event which follows this route names in `via`."""
        words = frozenset(Relay)
        return tuple(Relay(step.id) for step in self.relays if step.id in words)
