"""An edition of the notice, checked: every table by its key, and the texts it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from nws_incident.notice.contacts import Contacts
from nws_incident.notice.drafts import Drafts
from nws_incident.notice.form import ReportForm
from nws_incident.notice.model import (
    About,
    Assumption,
    Clause,
    Emergency,
    Finding,
    General,
    Guard,
    LibraryRule,
    Opening,
    Reading,
    ReportGround,
    Rule,
    Track,
    Way,
)
from nws_incident.notice.obligations import DutyRow, ExemptionRow, PermissionRow
from nws_incident.notice.properties import PropertyName, PropertyRow
from nws_incident.notice.sheet import ReportSheet
from nws_incident.terms import ConsultationTarget, EmergencyKind, FindingKind, PartyKind, Relay
from nws_incident.text import Text


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
    properties: Mapping[PropertyName, PropertyRow]
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
