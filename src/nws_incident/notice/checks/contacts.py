"""The contacts: a way for every purpose and target, and every name that a way uses exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.errors import ROOT, Problem
from nws_incident.structuring import step
from nws_incident.terms import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.notice.checks.parts import Parts
    from nws_incident.notice.contacts import RouteRow

_OPEN_LISTS = ("channel", "form")
"""Tables that add to a closed list of the same name."""


def _a_way_for_every_purpose(edition: Parts) -> Iterator[Problem]:
    for purpose in edition.known.vocabularies["purpose"]:
        ways = [placed for placed in edition.rows("route") if placed.row.purpose == purpose]
        stated = [placed.row.contact_known for placed in ways]
        wanted = (False, True) if any(known is not None for known in stated) else (None,)
        for known in wanted:
            if known not in stated:
                case = "" if known is None else f", contact_known = {str(known).lower()}"
                yield Problem.of(f"{ROOT}.route", "edition_missing_row", value=f"{purpose}{case}")
        for index, placed in enumerate(ways):
            known = placed.row.contact_known
            if known not in wanted or known in stated[:index]:
                place = f"{placed.place}.purpose"
                yield Problem.of(place, "edition_duplicate", value=purpose, where=ways[0].place)


def _a_way_to_every_target(edition: Parts) -> Iterator[Problem]:
    for target in edition.known.vocabularies["target"]:
        ways = [placed for placed in edition.rows("route") if placed.row.target == target]
        if not ways:
            yield Problem.of(f"{ROOT}.route", "edition_missing_row", value=f"target = {target}")
        for placed in ways[1:]:
            yield Problem.of(
                f"{placed.place}.target", "edition_duplicate", value=target, where=ways[0].place
            )


def _names(edition: Parts) -> Iterator[Problem]:
    tables = {table: _names_in(edition, table) for table in ("body", "category", *_OPEN_LISTS)}
    tables["instruction"] = {placed.row.id: placed.place for placed in edition.rows("instruction")}
    named: dict[str, set[str]] = {table: set() for table in tables}
    for place, table, name in _uses(edition):
        named[table].add(name)
        known = (*tables[table], *_words(edition, table))
        if name not in known:
            yield _unknown(place, name, known)
    for table, places in tables.items():
        for name, place in places.items():
            if name in _words(edition, table):
                where = f"vocabulary.{table}"
                yield Problem.of(place, "edition_duplicate", value=name, where=where)
            elif name not in named[table]:
                yield Problem.of(place, "edition_unused", value=name)


def _names_in(edition: Parts, table: str) -> dict[str, str]:
    return {key: place for place, key, _ in edition.entries(table)}


def _words(edition: Parts, table: str) -> tuple[str, ...]:
    return edition.known.vocabularies[table] if table in _OPEN_LISTS else ()


def _uses(edition: Parts) -> Iterator[tuple[str, str, str]]:
    """Yield where a name is used, in which table it stands, and the name."""
    for placed in edition.rows("route"):
        row: RouteRow = placed.row
        yield f"{placed.place}.to", "body", row.to
        if row.category is not None:
            yield f"{placed.place}.category", "category", row.category
        for table in ("channel", "form"):
            for index, one in enumerate(getattr(row, table)):
                yield f"{placed.place}.{table}[{index}]", table, one.id
        for index, relay in enumerate(row.relay):
            yield f"{placed.place}.relay[{index}]", "body", relay.id
        for key in ("do_first", "must_not"):
            for name in getattr(row, key):
                yield f"{placed.place}.{key}", "instruction", name
    for placed in edition.rows("instruction"):
        if placed.row.category is not None:
            yield f"{placed.place}.category", "category", placed.row.category


def _within_a_way(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("route"):
        row: RouteRow = placed.row
        channels = tuple(channel.id for channel in row.channel)
        if not channels:
            yield Problem.of(f"{placed.place}.channel", "edition_incomplete", value="channel")
        parts = [(f"form[{index}]", form.channels) for index, form in enumerate(row.form)]
        for index, relay in enumerate(row.relay):
            parts += [(f"relay[{index}].remark", remark.channels) for remark in relay.remark]
            yield from _clauses(edition, f"{placed.place}.relay[{index}]", relay.clauses)
        for name, used in parts:
            for channel in used:
                if channel not in channels:
                    yield _unknown(f"{placed.place}.{name}.channels", channel, channels)
        for field in row.must_contain:
            if field not in edition.known.nested_fields:
                known = tuple(sorted(edition.known.nested_fields))
                yield _unknown(f"{placed.place}.must_contain", field, known)
        if (row.purpose is Purpose.EMERGENCY) != (row.emergency_form is not None):
            yield Problem.of(placed.place, "edition_incomplete", value="emergency_form")


def _clauses(edition: Parts, place: str, clauses: tuple[str, ...]) -> Iterator[Problem]:
    if not clauses:
        yield Problem.of(f"{place}.clauses", "edition_incomplete", value="clauses")
    for number in clauses:
        if number not in edition.clauses:
            yield Problem.of(f"{place}.clauses", "edition_unknown_clause", value=number)


def _instruction_slots(edition: Parts) -> Iterator[Problem]:
    for placed in edition.rows("instruction"):
        wanted = set() if placed.row.category is None else {"category"}
        for slot in sorted(placed.row.text.slots - wanted):
            yield _unknown(f"{placed.place}{step('text')}", slot, tuple(wanted))


def _unknown(place: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem.of(place, "edition_unknown_word", value=name, allowed=", ".join(known))


CHECKS = (
    _a_way_for_every_purpose,
    _a_way_to_every_target,
    _names,
    _within_a_way,
    _instruction_slots,
)
