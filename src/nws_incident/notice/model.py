"""The shape of an edition's TOML files: frozen classes that mirror them, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs
from attrs import frozen

from nws_incident.notice.contacts import Instruction, RouteRow
from nws_incident.notice.drafts import DraftRow
from nws_incident.notice.form import (
    ChoiceList,
    FormCondition,
    FormField,
    FormGroup,
    OperatorField,
)
from nws_incident.notice.obligations import DutyRow, ExemptionRow, PermissionRow
from nws_incident.notice.properties import PropertyRow
from nws_incident.notice.sheet import SheetPage, SheetRow, SheetStyle, SheetWording
from nws_incident.terms import (
    Authority,
    CaseKind,
    CausingParty,
    EmergencyKind,
    FindingKind,
    Form,
    PartyKind,
    Role,
)
from nws_incident.text import Text

ANY_STATE = "*"
"""Stands in `from` for every state of the track."""

ANY_EVENT = "*"
"""Stands in `event` of a rule of the library for every type of event."""

Value = str | bool
"""A value that a field of an event can have in `when`."""


class Force(StrEnum):
    """What a sentence of a clause does: command, ask for care, permit, exempt, or merely tell."""

    COMMAND = "command"
    CARE = "care"
    PERMISSION = "permission"
    EXEMPTION = "exemption"
    INFORMATION = "information"


class Reporter(StrEnum):
    """Who reports: the causing party, or the requester whoever caused it."""

    CAUSING_PARTY = "causing_party"
    REQUESTER = "requester"


@frozen
class About:
    """Which notice an edition puts into data.

    An edition that an overlay makes names the edition it changes in `base`, and says in `note`
    what it is.
    """

    id: str
    languages: tuple[str, ...]
    number: Text
    dated: str
    issued_by: Text
    title: Text
    nature: Text
    base: str | None = None
    note: Text | None = None


@frozen
class Clause:
    """A clause of the notice: its own number, what it does, and one line of meaning.

    `force` says what its sentences do, in their order: one number may command and permit.
    """

    number: str
    force: tuple[Force, ...]
    meaning: Text


@frozen
class State:
    """A state of a track."""

    id: str
    label: Text


@frozen
class Track:
    """One of the tracks that run side by side, with its states in the order of the notice.

    `initial` is the state at the opening where the opening itself does not name one.
    """

    id: str
    label: Text
    initial: str
    state: tuple[State, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The names of the states."""
        return tuple(state.id for state in self.state)


@frozen
class Opening:
    """How an event opens a case: its kind and where its investigation starts."""

    id: str
    event: str
    by: tuple[Role, ...]
    kind: CaseKind
    investigation: str
    clauses: tuple[str, ...]
    means: Text


@frozen
class General:
    """What is asked of every event, whatever its type."""

    id: str
    guard: str
    clauses: tuple[str, ...]
    means: Text


@frozen
class Branch:
    """One way through a rule, as it stands in data: what it leaves out, the rule says."""

    event: str | None = None
    by: tuple[Role, ...] | None = None
    from_: tuple[str, ...] | None = None
    when: Mapping[str, tuple[Value, ...]] | None = None
    during: Mapping[str, tuple[str, ...]] | None = None
    guards: tuple[str, ...] | None = None
    to: str | None = None
    records: tuple[str, ...] | None = None
    rides_on: tuple[str, ...] | None = None
    clauses: tuple[str, ...] | None = None


@frozen
class Rule:
    """A rule of the procedure, as it stands in data; its branches are alternatives."""

    id: str
    track: str
    clauses: tuple[str, ...]
    means: Text
    event: str | None = None
    by: tuple[Role, ...] | None = None
    from_: tuple[str, ...] | None = None
    when: Mapping[str, tuple[Value, ...]] | None = None
    during: Mapping[str, tuple[str, ...]] | None = None
    guards: tuple[str, ...] | None = None
    to: str | None = None
    records: tuple[str, ...] | None = None
    rides_on: tuple[str, ...] | None = None
    advises: tuple[str, ...] = ()
    branch: tuple[Branch, ...] = ()


@frozen
class Way:
    """One way through a rule with everything said: what the machines are built from.

    `source` is the tuple of states it leaves from; `to` is `None` where the track stays;
    `rides_on` names the rules one of which must accept the event (none: it accepts by itself).
    """

    rule: str
    track: str
    event: str
    by: frozenset[Role]
    source: tuple[str, ...]
    when: tuple[tuple[str, frozenset[Value]], ...]
    during: tuple[tuple[str, tuple[str, ...]], ...]
    guards: tuple[str, ...]
    to: str | None
    records: tuple[str, ...]
    rides_on: frozenset[str]
    clauses: tuple[str, ...]
    advises: tuple[str, ...]


@frozen
class Guard:
    """What a guard demands, what is the case where it fails, and what to do then.

    `clauses` are what it rests on besides the clauses of the rule that names it.  `never_refuses`
    gives the reason why no case can come to where it fails, of a guard that is there all the same.
    """

    name: str
    demands: Text
    otherwise: Text
    remedy: Text
    clauses: tuple[str, ...] = ()
    never_refuses: Text | None = None


@frozen
class Finding:
    """What a finding goes with: the kinds of case and the causing parties."""

    id: FindingKind
    kinds: tuple[CaseKind, ...]
    causing_parties: tuple[CausingParty, ...]


@frozen
class Emergency:
    """What a kind of emergency asks for: a form, and word to an authority.

    The authority is owed word where the party that declares is of a kind in `owed_by`.
    """

    kind: EmergencyKind
    form: Form
    clauses: tuple[str, ...]
    authority: Authority | None = None
    owed_by: tuple[PartyKind, ...] = ()


@frozen
class ReportGround:
    """Who must report, on which facts; no `party` means that no report is needed."""

    id: str
    kind: CaseKind
    guards: tuple[str, ...]
    clauses: tuple[str, ...]
    means: Text
    party: Reporter | None = None


@frozen
class Reading:
    """A choice where the notice is silent: on which rules it bears, what it is, and why."""

    id: str
    on: tuple[str, ...]
    text: Text
    why: Text


@frozen
class LibraryRule:
    """A rule of this library, not of the notice: it rests on no clause and moves no track.

    `event` is the type it judges, or ``*`` where it is asked of every type.
    """

    id: str
    event: str
    guards: tuple[str, ...]
    means: Text
    by: tuple[Role, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it rests on: none, since the notice says nothing of it."""
        return ()


@frozen
class Assumption:
    """What a way ahead takes for granted: an event that states how matters turned out.

    `weight` says how much is assumed, where ways with as many steps are compared.
    """

    event: str
    weight: int
    when: Mapping[str, tuple[Value, ...]] = attrs.field(factory=dict)


@frozen
class Part:
    """What one file of an edition holds: any of the tables."""

    edition: About | None = None
    clause: tuple[Clause, ...] = ()
    track: tuple[Track, ...] = ()
    opening: tuple[Opening, ...] = ()
    general: tuple[General, ...] = ()
    rule: tuple[Rule, ...] = ()
    report: tuple[ReportGround, ...] = ()
    guard: tuple[Guard, ...] = ()
    finding: tuple[Finding, ...] = ()
    route: tuple[RouteRow, ...] = ()
    instruction: tuple[Instruction, ...] = ()
    draft: tuple[DraftRow, ...] = ()
    emergency: tuple[Emergency, ...] = ()
    reading: tuple[Reading, ...] = ()
    duty: tuple[DutyRow, ...] = ()
    permission: tuple[PermissionRow, ...] = ()
    exemption: tuple[ExemptionRow, ...] = ()
    library: tuple[LibraryRule, ...] = ()
    assumption: tuple[Assumption, ...] = ()
    property: tuple[PropertyRow, ...] = ()
    form_group: tuple[FormGroup, ...] = ()
    form_field: tuple[FormField, ...] = ()
    form_condition: tuple[FormCondition, ...] = ()
    form_choices: tuple[ChoiceList, ...] = ()
    form_operator_field: tuple[OperatorField, ...] = ()
    sheet_page: tuple[SheetPage, ...] = ()
    sheet_style: tuple[SheetStyle, ...] = ()
    sheet_wording: tuple[SheetWording, ...] = ()
    sheet_row: tuple[SheetRow, ...] = ()
    vocabulary: Mapping[str, Mapping[str, Text]] = attrs.field(factory=dict)
    event: Mapping[str, Text] = attrs.field(factory=dict)
    field: Mapping[str, Text] = attrs.field(factory=dict)
    force: Mapping[str, Text] = attrs.field(factory=dict)
    message: Mapping[str, Text] = attrs.field(factory=dict)
    body: Mapping[str, Text] = attrs.field(factory=dict)
    category: Mapping[str, Text] = attrs.field(factory=dict)
    channel: Mapping[str, Text] = attrs.field(factory=dict)
    form: Mapping[str, Text] = attrs.field(factory=dict)
    blank: Mapping[str, Text] = attrs.field(factory=dict)
    phrase: Mapping[str, Mapping[str, Text]] = attrs.field(factory=dict)
