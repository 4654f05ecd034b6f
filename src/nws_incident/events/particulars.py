"""Who is involved in a case, and what was inquired."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from nws_incident.errors import InvalidEvent
from nws_incident.events.base import Fact, fact, of
from nws_incident.fields import CODE, MOMENT_OR_BLANK, TEXT, WORDS, is_blank, optional, word
from nws_incident.organization import fold, is_same_body, prefecture_of
from nws_incident.terms import PartyKind

PARTICULARS = (
    "occurred_at",
    "summary",
    "affair",
    "procedure",
    "information",
    "processing_number",
    "request",
)
"""The seven particulars of an inquiry that 1(2) and 4(1)② demand, in the notice's order."""


@fact
class Party(Fact):
    """A body that takes part: its name, kind, 全国地方公共団体コード and prefecture.

    Boards of education, 一部事務組合 and 広域連合 are of kind `municipality`.  Raises
    `InvalidEvent` where the code's check digit is wrong or its prefecture is another.
    """

    name: str = of(WORDS)
    kind: PartyKind = of(word(PartyKind))
    code: str | None = of(optional(CODE), default=None)
    prefecture: str | None = of(optional(TEXT), default=None)

    def __attrs_post_init__(self) -> None:
        """Compare the stated prefecture with the code's."""
        if self.code is None or self.prefecture is None or is_blank(self.prefecture):
            return
        expected = prefecture_of(self.code)
        if fold(self.prefecture) != expected:
            raise InvalidEvent.at("$.prefecture", "prefecture_disagrees", expected=expected)

    def is_same_as(self, other: Party) -> bool:
        """Tell whether `other` is the same body: by code where both have one, else by name."""
        return is_same_body(self.name, self.code, other.name, other.code)


@fact
class Inquiry(Fact):
    """What was inquired over the network: the seven particulars of 1(2) and 4(1)②.

    Each may be blank (null, empty, or white space only) until the provider is contacted.
    """

    occurred_at: datetime | None = of(MOMENT_OR_BLANK, default=None)
    summary: str | None = of(optional(TEXT), default=None)
    affair: str | None = of(optional(TEXT), default=None)
    procedure: str | None = of(optional(TEXT), default=None)
    information: str | None = of(optional(TEXT), default=None)
    processing_number: str | None = of(optional(TEXT), default=None)
    request: str | None = of(optional(TEXT), default=None)

    @cached_property
    def blanks(self) -> tuple[str, ...]:
        """The names of the particulars that are blank."""
        return tuple(name for name in PARTICULARS if is_blank(getattr(self, name)))

    def changed_by(self, other: Inquiry) -> tuple[str, ...]:
        """Return the particulars that `other` would change: given in both, and different."""
        return tuple(
            name
            for name in PARTICULARS
            if not is_blank(getattr(self, name))
            and not is_blank(getattr(other, name))
            and getattr(self, name) != getattr(other, name)
        )

    def completed_by(self, other: Inquiry) -> Inquiry:
        """Return this inquiry with its blanks filled from `other`; what is given stays."""
        return Inquiry(
            **{
                name: getattr(other if is_blank(getattr(self, name)) else self, name)
                for name in PARTICULARS
            }
        )
