"""Drafts: the messages of the procedure as text, filled from a case (1(2) to 1(4), 3, 4).

A draft can be made before its time: what neither the case nor the details say is shown as a gap
and listed.  Nothing is made up, and remarks (`note`) never go into a message.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from nws_incident.case import facts_of
from nws_incident.contacts.routing import as_word, form_label, route
from nws_incident.errors import ROOT, InvalidArgument, Problem
from nws_incident.events import ProviderContacted
from nws_incident.explaining import doubt
from nws_incident.fields import Fault, is_blank, read_text, suggest
from nws_incident.findings import Finding
from nws_incident.individual_number import Severity, scan
from nws_incident.letters.routes import Labelled, Route
from nws_incident.letters.slots import SLOTS
from nws_incident.letters.writing import Letter, Value, latest_of_round
from nws_incident.structuring import step
from nws_incident.terms import DraftKind, Purpose, Role
from nws_incident.text import DEFAULT_LANGUAGE, Text

if TYPE_CHECKING:
    from nws_incident.case import Case
    from nws_incident.events import Event
    from nws_incident.facts import Facts
    from nws_incident.notice.drafts import DraftRow
    from nws_incident.notice.edition import Edition

_RECIPIENT_DESK = "recipient_desk"


@frozen
class Draft:
    """A message as text, by whom it is written, and what it still lacks.

    `missing` has a name and a label for each gap that the text shows, in the text's order: what
    to give as a detail, or to fill in by hand.  `warnings` says where digits may be an individual
    number.  `route` is the way the message goes, or nothing where the notice leaves that open;
    `form` the form that the text is written into, if any.
    """

    kind: DraftKind
    by: Role
    language: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    missing: tuple[Labelled, ...]
    warnings: tuple[Finding, ...]
    clauses: tuple[str, ...]
    route: Route | None = field(repr=False)
    form: Labelled | None


def draft(
    case: Case,
    purpose: DraftKind | str,
    *,
    lang: str = DEFAULT_LANGUAGE,
    details: Mapping[str, str] | None = None,
    by: Role | str | None = None,
) -> Draft:
    """Return the message for a purpose, filled from an opened case, in a language of its edition.

    `details` gives what the case cannot know, such as the desk and the person that write, and may
    fill what the case leaves blank; `by` says which party writes, where both may (by default
    whoever the case points to, else the requester).  Raises `InvalidArgument` with every problem:
    a case that is not open, an emergency that nobody declared, an unknown word or detail, a
    detail that holds an individual number or contradicts the case.
    """
    kind = as_word("purpose", purpose, DraftKind)
    facts = facts_of(case)
    if facts is None:
        raise InvalidArgument.at(f"{ROOT}.case", "draft_unopened")
    row = _row(facts, kind)
    given = _read_details(case.edition, row, {} if details is None else details)
    letter = _letter(facts, case.events, row, _author(facts, row, by), given)
    values = _values(letter, row, given, lang)
    page = _Page(case.edition, row, values, lang)
    subject = page.render(row.subject)
    text = page.render(row.text, subject=subject)
    return Draft(
        kind=kind,
        by=letter.author,
        language=lang,
        subject=subject,
        text=text,
        missing=tuple(Labelled(name, case.edition.drafts.blanks[name]) for name in page.missing),
        warnings=tuple(_doubts(case.edition, values, given, page.shown)),
        clauses=case.edition.in_order(
            (*row.clauses, *(() if letter.route is None else letter.route.clauses))
        ),
        route=letter.route,
        form=None if row.form is None else Labelled(row.form, form_label(case.edition, row.form)),
    )


def _row(facts: Facts, kind: DraftKind) -> DraftRow:
    rows = [row for row in facts.edition.drafts.rows if row.kind is kind]
    if rows[0].purpose is not Purpose.EMERGENCY:
        return rows[0]
    if facts.emergency_kind is None:
        raise InvalidArgument.at(f"{ROOT}.case", "draft_no_emergency")
    form = facts.edition.emergencies[facts.emergency_kind].form
    return next(row for row in rows if row.form in {None, form})


def _author(facts: Facts, row: DraftRow, by: Role | str | None) -> Role:
    """Return who writes: who is said to, or declared the emergency, or expects the impact."""
    if by is None:
        pointed = facts.emergency_declarer if row.purpose is Purpose.EMERGENCY else None
        waiting = [role for role in row.by if role in facts.impacts_waiting]
        if row.kind is DraftKind.NOTIFY_MINISTRY and waiting:
            pointed = waiting[0]
        return row.by[0] if pointed is None else pointed
    author = as_word("by", by, Role)
    if author not in row.by:
        raise InvalidArgument.at(
            f"{ROOT}.by",
            "draft_author",
            draft=facts.edition.label("draft_kind", row.kind),
            role=facts.edition.label("role", author),
            allowed=", ".join(row.by),
        )
    return author


def _letter(
    facts: Facts, events: tuple[Event, ...], row: DraftRow, author: Role, given: Mapping[str, str]
) -> Letter:
    contact = latest_of_round(facts, events, ProviderContacted)
    is_direct = (
        row.purpose is not Purpose.INQUIRE_PROVIDER
        or _RECIPIENT_DESK in given
        or (contact is not None and contact.contact_known)
    )
    opening = facts.opening
    sender = opening.requester if author is Role.REQUESTER else opening.provider
    way = None
    if row.purpose is not None:
        way = route(
            row.purpose,
            sender=sender.kind,
            contact_known=is_direct,
            kind=facts.emergency_kind,
            edition=facts.edition,
        )
    form = None if row.form is None else form_label(facts.edition, row.form)
    return Letter(facts, events, author, is_direct, way, form)


def _read_details(edition: Edition, row: DraftRow, details: object) -> dict[str, str]:
    """Return the details that are not blank, each text sound and free of individual numbers."""
    root = f"{ROOT}.details"
    if not isinstance(details, Mapping):
        raise InvalidArgument.at(root, "expected_mapping")
    known = tuple(name for name in edition.drafts.blanks if name in row.slots)
    given: dict[str, str] = {}
    problems = []
    for key, value in details.items():
        path = root + step(str(key))
        if key not in known:
            problems.append(Problem.of(path, "unknown_key", suggestion=suggest(str(key), known)))
            continue
        try:
            given[key] = _read_detail(value)
        except Fault as fault:
            problems.append(fault.problem(path))
    if problems:
        raise InvalidArgument(problems)
    return {key: text for key, text in given.items() if not is_blank(text)}


def _read_detail(value: object) -> str:
    text = read_text(value)
    if any(sighting.severity is Severity.REFUSED for sighting in scan(text)):
        raise Fault("individual_number")
    return text


def _values(letter: Letter, row: DraftRow, given: Mapping[str, str], lang: str) -> dict[str, Value]:
    """Return what fills each slot: what the case says, else what was given."""
    values: dict[str, Value] = {}
    problems = []
    for slot in sorted(row.slots):
        value = SLOTS[slot](letter) if slot in SLOTS else ()
        detail = given.get(slot)
        if detail is not None and value and _joined(letter.edition, value, lang) != detail:
            label = letter.edition.drafts.blanks[slot]
            problems.append(Problem.of(f"{ROOT}.details.{slot}", "detail_stated", field=label))
        values[slot] = value or (() if detail is None else (detail,))
    if problems:
        raise InvalidArgument(problems)
    return values


class _Page:
    """A template being filled: what is missing and what is shown is noted on the way."""

    def __init__(
        self, edition: Edition, row: DraftRow, values: Mapping[str, Value], lang: str
    ) -> None:
        self._edition = edition
        self._row = row
        self._lang = lang
        self._values = {
            slot: _joined(edition, value, lang) for slot, value in values.items() if value
        }
        self.missing: dict[str, None] = {}
        self.shown: dict[str, None] = {}

    def render(self, template: Text, **more: str) -> str:
        lines = []
        for line in template.read(self._lang).split("\n"):
            slots = [slot for slot in string.Template(line).get_identifiers() if slot not in more]
            if any(slot in self._row.optional and slot not in self._values for slot in slots):
                continue
            filled = {slot: self._values.get(slot) or self._gap(slot) for slot in slots}
            self.shown.update(dict.fromkeys(slots))
            lines.append(string.Template(line).substitute(filled, **more))
        return "\n".join(lines)

    def _gap(self, slot: str) -> str:
        self.missing[slot] = None
        gap = self._edition.drafts.phrases["gap"]["missing"]
        return gap.fill(field=self._edition.drafts.blanks[slot]).read(self._lang)


def _joined(edition: Edition, value: Value, lang: str) -> str:
    parts = [part.read(lang) if isinstance(part, Text) else part for part in value]
    return edition.messages["list"].read(lang).join(parts)


def _doubts(
    edition: Edition, values: Mapping[str, Value], given: Mapping[str, str], shown: Iterable[str]
) -> Iterable[Finding]:
    """Yield a warning for each text that holds digits in doubt; each is scanned by itself."""
    for slot in shown:
        label = edition.drafts.blanks.get(slot, edition.fields["name"])
        path = f"{ROOT}.details.{slot}" if slot in given else None
        for part in values[slot]:
            if isinstance(part, str) and scan(part):
                yield doubt(edition, label, path)
