"""Events of the processing: what the application was decided on."""

from __future__ import annotations

from typing import ClassVar

from nws_incident.events.base import Event, by_only, fact, of
from nws_incident.fields import word
from nws_incident.terms import Ground, Role


@fact
class ProcessedOnAttachedDocuments(Event):
    """The requester processed on the attached documents, on a stated ground (1(5), 2(2))."""

    type: ClassVar[str] = "processed_on_attached_documents"
    tag: ClassVar[str] = "PA"

    by: Role = by_only(Role.REQUESTER)
    ground: Ground = of(word(Ground))


@fact
class ProcessedOnLinkedInformation(Event):
    """The requester processed on the information the network provided (1(3)①)."""

    type: ClassVar[str] = "processed_on_linked_information"
    tag: ClassVar[str] = "PL"

    by: Role = by_only(Role.REQUESTER)
