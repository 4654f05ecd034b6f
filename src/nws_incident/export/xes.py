"""Event logs in XES (IEEE 1849): a trace for each case, written as the cases come.

The standard's extensions are used for what they name; everything else has plain keys, which the
reference page of event logs explains.  The schema of the standard has no namespace, and neither
has the document.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from nws_incident.export.said import (
    label_of,
    party_of,
    said_of_case,
    said_of_event,
    shown,
)
from nws_incident.fields import printable
from nws_incident.jst import in_jst
from nws_incident.text import DEFAULT_LANGUAGE
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nws_incident.export.logs import LoggedCase, LoggedEvent
    from nws_incident.export.said import Value

VERSION = "1849.2016"
"""The `xes.version` of the documents: the standard's number and year."""

_EXTENSIONS = {
    "Concept": "concept",
    "Time": "time",
    "Organizational": "org",
    "Lifecycle": "lifecycle",
}
_SITE = "http://www.xes-standard.org/"
_CLASSIFIERS = {"Activity": "concept:name", "Event": "event", "Step": "step"}
_OF_EVERY_EVENT: dict[str, Value] = {
    "concept:name": "-",
    "org:resource": "-",
    "org:role": "-",
    "time:timestamp": in_jst(datetime.fromisoformat("1970-01-01T00:00:00+09:00")),
    "lifecycle:transition": "complete",
    "event": "-",
    "step": "-",
}


def to_xes(
    cases: Iterable[LoggedCase], *, language: str = DEFAULT_LANGUAGE, texts: bool = False
) -> Iterator[bytes]:
    """Yield a log in XES, piece by piece, in UTF-8: one case is held at a time.

    Names are in `language`.  `texts` tells the free texts too, masked.  A case without an event
    to show is left out.
    """
    log = _Writer()
    log.begin("log", {"xes.version": VERSION})
    for name, prefix in _EXTENSIONS.items():
        uri = f"{_SITE}{prefix}.xesext"
        log.leaf("extension", {"name": name, "prefix": prefix, "uri": uri})
    with log.element("global", {"scope": "trace"}):
        log.value("concept:name", "-")
    with log.element("global", {"scope": "event"}):
        log.values(_OF_EVERY_EVENT)
    for name, keys in _CLASSIFIERS.items():
        log.leaf("classifier", {"name": name, "scope": "event", "keys": keys})
    log.value("concept:name", wording("logs.title").read(language))
    log.value("lifecycle:model", "standard")
    yield log.taken()
    for case in cases:
        if case.events:
            _trace(log, case, language, texts=texts)
            yield log.taken()
    log.end("log")
    yield log.taken()


def _trace(log: _Writer, case: LoggedCase, language: str, *, texts: bool) -> None:
    with log.element("trace", {}):
        log.value("concept:name", printable(case.id))
        log.values(said_of_case(case, texts=texts))
        for logged in case.events:
            with log.element("event", {}):
                log.values(_standard(case, logged, language))
                log.values(said_of_event(logged, language, texts=texts))


def _standard(case: LoggedCase, logged: LoggedEvent, language: str) -> dict[str, Value]:
    """Return what the standard's extensions have a name for.

    A refused event is `complete` too: it was reported as done, and `accepted` says the rest.
    """
    event = logged.event
    role = logged.edition.label("role", event.by).read(language)
    party = party_of(case.opening, event)
    return {
        "concept:name": label_of(logged).read(language),
        "org:resource": role if party is None else shown(party.name),
        "org:role": role,
        "time:timestamp": in_jst(event.at),
        "lifecycle:transition": "complete",
    }


class _Writer:
    """Writes elements into a buffer that is emptied again and again."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        self._xml = XMLGenerator(self._buffer, "UTF-8", short_empty_elements=True)
        self._depth = 0
        self._xml.startDocument()

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        piece = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return piece

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element on a line of its own."""
        self._line()
        self._xml.startElement(name, AttributesImpl(attributes))
        self._depth += 1

    def end(self, name: str) -> None:
        """End an element on a line of its own."""
        self._depth -= 1
        self._line()
        self._xml.endElement(name)
        if not self._depth:
            self._xml.characters("\n")

    @contextmanager
    def element(self, name: str, attributes: dict[str, str]) -> Iterator[None]:
        """Write an element around what is written inside."""
        self.begin(name, attributes)
        yield
        self.end(name)

    def leaf(self, name: str, attributes: dict[str, str]) -> None:
        """Write an element with nothing in it."""
        self._line()
        self._xml.startElement(name, AttributesImpl(attributes))
        self._xml.endElement(name)

    def values(self, values: dict[str, Value]) -> None:
        """Write attributes of the log, of a case or of an event."""
        for key, value in values.items():
            self.value(key, value)

    def value(self, key: str, value: Value) -> None:
        """Write one attribute, as the kind of element that its value has."""
        if isinstance(value, bool):
            self.leaf("boolean", {"key": key, "value": str(value).lower()})
        elif isinstance(value, int):
            self.leaf("int", {"key": key, "value": str(value)})
        elif isinstance(value, datetime):
            self.leaf("date", {"key": key, "value": value.isoformat()})
        else:
            self.leaf("string", {"key": key, "value": value})

    def _line(self) -> None:
        if self._depth:
            self._xml.characters("\n" + "  " * self._depth)
        # The declaration ends its own line.
