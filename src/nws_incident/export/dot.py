"""Diagrams in the DOT language of Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nws_incident.export.diagram import Diagram, Region

_INDENT = "    "
_FONT = 'fontname="Noto Sans CJK JP"'


def to_dot(diagram: Diagram) -> str:
    """Return a diagram as the text of a directed graph, a cluster for each track."""
    lines = [
        f"digraph {_quoted(diagram.title)} {{",
        f"{_INDENT}graph [label={_quoted(diagram.title)}, rankdir=TB, {_FONT}];",
        f"{_INDENT}node [shape=box, style=rounded, {_FONT}];",
        f"{_INDENT}edge [fontsize=10, {_FONT}];",
    ]
    for region in diagram.regions:
        lines.extend(_INDENT + line for line in _region(region))
    return "\n".join([*lines, "}"]) + "\n"


def _region(region: Region) -> Iterator[str]:
    yield f"subgraph {_quoted(f'cluster_{region.id}')} {{"
    yield f"{_INDENT}label={_quoted(region.label)};"
    yield f"{_INDENT}{_quoted(f'{region.id}_start')} [shape=point, label={_quoted('')}];"
    for state, label in region.states:
        yield f"{_INDENT}{_node(region, state)} [label={_quoted(label)}];"
    for state in region.initial:
        yield f"{_INDENT}{_quoted(f'{region.id}_start')} -> {_node(region, state)};"
    for source, to, labels in region.bundles():
        ends = f"{_node(region, source)} -> {_node(region, to)}"
        yield f"{_INDENT}{ends} [label={_lines(labels)}];"
    yield "}"


def _node(region: Region, state: str) -> str:
    return _quoted(f"{region.id}_{state}")


def _lines(labels: list[str]) -> str:
    """Return labels one below the other, each beginning at the left."""
    return '"' + "".join(f"{_escaped(label)}\\l" for label in labels) + '"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
