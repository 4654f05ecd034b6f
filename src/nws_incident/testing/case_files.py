"""A folder of case files as tests: each case is replayed, and held against what it expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nws_incident.casefile import ReadCase, Unreadable, read_paths
from nws_incident.replay import replay
from nws_incident.testing.story import event_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nws_incident.notice.edition import Edition
    from nws_incident.replay import Replay


def case_files(
    *paths: str | Path, editions: Iterable[Edition] = (), language: str = "en"
) -> Callable[..., None]:
    """Return a test for pytest that replays each case in files and folders.

    A case passes where every expectation is met and nothing is refused but what it expects, as
    with ``nws-incident replay``; a file that cannot be read fails.  A relative path starts where
    pytest is run.  Reasons are told in `language`::

        test_our_cases = case_files("tests/cases")
    """
    import pytest  # noqa: PLC0415  the strategies go without it

    known = tuple(editions)
    found = list(read_paths(map(Path, paths), editions=known))

    @pytest.mark.parametrize("found", found, ids=list(_names(found)))
    def test_case_file(found: ReadCase | Unreadable) -> None:
        """Replay one case."""
        wrong = list(
            _reading(found, language)
            if isinstance(found, Unreadable)
            else _outcome(found, replay(found.case, editions=known), language)
        )
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)

    return test_case_file


def _names(found: Iterable[ReadCase | Unreadable]) -> Iterator[str]:
    for one in found:
        yield str(one.place) if isinstance(one, Unreadable) else one.case.id


def _reading(unreadable: Unreadable, language: str) -> Iterator[str]:
    yield f"{unreadable.place}: this case cannot be read"
    for problem in unreadable.problems:
        yield f"  {problem.path}: {problem.message(language)}"


def _outcome(read: ReadCase, outcome: Replay, language: str) -> Iterator[str]:
    """Say what came out otherwise, and how; nothing, where all is as expected."""
    if outcome.is_clean:
        return
    yield f"{read.place}: case {outcome.source.id}"
    for mismatch in outcome.mismatches:
        expected, actual = _shown(mismatch.expected), _shown(mismatch.actual)
        yield f"  {mismatch.what}: expected {expected}, came out {actual}"
    if not outcome.mismatches:
        yield f"  refused: expected nothing, came out {_shown(outcome.refused)}"
    pairs: Any = zip(outcome.source.events, outcome.decisions, strict=True)
    for index, (event, decision) in enumerate(pairs):
        said = ", ".join(decision.rules) or "refused"
        yield f"  {index}  {event_line(event)}: {said}"
        for finding in decision.findings:
            yield f"       [{finding.rule}] {finding.message(language)}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return "unopened" if value is None else str(value)
