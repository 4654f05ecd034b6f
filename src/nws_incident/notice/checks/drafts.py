"""The drafts: one for every kind, sound templates, and a name for whatever may be lacking."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from nws_incident.errors import ROOT, Problem
from nws_incident.structuring import step
from nws_incident.terms import DraftKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.checks.parts import Parts
    from nws_incident.notice.drafts import DraftRow
    from nws_incident.text import Text

_PARTIES: frozenset[str] = frozenset({Role.REQUESTER, Role.PROVIDER})
_FORM = "form"
_SUBJECT = "subject"


def _every_kind(edition: Parts) -> Iterator[Problem]:
    emergency_forms = tuple(dict.fromkeys(placed.row.form for placed in edition.rows("emergency")))
    for kind in edition.known.vocabularies["draft_kind"]:
        rows = [placed for placed in edition.rows("draft") if placed.row.kind == kind]
        of_forms = kind == DraftKind.EMERGENCY_FORM
        wanted = emergency_forms if of_forms else (None,)
        present: dict[str | None, str] = {}
        for placed in rows:
            key = placed.row.form if of_forms else None
            if key in present or key not in wanted:
                where = present.get(key, placed.place)
                yield Problem.of(placed.place, "edition_duplicate", value=kind, where=where)
            present[key] = placed.place
        for form in wanted:
            if form not in present:
                name = kind if form is None else f"{kind}, form = {form}"
                yield Problem.of(f"{ROOT}.draft", "edition_missing_row", value=name)


def _templates(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("draft"):
        for name in ("subject", "text"):
            if not _is_sound(getattr(placed.row, name)):
                yield Problem.of(f"{placed.place}.{name}", "edition_template")
    for place, _, words in edition.entries("phrase"):
        for word, text in words.items():
            if not _is_sound(text):
                yield Problem.of(place + step(word), "edition_template")


def _is_sound(text: Text) -> bool:
    return all(string.Template(wording).is_valid() for _, wording in text.translations)


def _slots(edition: Parts) -> Iterator[Problem]:
    known = edition.known
    blanks = {key: place for place, key, _ in edition.entries("blank")}
    used: set[str] = set()
    for placed in edition.rows("draft"):
        row: DraftRow = placed.row
        used |= row.slots
        if _SUBJECT in row.subject.slots:
            yield _unknown(f"{placed.place}.subject", _SUBJECT, known.draft_slots)
        for slot in sorted(set(row.optional) - row.slots):
            yield Problem.of(f"{placed.place}.optional", "edition_unused", value=slot)
        for slot in sorted(row.slots - blanks.keys() - known.certain_slots):
            if slot not in known.draft_slots:
                yield _unknown(f"{placed.place}.text", slot, known.draft_slots | blanks.keys())
            elif slot not in row.optional and not _is_given(edition, row, slot):
                yield Problem.of(
                    f"{placed.place}.text", "edition_missing_row", value=f"blank.{slot}"
                )
    for key, place in blanks.items():
        if key not in used:
            yield Problem.of(place, "edition_unused", value=key)


def _is_given(edition: Parts, row: DraftRow, slot: str) -> bool:
    """Tell whether a slot that a route or a form fills has one to fill it."""
    if slot == _FORM:
        return row.form is not None
    needed = edition.known.route_slots.get(slot)
    ways = [one.row for one in edition.rows("route") if one.row.purpose == row.purpose]
    return needed is not None and bool(ways) and all(getattr(way, needed) for way in ways)


def _ways_and_authors(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("draft"):
        row: DraftRow = placed.row
        if not row.by:
            yield Problem.of(f"{placed.place}.by", "edition_incomplete", value="by")
        for role in row.by:
            if role not in _PARTIES:
                yield _unknown(f"{placed.place}.by", role, _PARTIES)
        forms = {
            *(
                one.id
                for way in edition.rows("route")
                if way.row.purpose == row.purpose
                for one in way.row.form
            ),
            *(one.row.form for one in edition.rows("emergency")),
        }
        if row.form is not None and row.form not in forms:
            yield _unknown(f"{placed.place}.form", row.form, frozenset(forms))


def _phrases(edition: Parts) -> Iterator[Problem]:
    present = set()
    for place, slot, words in edition.entries("phrase"):
        present.add(slot)
        wanted = edition.known.phrases.get(slot)
        if wanted is None:
            yield Problem.of(place, "edition_unused", value=slot)
            continue
        for word in wanted:
            if word not in words:
                yield Problem.of(place, "edition_missing_row", value=word)
        for word in words:
            if word not in wanted:
                yield Problem.of(place + step(word), "edition_unused", value=word)
    for slot in edition.known.phrases:
        if slot not in present:
            yield Problem.of(f"{ROOT}.phrase", "edition_missing_row", value=slot)


def _unknown(place: str, name: str, known: frozenset[str]) -> Problem:
    allowed = ", ".join(sorted(known))
    return Problem.of(place, "edition_unknown_word", value=name, allowed=allowed)


CHECKS = (_every_kind, _templates, _slots, _ways_and_authors, _phrases)
