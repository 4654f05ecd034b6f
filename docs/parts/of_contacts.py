"""Parts made from the edition's contacts and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident import Draft, DraftKind, EmergencyKind, PartyKind, load_edition, route
from parts.markdown import clause_link, listed, prose, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident import Edition, Route, Text
    from nws_incident.notice.contacts import RouteRow
    from nws_incident.notice.drafts import DraftRow


@part
def routes() -> Iterator[str]:
    """Yield every way to a body: relays, channels, place, form, what to state and to mind."""
    edition = load_edition()
    for row in edition.contacts.routes:
        way = _way(row, PartyKind.MUNICIPALITY)
        yield from (f"(route-{row.id.replace('_', '-')})=", f"## `{row.purpose}`{_where(row)}", "")
        yield from (f"**{way.label.read('ja')}** · {way.label.read('en')}", "")
        yield from table(("", "Japanese", "English"), list(_rows(edition, row, way)))
        yield from ("", f"Clauses: {listed(clause_link(number) for number in way.clauses)}.", "")


def _way(row: RouteRow, sender: PartyKind) -> Route:
    known = bool(row.contact_known)
    return route(row.purpose, sender=sender, contact_known=known, kind=EmergencyKind.IMPACT_SURVEY)


def _where(row: RouteRow) -> str:
    if row.contact_known is None:
        return ""
    return ", contact known" if row.contact_known else ", contact unknown"


def _rows(edition: Edition, row: RouteRow, way: Route) -> Iterator[tuple[str, ...]]:
    yield _row("To", way.addressee)
    yield from _relays(row, way)
    for channel in way.channels:
        remark = () if channel.remark is None else (channel.remark,)
        yield _row(f"By `{channel.id}`", channel.label, *remark)
    if way.phone is not None:
        yield _row("Phone", way.phone.desk, edition.plain(way.phone.number))
    if way.category is not None:
        yield _row(f"Place `{way.category.id}`", way.category.label)
    yield from _forms(edition, row, way)
    if way.must_contain:
        yield _row("States", edition.listed(tuple(one.label for one in way.must_contain)))
    for head, instructions in (("First", way.do_first), ("Mind", way.must_not)):
        for one in instructions:
            yield _row(f"{head} ({listed(map(clause_link, one.clauses))})", one.label)


def _relays(row: RouteRow, way: Route) -> Iterator[tuple[str, ...]]:
    for relay, step in zip(row.relay, way.relays, strict=True):
        for_whom = listed(f"`{kind}`" for kind in relay.needed_by) or "every sender"
        yield _row(f"Through `{relay.id}` ({for_whom})", step.label, step.does)
        for remark in step.remarks:
            yield _row(f"- by {listed(f'`{name}`' for name in remark.channels)}", remark.text)


def _forms(edition: Edition, row: RouteRow, way: Route) -> Iterator[tuple[str, ...]]:
    for form in row.form:
        label = next(one.label for one in way.forms if one.id == form.id)
        yield _row(f"Form `{form.id}` ({form.modality})", label)
    if row.emergency_form is not None:
        for kind, emergency in edition.emergencies.items():
            name = f"Form for `{kind}` ({row.emergency_form})"
            yield _row(name, edition.label("form", emergency.form))


def _row(name: str, *texts: Text) -> tuple[str, ...]:
    said = (": ".join(text.read(language) for text in texts) for language in ("ja", "en"))
    return (name, *said)


@part
def drafts() -> Iterator[str]:
    """Yield every draft: what it is, who writes it, its form, and the details it takes."""
    edition = load_edition()
    yield from (prose(Draft), "")
    for row in edition.drafts.rows:
        label = edition.label("draft_kind", row.kind)
        form = "" if row.form is None or row.kind != DraftKind.EMERGENCY_FORM else f", `{row.form}`"
        yield from (f"(draft-{row.id.replace('_', '-')})=", f"### `{row.kind}`{form}", "")
        yield from (f"**{label.read('ja')}** · {label.read('en')}", "")
        yield from (f"Written by: {listed(f'`{role}`' for role in row.by)}.", _goes(row))
        yield f"Clauses: {listed(clause_link(number) for number in row.clauses)}."
        yield ""
        yield from table(
            ("Detail", "Japanese", "English", "Where nothing is given"),
            [
                (
                    f"`{name}`",
                    text.read("ja"),
                    text.read("en"),
                    "its line is left out" if name in row.optional else "a gap",
                )
                for name, text in edition.drafts.blanks.items()
                if name in row.slots
            ],
        )
        yield ""


def _goes(row: DraftRow) -> str:
    way = "no route in the notice" if row.purpose is None else f"the route `{row.purpose}`"
    return f"Goes by: {way}." + ("" if row.form is None else f" Form: `{row.form}`.")
