"""The clause matrix: what rests on each sentence of the notice, and which case files show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident import load_edition
from parts.clause_evidence import (
    CASES,
    basis_of,
    file_of,
    kept,
    refused,
    replayed,
    sentences,
)
from parts.markdown import clause_link, guard_link, route_link, rule_link, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident import Decision
    from nws_incident.notice.model import Force
    from parts.clause_evidence import Shown

_OPEN = "nothing: it is kept by there being no rule that looks at the processing"


@part
def clause_matrix() -> Iterator[str]:
    """Yield a row for each sentence: what rests on it, a case that keeps it, one it refuses."""
    edition = load_edition()
    yield from table(
        ("Clause", "Force", "Rests on it", "Passes by it", "Refused by it"),
        [
            (
                clause_link(number),
                f"{edition.forces[force].read('en')} ({edition.forces[force].read('ja')})",
                "; ".join(_resting(number)) or _OPEN,
                _cell(number, force, "passes"),
                _cell(number, force, "refused"),
            )
            for number, force in sentences()
        ],
    )


def _resting(number: str) -> Iterator[str]:
    basis = basis_of(number)
    subjects = (*basis.generals, *basis.rules)
    if subjects:
        yield f"rules {', '.join(rule_link(rule) for rule in subjects)}"
    if basis.guards:
        yield f"guards {', '.join(guard_link(name) for name in basis.guards)}"
    for kind in ("duty", "permission", "exemption"):
        names = getattr(basis, "duties" if kind == "duty" else f"{kind}s")
        if names:
            yield f"{kind} {', '.join(f'[`{name}`](#{kind}-{name})' for name in names)}"
    if basis.reports:
        yield "[who must report](tables.md)"
    if basis.routes:
        yield f"route {', '.join(route_link(name) for name in basis.routes)}"


def _cell(number: str, force: Force, side: str) -> str:
    """Say which case file shows a sentence and by what; nothing where none does."""
    file = file_of(number, force, side)
    outcome = replayed(file)
    shown = (
        None if outcome is None else (kept if side == "passes" else refused)(number, force, outcome)
    )
    if outcome is None or shown is None:
        return ""
    path = file.relative_to(CASES.parents[1]).as_posix()
    return f"{outcome.source.title}: {_said(shown, outcome.decisions)}. `{path}`"


def _said(shown: Shown, decisions: tuple[Decision, ...]) -> str:
    edition = load_edition()
    by = [
        f"[`{name}`](#exemption-{name})" if name in edition.exemptions else rule_link(name)
        for name in shown.by
    ]
    if shown.index is None:
        return f"{', '.join(by)} stands in the complete case"
    said = [f"event {shown.index} `{decisions[shown.index].event_type}`", *by]
    said += [f"ends [`{name}`](#duty-{name})" for name in shown.ended]
    return ", ".join(said)
