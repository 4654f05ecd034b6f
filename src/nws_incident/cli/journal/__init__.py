"""`nws-incident journal`: cases kept in a journal, from a terminal or a script."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from nws_incident.cli.editions import add_known_editions, known_editions
from nws_incident.cli.journal import (
    appending,
    counting,
    importing,
    listing,
    proving,
    purging,
    telling,
)
from nws_incident.cli.terminal import complain
from nws_incident.journal import ConflictError, open_journal
from nws_incident.wording import languages, wording

if TYPE_CHECKING:
    from types import ModuleType

NAME = "journal"
HELP = "keep cases in a journal: import, append, list, verify, export"
DESCRIPTION = (
    "Work with a journal at an address: sqlite:///path or postgresql://user@host/database.\n"
    "Import and append make one where there is none. Each action has a --help of its own.\n\n"
    "Exit status: 0 all is well; 1 something was refused, differs, or does not verify;\n"
    "2 the input or the journal cannot be read; 3 somebody was faster."
)
EXAMPLE = "nws-incident journal --db sqlite:///cases.db import examples/cases"

_UNUSABLE = 2
_CONFLICT = 3
_MAKING = frozenset({"import", "append"})
"""The actions that may make a journal, or bring its tables up to date."""

_ACTIONS: dict[str, tuple[ModuleType, str]] = {
    "import": (importing, "IMPORT"),
    "export": (proving, "EXPORT"),
    "verify": (proving, "VERIFY"),
    "checkpoint": (proving, "CHECKPOINT"),
    "cases": (listing, "CASES"),
    "history": (telling, "HISTORY"),
    "append": (appending, "APPEND"),
    "stats": (counting, "STATS"),
    "purge": (purging, "PURGE"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the address, and each action with its arguments."""
    parser.add_argument("--db", metavar="URL", help="the journal's address")
    actions = parser.add_subparsers(
        dest="action", required=True, help="what to do; see `nws-incident journal ACTION --help`"
    )
    for name, (module, prefix) in _ACTIONS.items():
        action = actions.add_parser(
            name,
            help=getattr(module, f"{prefix}_HELP"),
            description=getattr(module, f"{prefix}_HELP"),
        )
        getattr(module, f"add_{name}_arguments")(action)
        # Both may stand before the action or after it.
        action.add_argument("--db", metavar="URL", default=argparse.SUPPRESS)
        action.add_argument("--lang", choices=languages(), default=argparse.SUPPRESS)
        add_known_editions(action)
        action.set_defaults(act=getattr(module, f"run_{name}"), fail=action.error)


def run(options: argparse.Namespace) -> int:
    """Open the journal, do what is asked, and return the exit status."""
    if options.db is None:
        complain(wording("journal_cli.no_address").read(options.lang))
        return _UNUSABLE
    options.editions = known_editions(options)
    with open_journal(
        options.db, editions=options.editions, migrate=options.action in _MAKING
    ) as journal:
        try:
            status: int = options.act(journal, options)
        except ConflictError as conflict:
            complain(conflict.message(options.lang))
            return _CONFLICT
    return status
