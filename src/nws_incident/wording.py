"""The library's own words: what no edition of the notice has a say in.

They stand in ``words/<language>.toml``, a file for each language; adding a language adds a file.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from nws_incident.text import Text

_FOLDER = "words"
_FIRST = ("ja", "en")


def wording(key: str) -> Text:
    """Return the library's text for a dotted `key`, such as ``problem.missing``.

    Raises `KeyError` for a key that no language has.
    """
    return _texts()[key]


def languages() -> tuple[str, ...]:
    """Return the languages the library speaks, Japanese first."""
    return next(iter(_texts().values())).languages


@cache
def _texts() -> dict[str, Text]:
    spoken = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in (resources.files("nws_incident") / _FOLDER).iterdir()
        if file.name.endswith(".toml")
    }
    order = (*_FIRST, *sorted(spoken.keys() - set(_FIRST)))
    return {
        f"{table}.{name}": Text(
            tuple((language, spoken[language][table][name]) for language in order)
        )
        for table, entries in spoken[order[0]].items()
        for name in entries
    }
