"""Making mutants: every place of a module where one small change makes another program.

The changes to a node are mutmut's, and four of our own for what it leaves alone: a condition
turned round, a result, a statement and a filter dropped.  mutmut itself passes over every
decorated function, which here are all guards, records and properties; so the nodes are walked
here.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst as cst
from attrs import evolve, field, frozen
from libcst import matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nws_incident"

UNSEEN_CALLS = frozenset(
    {"cast", "TypeVar", "dataclass_transform", "lru_cache", "len", "isinstance"}
)
"""Calls of which no mutant is made: only a type checker reads them, they only save time, or (the
last two) they break whatever is done to them."""


@frozen
class Mutant:
    """One change: where, what stood there, what stands there now, and the whole text with it."""

    module: str
    scope: str
    line: int
    before: str
    after: str
    nth: int = 1
    source: str = field(default="", repr=False, eq=False)
    lines: tuple[int, int] = field(default=(0, 0), eq=False)
    function: str | None = field(default=None, eq=False)

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What tells it apart, wherever its line has moved to."""
        return (self.module, self.scope, self.before, self.after, self.nth)


def mutants_of(module: str) -> list[Mutant]:
    """Return all mutants of a module, given by its path below the package."""
    text = (SOURCE / module).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    visitor = _Mutator(module, wrapper.module)
    wrapper.visit(visitor)
    seen: Counter[tuple[str, str, str]] = Counter()
    sources = {text}
    mutants = []
    for one in visitor.mutants:
        if one.source in sources:
            continue
        sources.add(one.source)
        what = (one.scope, one.before, one.after)
        seen[what] += 1
        mutants.append(evolve(one, nth=seen[what]))
    return mutants


class _Mutator(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, name: str, module: cst.Module) -> None:
        super().__init__()
        self.name = name
        self.module = module
        self.lines = module.code.splitlines()
        self.mutants: list[Mutant] = []
        self.scope: list[str] = []
        self.statements: list[cst.CSTNode] = []
        self.bodies: list[str] = []
        """The outermost function whose body is being walked, if any."""

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _is_unseen(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self.scope.append(node.name.value)
        if isinstance(node, cst.BaseCompoundStatement | cst.SimpleStatementLine):
            self.statements.append(node)
        for kind, operator in (*mutation_operators, *_OWN):
            if isinstance(node, kind):
                for changed in operator(node):
                    self._add(node, changed)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef) and self.scope:
            self.scope.pop()
        if self.statements and self.statements[-1] is original_node:
            self.statements.pop()

    def visit_FunctionDef_body(self, _: cst.FunctionDef) -> None:  # noqa: N802  libcst calls it so
        self.bodies.append(".".join(self.scope))

    def leave_FunctionDef_body(self, _: cst.FunctionDef) -> None:  # noqa: N802  likewise
        self.bodies.pop()

    def _add(self, node: cst.CSTNode, changed: cst.CSTNode) -> None:
        mutated = self.module.deep_replace(node, changed)
        assert isinstance(mutated, cst.Module)
        first, before, after = _difference(self.lines, mutated.code.splitlines())
        self.mutants.append(
            Mutant(
                self.name,
                ".".join(self.scope) or "<module>",
                first,
                before,
                after,
                source=mutated.code,
                lines=self._place(),
                function=self.bodies[0] if self.bodies else None,
            )
        )

    def _place(self) -> tuple[int, int]:
        """Return the lines of the smallest statement around; of a compound one, its head."""
        statement = self.statements[-1]
        position = self.get_metadata(PositionProvider, statement)
        if isinstance(statement, cst.BaseCompoundStatement):
            body = self.get_metadata(PositionProvider, statement.body)
            return position.start.line, max(position.start.line, body.start.line - 1)
        return position.start.line, position.end.line


def _difference(old: list[str], new: list[str]) -> tuple[int, str, str]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    return start + 1, _joined(before), _joined(after)


def _joined(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines)


def _is_unseen(node: cst.CSTNode) -> bool:
    """Tell whether nothing below a node can change what the program does."""
    if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom):
        return True
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in UNSEEN_CALLS
    if isinstance(node, cst.If):
        return m.matches(node.test, m.Name("TYPE_CHECKING"))
    if isinstance(node, cst.Assign):
        return m.matches(node.targets[0].target, m.Name("__all__") | m.Name("__slots__")) or (
            m.matches(node.value, m.Subscript(value=m.Name("tuple") | m.Name("Callable")))
        )
    return isinstance(node, cst.Expr) and isinstance(
        node.value, cst.SimpleString | cst.ConcatenatedString
    )


_SWAPPED_ANYWAY = m.UnaryOperation(operator=m.Not()) | m.Comparison(
    comparisons=[
        m.ComparisonTarget(
            operator=m.Is() | m.IsNot() | m.In() | m.NotIn() | m.Equal() | m.NotEqual()
        )
    ]
)


def _turned_round(node: Any) -> Iterator[cst.CSTNode]:
    """Turn a condition round, where mutmut does not do that anyway."""
    if not m.matches(node.test, _SWAPPED_ANYWAY):
        inner = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(test=cst.UnaryOperation(cst.Not(), inner))


def _result_dropped(node: cst.Return) -> Iterator[cst.CSTNode]:
    """Return nothing; where it said no, that would be as good a no."""
    if node.value is not None and not m.matches(node.value, m.Name("None") | m.Name("False")):
        yield node.with_changes(value=cst.Name("None"))


def _statement_dropped(node: cst.Expr) -> Iterator[cst.CSTNode]:
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def _filter_dropped(node: cst.CompFor) -> Iterator[cst.CSTNode]:
    for i in range(len(node.ifs)):
        yield node.with_changes(ifs=[*node.ifs[:i], *node.ifs[i + 1 :]])


_OWN: tuple[tuple[Any, Callable[[Any], Iterator[cst.CSTNode]]], ...] = (
    (cst.If, _turned_round),
    (cst.While, _turned_round),
    (cst.CompIf, _turned_round),
    (cst.Return, _result_dropped),
    (cst.Expr, _statement_dropped),
    (cst.CompFor, _filter_dropped),
)
