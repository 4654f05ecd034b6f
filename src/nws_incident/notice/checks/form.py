"""The outcome report's form: every field once, in a group, with what its entry and need ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import ROOT, Problem
from nws_incident.notice.form import Condition, Entry, Need, ReportField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.checks.parts import Parts, Placed

_TABLES = ("form_group", "form_field", "form_condition", "form_choices", "form_operator_field")
_CHOSEN = frozenset({Entry.CHOICE, Entry.YES_NO})
_CLOSED = {
    "answer": ("yes", "no"),
    "causing_party": ("requester", "provider"),
    "counterparts": ("one", "several"),
}
"""The lists whose choices the library itself acts on: an edition words them and adds none."""


def _rows(edition: Parts) -> Iterator[Problem]:
    for table in _TABLES:
        first: dict[str, str] = {}
        for placed in edition.rows(table):
            if placed.row.id in first:
                where = first[placed.row.id]
                yield Problem.of(
                    placed.place, "edition_duplicate", value=placed.row.id, where=where
                )
            first.setdefault(placed.row.id, placed.place)
        wanted = {"form_field": tuple(ReportField), "form_condition": tuple(Condition)}
        for name in wanted.get(table, ()):
            if name not in first:
                yield Problem.of(f"{ROOT}.{table}", "edition_missing_row", value=name)


def _fields(edition: Parts) -> Iterator[Problem]:
    groups = {placed.row.id for placed in edition.rows("form_group")}
    lists = {placed.row.id for placed in edition.rows("form_choices")}
    for placed in edition.rows("form_field"):
        field = placed.row
        for name, value in _expected(placed):
            yield Problem.of(f"{placed.place}.{name}", "edition_incomplete", value=value)
        if field.group not in groups:
            yield _unknown(placed, "group", field.group, groups)
        for name in field.choices:
            if name not in lists:
                yield _unknown(placed, "choices", name, lists)
        for number in field.clauses:
            if number not in edition.clauses:
                yield Problem.of(f"{placed.place}.clauses", "edition_unknown_clause", value=number)


def _expected(placed: Placed) -> Iterator[tuple[str, str]]:
    """Yield what a field must have, or must not, given its other values."""
    field = placed.row
    if not field.clauses:
        yield "clauses", "clauses"
    if (field.required is Need.CASE) != (field.when is not None):
        yield "when", 'required = "case", when'
    if (field.entry in _CHOSEN) != bool(field.choices):
        yield "choices", 'entry = "choice", choices'


def _unknown(placed: Placed, name: str, value: str, allowed: set[str]) -> Problem:
    return Problem.of(
        f"{placed.place}.{name}",
        "edition_unknown_word",
        value=value,
        allowed=", ".join(sorted(allowed)),
    )


def _choices(edition: Parts) -> Iterator[Problem]:
    used = {name for placed in edition.rows("form_field") for name in placed.row.choices}
    for placed in edition.rows("form_choices"):
        ids = tuple(choice.id for choice in placed.row.choice)
        if placed.row.id not in used:
            yield Problem.of(f"{placed.place}.id", "edition_unused", value=placed.row.id)
        if not ids or len(set(ids)) < len(ids):
            yield Problem.of(f"{placed.place}.choice", "edition_incomplete", value="choice")
        closed = _CLOSED.get(placed.row.id)
        if closed is not None and ids != closed:
            yield Problem.of(
                f"{placed.place}.choice",
                "edition_unknown_word",
                value=", ".join(ids),
                allowed=", ".join(closed),
            )


CHECKS = (_rows, _fields, _choices)
