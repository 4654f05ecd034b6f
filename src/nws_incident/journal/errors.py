"""What can go wrong with a journal, beside a refusal: each says what, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.errors import NwsIncidentError
from nws_incident.fields import printable
from nws_incident.text import DEFAULT_LANGUAGE, Text
from nws_incident.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nws_incident.findings import Refused
    from nws_incident.journal.entries import Entry


class JournalError(NwsIncidentError):
    """Anything that keeps a journal from doing what was asked; `key` names it for programs."""

    def __init__(self, key: str, **slots: object) -> None:
        """Make the error `key` of the library's wording, its slots filled and masked."""
        shown: dict[str, Any] = {
            name: value if isinstance(value, Text) else printable(str(value))
            for name, value in slots.items()
        }
        self.key = key
        self.text = wording(f"journal.{key}").fill(**shown)
        super().__init__(key)

    def __str__(self) -> str:
        """Say in English what is wrong."""
        return self.message("en")

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Say in `language` what is wrong."""
        return self.text.read(language)


class ConflictError(JournalError):
    """Somebody was faster: the case has another version than the one that was expected.

    Nothing was judged and nothing stored.  `entries` holds what was added since the expected
    version: look at it, load the case anew, and decide again.
    """

    def __init__(
        self, case_id: str, expected: int, actual: int, entries: Iterable[Entry] = ()
    ) -> None:
        """Keep both versions and the entries in between."""
        self.case_id = case_id
        self.expected = expected
        self.actual = actual
        self.entries = tuple(entries)
        super().__init__("conflict", case=case_id, expected=expected, actual=actual)


class RequestReused(JournalError):  # noqa: N818  says what happened, as Refused does
    """A `request_id` came a second time, with other content than the first time."""

    def __init__(self, request_id: str, case_id: str, version: int) -> None:
        """Keep the id, and the entry that was made of it."""
        self.request_id = request_id
        self.case_id = case_id
        self.version = version
        super().__init__("request_reused", request=request_id, case=case_id, version=version)


class UnknownCase(JournalError, LookupError):  # noqa: N818  says what happened, as Refused does
    """The journal has no such case."""

    def __init__(self, case_id: str) -> None:
        """Keep the id."""
        self.case_id = case_id
        super().__init__("unknown_case", case=case_id)


class PurgedCase(JournalError):  # noqa: N818  says what happened, as Refused does
    """The case was purged: what remains of it proves that it was, not what it said."""

    def __init__(self, case_id: str) -> None:
        """Keep the id."""
        self.case_id = case_id
        super().__init__("purged_case", case=case_id)


class UnreadableEntry(JournalError):  # noqa: N818  says what happened, as Refused does
    """An entry of a type, or of a schema, that this version of the library does not know."""

    def __init__(self, key: str, entry: Entry, **slots: object) -> None:
        """Keep the entry."""
        self.entry = entry
        super().__init__(
            key,
            case=entry.case_id,
            version=entry.version,
            tag=entry.tag,
            schema=entry.schema,
            **slots,
        )


class InvalidAppend(JournalError):  # noqa: N818  says what happened, as Refused does
    """An append that makes no sense whatever the case: nothing to add, or a wrong retraction."""


class StrandedEvents(JournalError):  # noqa: N818  says what happened, as Refused does
    """A retraction would leave events behind that are refused without what is retracted.

    `stranded` maps the version of each such event to its `Refused`.  Retract them in the same
    append, or none.
    """

    def __init__(self, case_id: str, stranded: dict[int, Refused]) -> None:
        """Keep which events, and why each is refused."""
        self.case_id = case_id
        self.stranded = stranded
        versions = ", ".join(str(version) for version in stranded)
        super().__init__("stranded", case=case_id, versions=versions)


class ImportConflict(JournalError):  # noqa: N818  says what happened, as Refused does
    """An exported entry does not fit what the journal has: nothing of its batch was stored."""


class JournalUnavailable(JournalError):  # noqa: N818  says what happened, as Refused does
    """The store cannot be used now: busy, read-only, full, not to be reached, or too new.

    Nothing was stored.  `key` tells which: `busy`, `read_only`, `full`, `damaged`, `unreachable`,
    `serialization`, `newer_layout`, `older_layout`, `no_layout`, `sqlite_too_old`, `bad_address`,
    `missing_extra`, `no_transaction`, `storage`.
    """


class OutcomeUnknown(JournalError):  # noqa: N818  says what happened, as Refused does
    """The connection was lost while committing: it may or may not have been stored.

    Repeat the append with the same `request_id`: it settles the matter without storing twice.
    """
