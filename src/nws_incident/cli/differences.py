"""What two editions judge differently, told to a person and as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import case_to_data
from nws_incident.cli.terminal import Line, Span, line_writer, print_json, running_count
from nws_incident.cli.verify import case_lines
from nws_incident.editions import edition_names, load_edition
from nws_incident.proving import differences
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.machine import Fired
    from nws_incident.notice.edition import Edition
    from nws_incident.proving import Difference

_INDENT = "  "
_DIFFERENT = 1
_ENDING = ".toml"


def is_edition(named: str) -> bool:
    """Tell whether an argument names an edition: a shipped one, an overlay, or a folder of one."""
    path = Path(named)
    return named in edition_names() or path.suffix == _ENDING or any(path.glob(f"*{_ENDING}"))


def show_differences(one: str, other: str, *, as_json: bool, language: str) -> int:
    """Print what two editions judge differently; 1 where there is something."""
    first, second = load_edition(one), load_edition(other)
    with running_count(wording("verify.exploring").read(language)) as progress:
        found = differences(first, second, progress=progress)
    if as_json:
        print_json(_as_data(first, second, found))
    else:
        write = line_writer()
        for line in _lines(first, second, found, language):
            write(line)
    return _DIFFERENT if found else 0


def _lines(
    first: Edition, second: Edition, found: tuple[Difference, ...], language: str
) -> Iterator[Line]:
    between = {"first": first.id, "second": second.id}
    if not found:
        yield (Span(wording("differences.none").fill(**between).read(language), "good"),)
        return
    head = wording("differences.some").fill(**between, count=str(len(found)))
    yield (Span(head.read(language), "strong"),)
    for one in found:
        event = first.events[one.event_type].read(language)
        role = first.label("role", one.by).read(language)
        yield ()
        yield (Span(f"{event} ({one.event_type}, {role})", "strong"),)
        for edition, fired in ((first, one.first), (second, one.second)):
            yield (Span(f"{_INDENT}{edition.id}: {_taken(edition, fired, language)}"),)
        yield from case_lines(one.case, None, language, "dim")


def _taken(edition: Edition, fired: Iterable[Fired], language: str) -> str:
    """Return the rules that take an event with what they move, or that it is refused."""
    taken = [
        one.rule
        if one.track is None or one.source == one.to
        else f"{one.rule} → {edition.state_label(one.track, one.to).read(language)}"
        for one in fired
    ]
    return ", ".join(taken) or wording("differences.refused").read(language)


def _as_data(first: Edition, second: Edition, found: tuple[Difference, ...]) -> dict[str, Any]:
    return {
        "first": first.id,
        "second": second.id,
        "differences": [
            {
                "event": one.event_type,
                "by": one.by,
                "first": [_fired_data(fired) for fired in one.first],
                "second": [_fired_data(fired) for fired in one.second],
                "case": case_to_data(one.case),
            }
            for one in found
        ],
    }


def _fired_data(fired: Fired) -> dict[str, Any]:
    return {"rule": fired.rule, "track": fired.track, "from": fired.source, "to": fired.to}
