"""Why a text is no YAML, in the library's own words: the parser's are English and terse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nws_incident.fields import printable
from nws_incident.wording import wording

if TYPE_CHECKING:
    from nws_incident.text import Text

_REASONS = (
    ("mapping values are not allowed", "yaml.second_colon"),
    ("expected ':'", "yaml.no_colon"),
    ("',' or ']'", "yaml.bracket"),
    ("',' or '}'", "yaml.bracket"),
    ("unexpected end of stream", "yaml.quote"),
    ("unexpected document indicator", "yaml.quote"),
    ("tab character", "yaml.tab"),
    ("cannot start any token", "yaml.start"),
    ("alphabetic or numeric", "yaml.start"),
    ("escape character", "yaml.escape"),
    ("hexdecimal", "yaml.escape"),
    ("not allowed", "yaml.indent"),
    ("'-' indicator", "yaml.indent"),
    ("expected key", "yaml.indent"),
    ("<block end>", "yaml.indent"),
    ("node content", "yaml.no_value"),
    ("<document start>", "yaml.rest"),
)
"""What the parser's message contains, whichever of the two parsers speaks, and what it means."""


def reason_of(said: str, character: str) -> Text:
    """Return what a message of the parser means; where that is not known, the message itself.

    `character` is the one that the parser stopped at.
    """
    if character == "\t":
        return wording("yaml.tab")
    for fragment, key in _REASONS:
        if fragment in said:
            return wording(key)
    return wording("yaml.other").fill(detail=printable(said))
