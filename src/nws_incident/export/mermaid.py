"""Diagrams as Mermaid state diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.export.diagram import Diagram, Region

_INDENT = "    "
# Mermaid ends a statement at a semicolon and takes a colon for the start of a label.
_ESCAPES = str.maketrans({";": ",", ":": "：", "#": "＃", '"': "”"})


def to_mermaid(diagram: Diagram) -> str:
    """Return a diagram as the text of a Mermaid ``stateDiagram-v2``."""
    lines = ["---", f"title: {diagram.title}", "---", "stateDiagram-v2"]
    for region in diagram.regions:
        lines.extend(_INDENT + line for line in _region(region))
    return "\n".join(lines) + "\n"


def _region(region: Region) -> Iterator[str]:
    yield f'state "{_escaped(region.label)}" as {region.id} {{'
    for state, label in region.states:
        yield f'{_INDENT}state "{_escaped(label)}" as {region.id}_{state}'
    for state in region.initial:
        yield f"{_INDENT}[*] --> {region.id}_{state}"
    for source, to, labels in region.bundles():
        ends = f"{region.id}_{source} --> {region.id}_{to}"
        yield f"{_INDENT}{ends} : {'<br/>'.join(map(_escaped, labels))}"
    yield "}"


def _escaped(label: str) -> str:
    return label.translate(_ESCAPES)
