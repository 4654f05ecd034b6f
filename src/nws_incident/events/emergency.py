"""Events of an emergency (section 3)."""

from __future__ import annotations

from typing import ClassVar

from nws_incident.events.base import Event, fact, of
from nws_incident.fields import word
from nws_incident.terms import Authority, EmergencyKind, Form


@fact
class EmergencyDeclared(Event):
    """A party declared an emergency of a kind (3)."""

    type: ClassVar[str] = "emergency_declared"
    tag: ClassVar[str] = "ED"

    kind: EmergencyKind = of(word(EmergencyKind))


@fact
class EmergencyPhoned(Event):
    """A party phoned the operator first (3)."""

    type: ClassVar[str] = "emergency_phoned"
    tag: ClassVar[str] = "EP"


@fact
class EmergencyFormPosted(Event):
    """A party posted the form on the sharing site (3)."""

    type: ClassVar[str] = "emergency_form_posted"
    tag: ClassVar[str] = "EF"

    form: Form = of(word(Form))


@fact
class AuthorityInformed(Event):
    """A party told an authority that is owed word (3)."""

    type: ClassVar[str] = "authority_informed"
    tag: ClassVar[str] = "AI"

    authority: Authority = of(word(Authority))
