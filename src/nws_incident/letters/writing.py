"""What a draft is made from: a case, who writes, which way, and how moments are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.events import Event
from nws_incident.facts import Facts
from nws_incident.jst import show_moment
from nws_incident.letters.routes import Route
from nws_incident.letters.wareki import japanese_moment
from nws_incident.terms import Role
from nws_incident.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nws_incident.events import Party
    from nws_incident.notice.edition import Edition

_JAPANESE = "ja"

Value = tuple["Text | str", ...]
"""What fills a slot: one thing or several; nothing, where it is not known."""


@frozen
class Letter:
    """What a draft is made from: the facts and events of a case, who writes, and which way.

    `is_direct` says whether it goes straight to the desk in charge.
    """

    facts: Facts
    events: tuple[Event, ...]
    author: Role
    is_direct: bool
    route: Route | None
    form: Text | None

    @property
    def edition(self) -> Edition:
        """The edition that the case runs under."""
        return self.facts.edition

    @property
    def sender(self) -> Party:
        """The party that writes."""
        opening = self.facts.opening
        return opening.requester if self.author is Role.REQUESTER else opening.provider

    @property
    def partner(self) -> Party:
        """The other party."""
        opening = self.facts.opening
        return opening.provider if self.author is Role.REQUESTER else opening.requester

    def moment(self, moment: datetime | None) -> Value:
        """Return a moment as each language writes it: by era in Japanese, else in ISO 8601."""
        if moment is None:
            return ()
        written = {language: show_moment(moment) for language in self.edition.languages}
        return (Text.of(written | {_JAPANESE: japanese_moment(moment)}),)

    def time_of(self, event: Event | None) -> Value:
        """Return when an event happened, if it did."""
        return () if event is None else self.moment(event.at)

    def phrase(self, slot: str, word: str) -> Value:
        """Return the part of a sentence that a word decides."""
        return (self.edition.drafts.phrases[slot][word],)


def latest_of_round(facts: Facts, events: Sequence[Event], kind: type[Event]) -> Any:
    """Return the latest event of a type since the present round began, if there is one."""
    of_round = events[facts.round_since - 1 :]
    return next((event for event in reversed(of_round) if isinstance(event, kind)), None)
