"""The pytest plugin of nws-incident: tell which rules and clauses of the notice tests reach.

It stands outside the package, because pytest loads it at every start: it imports nothing of the
library until it is asked for.  So it costs nothing, and a coverage tool that starts after it still
measures the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from nws_incident.watching import Coverage

_SENT = "nws_clauses"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("nws-incident")
    group.addoption(
        "--nws-clauses",
        action="store_true",
        help="tell which clauses and rules of the notice the tests fired and refused by",
    )
    group.addoption(
        "--nws-clauses-min",
        type=float,
        metavar="PERCENT",
        help="tell it, and fail where fewer of the clauses, or of the rules, ever fired",
    )
    group.addoption(
        "--nws-edition",
        metavar="EDITION",
        help="the edition to tell of: a name, or the path of your own (default: the shipped one)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Watch the run, if that is asked for."""
    if config.option.nws_clauses or config.option.nws_clauses_min is not None:
        config.pluginmanager.register(_Watching(config), "nws-incident-watching")


class _Watching:
    """Watches a run of tests, or, with pytest-xdist, gathers what its workers saw."""

    def __init__(self, config: pytest.Config) -> None:
        from nws_incident.watching import Watch  # noqa: PLC0415  only when asked for

        self._config = config
        self._watch = Watch()
        self._watch.start()

    def pytest_unconfigure(self) -> None:
        """Leave the library as it was."""
        self._watch.stop()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker of pytest-xdist saw; one that crashed has nothing to say."""
        self._watch.add(getattr(node, "workeroutput", {}).get(_SENT, {}))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send what was seen to where it is gathered, or fail the run where that is too little."""
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput[_SENT] = self._watch.as_data()
        elif self._is_too_little(self._coverage()) and session.exitstatus == 0:
            session.exitstatus = 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell how each clause and rule fared."""
        found = self._coverage()
        terminalreporter.section("clauses and rules of the notice")
        for line in found.lines():
            terminalreporter.write_line(line)
        if self._is_too_little(found):
            least = self._config.option.nws_clauses_min
            said = f"FAIL: {found.percent:.1f} % fired, --nws-clauses-min asks for {least:g} %"
            terminalreporter.write_line(said, red=True)

    def _coverage(self) -> Coverage:
        from nws_incident import DEFAULT_EDITION, load_edition  # noqa: PLC0415  only when asked for
        from nws_incident.watching import coverage  # noqa: PLC0415  likewise

        edition = load_edition(self._config.option.nws_edition or DEFAULT_EDITION)
        return coverage(edition, self._watch.tally(edition.id))

    def _is_too_little(self, found: Coverage) -> bool:
        least = self._config.option.nws_clauses_min
        return least is not None and found.percent < least
