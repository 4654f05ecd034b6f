"""JSON, strictly: no duplicate keys, no NaN, bounded numbers and nesting."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from nws_incident.errors import ROOT, InvalidCaseFile
from nws_incident.structuring import step

_LONGEST_NUMBER = 40


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
        raise InvalidCaseFile.at(ROOT, "too_deep", limit="1000") from None
    # Raised out here: the decoder's error holds the whole text.
    raise InvalidCaseFile.at(ROOT, "json_syntax", line=line, column=column)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise InvalidCaseFile.at(f"{ROOT}…{step(key)}", "duplicate_key")
    return mapping


def _refuse_constant(_: str) -> NoReturn:
    raise InvalidCaseFile.at(ROOT, "json_constant")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise InvalidCaseFile.at(ROOT, "json_number")
    return int(digits)
