"""Parts made from the outcome report's form: its fields, when they are needed, the choices."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nws_incident import load_edition
from parts.markdown import clause_link, listed, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDS = {
    "always": "always",
    "one_of_group": "one of the group",
    "optional": "as one likes",
}


@part
def report_fields() -> Iterator[str]:
    """Yield every field of the form, group by group, in the form's order."""
    form = load_edition().report_form
    for group, members in groupby(form.fields.values(), key=lambda field: field.group):
        label = form.groups[group].label
        yield from (f"### {label.read('ja')} · {label.read('en')}", "")
        yield from table(
            ("Field", "Japanese", "English", "Entry", "Needed", "Clauses"),
            [
                (
                    f"`{field.id}`",
                    field.label.read("ja"),
                    field.label.read("en"),
                    f"`{field.entry}`" + ("" if field.shown else ", no cell"),
                    _NEEDS.get(field.required) or f"where `{field.when}`",
                    listed(clause_link(number) for number in field.clauses),
                )
                for field in members
            ],
        )
        yield ""
    for operator in form.operator_fields:
        yield f"- {operator.label.read('ja')} ({operator.label.read('en')}): the operator's own."


@part
def report_conditions() -> Iterator[str]:
    """Yield every condition in words."""
    yield from table(
        ("Condition", "Japanese", "English"),
        [
            (f"`{condition}`", means.read("ja"), means.read("en"))
            for condition, means in load_edition().report_form.conditions.items()
        ],
    )


@part
def report_choices() -> Iterator[str]:
    """Yield every list of choices, and the fields that use it."""
    form = load_edition().report_form
    for one in form.lists.values():
        users = [f"`{field.id}`" for field in form.fields.values() if one.id in field.choices]
        party = (
            "" if one.causing_party is None else f", where the {one.causing_party} was the cause"
        )
        yield from (f"### `{one.id}`", "", f"For {listed(users)}{party}.", "")
        yield from table(
            ("Choice", "Japanese", "English"),
            [
                (f"`{choice.id}`", choice.label.read("ja"), choice.label.read("en"))
                for choice in one.choice
            ],
        )
        yield ""
