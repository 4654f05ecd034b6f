"""JSON, strictly: no duplicate keys, no NaN, bounded numbers and nesting."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from nws_incident.casefile.json_places import LONGEST_NUMBER, oddities
from nws_incident.casefile.yaml import DEEPEST
from nws_incident.errors import ROOT, InvalidCaseFile


class _OddError(Exception):
    """Something is no JSON here; a second look says what and where."""


def parse(text: str) -> Any:
    """Return the document in `text`; raises `InvalidCaseFile` where it is not JSON."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_mapping,
            parse_constant=_refuse_constant,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        line, column = str(error.lineno), str(error.colno)
    except RecursionError:
        raise InvalidCaseFile.at(ROOT, "too_deep", limit=str(DEEPEST)) from None
    except _OddError:
        raise next(oddities(text)) from None
    # Raised out here: the decoder's error holds the whole text.
    raise InvalidCaseFile.at(ROOT, "json_syntax", line=line, column=column)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _OddError
    return mapping


def _refuse_constant(_: str) -> NoReturn:
    raise _OddError


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise _OddError
    return int(digits)
