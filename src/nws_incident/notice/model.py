"""The shape of an edition: frozen classes that mirror its TOML files, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import attrs
from attrs import frozen

from nws_incident.notice.contacts import Contacts, Instruction, RouteRow
from nws_incident.notice.drafts import DraftRow, Drafts
from nws_incident.notice.form import (
    ChoiceList,
    FormCondition,
    FormField,
    FormGroup,
    OperatorField,
    ReportForm,
)
from nws_incident.notice.obligations import DutyRow, ExemptionRow, PermissionRow
from nws_incident.notice.sheet import ReportSheet, SheetPage, SheetRow, SheetStyle, SheetWording
from nws_incident.terms import (
    Authority,
    CaseKind,
    CausingParty,
    ConsultationTarget,
    EmergencyKind,
    FindingKind,
    Form,
    PartyKind,
    Relay,
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

    `clauses` are what it rests on besides the clauses of the rule that names it.
    """

    name: str
    demands: Text
    otherwise: Text
    remedy: Text
    clauses: tuple[str, ...] = ()


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


@frozen(eq=False, repr=False)
class Edition:
    """One edition of the notice, checked, with every table by its key.

    Compared by identity; a shipped edition is loaded once, so the same name is the same object.
    `relays` are those of the routes that have a target: by target, then by the sender's kind.
    `library` has the library's own rules by the type of event they judge.
    """

    about: About
    clauses: Mapping[str, Clause]
    tracks: Mapping[str, Track]
    openings: Mapping[str, Opening]
    generals: tuple[General, ...]
    rules: Mapping[str, Rule]
    ways: tuple[Way, ...]
    reports: tuple[ReportGround, ...]
    guards: Mapping[str, Guard]
    findings: Mapping[FindingKind, Finding]
    relays: Mapping[ConsultationTarget, Mapping[PartyKind, tuple[Relay, ...]]]
    emergencies: Mapping[EmergencyKind, Emergency]
    readings: tuple[Reading, ...]
    duties: Mapping[str, DutyRow]
    permissions: Mapping[str, PermissionRow]
    exemptions: Mapping[str, ExemptionRow]
    assumptions: tuple[Assumption, ...]
    report_form: ReportForm
    report_sheet: ReportSheet
    vocabularies: Mapping[str, Mapping[str, Text]]
    events: Mapping[str, Text]
    fields: Mapping[str, Text]
    forces: Mapping[str, Text]
    messages: Mapping[str, Text]
    contacts: Contacts
    drafts: Drafts
    library: Mapping[str, LibraryRule]

    def __repr__(self) -> str:
        """Return the edition's name: all that it holds would fill a book."""
        return f"<Edition {self.id!r}>"

    @property
    def id(self) -> str:
        """The edition's name, which cases and case files carry."""
        return self.about.id

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages every text of the edition is written in."""
        return self.about.languages

    def label(self, vocabulary: str, word: str) -> Text:
        """Return the label of a word of a closed list."""
        return self.vocabularies[vocabulary][word]

    def state_label(self, track: str, state: str) -> Text:
        """Return the label of a state of a track."""
        return next(known.label for known in self.tracks[track].state if known.id == state)

    def plain(self, wording: str) -> Text:
        """Return a text that reads the same in each of the edition's languages."""
        return Text.same(wording, self.languages)

    def listed(self, parts: tuple[Text, ...]) -> Text:
        """Return texts as a list in one line."""
        return self.messages["list"].join(parts)

    def in_order(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """Return clauses in the order of the notice, each once."""
        cited = frozenset(clauses)
        return tuple(number for number in self.clauses if number in cited)

    def quoted(self, *parts: Text) -> Text:
        """Return texts as a list in one line, each in quotation marks."""
        return self.listed(tuple(self.messages["quoted"].fill(words=part) for part in parts))

    def either(self, parts: tuple[Text, ...]) -> Text:
        """Return texts as alternatives in one line."""
        *others, last = parts
        return self.messages["or"].join((self.listed(tuple(others)), last)) if others else last
