"""Events of this library: they record how a case is kept, and the notice knows nothing of them."""

from __future__ import annotations

from typing import ClassVar

from nws_incident.events.base import Event, fact, of
from nws_incident.fields import WORDS


@fact
class EditionChanged(Event):
    """The case goes on under another edition, named in `to`: an event of the library."""

    type: ClassVar[str] = "edition_changed"
    tag: ClassVar[str] = "LE"
    of_library: ClassVar[bool] = True

    to: str = of(WORDS)
