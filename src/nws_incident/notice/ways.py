"""The ways through a rule: each branch said in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from nws_incident.notice.model import ANY_STATE, Branch, Rule, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INHERITED = tuple(attribute.name for attribute in attrs.fields(Branch))


def ways_of(rule: Rule, states: Iterable[str]) -> Iterator[Way]:
    """Say each branch of a rule in full, or the rule itself where it has none."""
    for branch in rule.branch or (Branch(),):
        said = {
            name: getattr(rule, name) if getattr(branch, name) is None else getattr(branch, name)
            for name in _INHERITED
        }
        source = said["from_"] or ()
        yield Way(
            rule=rule.id,
            track=rule.track,
            event=said["event"] or "",
            by=frozenset(said["by"] or ()),
            source=tuple(states) if source == (ANY_STATE,) else source,
            when=tuple((name, frozenset(values)) for name, values in (said["when"] or {}).items()),
            during=tuple((said["during"] or {}).items()),
            guards=said["guards"] or (),
            to=said["to"],
            records=said["records"] or (),
            rides_on=frozenset(said["rides_on"] or ()),
            clauses=said["clauses"],
            advises=rule.advises,
        )
