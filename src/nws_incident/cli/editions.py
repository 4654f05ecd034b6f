"""The option that makes editions known to a command, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.editions import load_edition

if TYPE_CHECKING:
    import argparse

    from nws_incident.notice.edition import Edition

_METAVAR = "EDITION"


def add_known_editions(parser: argparse.ArgumentParser) -> None:
    """Declare the option of a command that reads case files: which editions they may name."""
    _add(parser, "make an edition known to the cases: an overlay file, or a folder")


def add_shown_edition(parser: argparse.ArgumentParser) -> None:
    """Declare the option of a command that shows an edition: which one."""
    _add(parser, "the edition to show: a shipped one's name, an overlay file, or a folder")


def known_editions(options: argparse.Namespace) -> tuple[Edition, ...]:
    """Return the editions made known besides the shipped ones; `InvalidEdition` for a bad one."""
    return tuple(load_edition(name) for name in dict.fromkeys(options.edition))


def shown_edition(options: argparse.Namespace) -> Edition:
    """Return the edition that was asked for last, or the default one."""
    return load_edition(*options.edition[-1:])


def _add(parser: argparse.ArgumentParser, meaning: str) -> None:
    parser.add_argument(
        "--edition",
        action="append",
        default=[],
        metavar=_METAVAR,
        help=f"{meaning} (may be given again)",
    )
