"""The shape of an edition's drafts: templates of messages, and what they may lack."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from nws_incident.terms import DraftKind, Purpose, Role
from nws_incident.text import Text


@frozen
class DraftRow:
    """The template of a message; slots stand as ``${slot}``, a line of `optional` ones may go.

    `purpose` names the route that the message goes by, where the notice has one; `form` the form
    that its text is written into.
    """

    id: str
    kind: DraftKind
    by: tuple[Role, ...]
    subject: Text
    text: Text
    clauses: tuple[str, ...]
    purpose: Purpose | None = None
    form: str | None = None
    optional: tuple[str, ...] = ()

    @property
    def slots(self) -> frozenset[str]:
        """The names of the slots in subject and text, but for the subject itself."""
        return (self.subject.slots | self.text.slots) - {"subject"}


@frozen
class Drafts:
    """The drafts of one edition, checked.

    `blanks` labels whatever a draft may lack; `phrases` are the parts of sentences that depend on
    the case, by the name of the slot and the word that decides.
    """

    rows: tuple[DraftRow, ...]
    blanks: Mapping[str, Text]
    phrases: Mapping[str, Mapping[str, Text]]
