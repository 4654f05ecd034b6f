"""A net in PNML (ISO/IEC 15909-2), as a place/transition net."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from nws_incident.export.net import END, START

if TYPE_CHECKING:
    from nws_incident.export.net import Net, Place, Transition

_GRAMMAR = "http://www.pnml.org/version-2009/grammar"
_NAMESPACE = f"{_GRAMMAR}/pnml"
_PLACE_TRANSITION = f"{_GRAMMAR}/ptnet"
_OWN = {"tool": "nws-incident", "version": "1"}
# By this mark of ProM the tools of process mining know a transition that no event stands for.
_UNSEEN = {"tool": "ProM", "version": "6.4", "activity": "$invisible$"}


def to_pnml(net: Net) -> bytes:
    """Return a net as a PNML document in UTF-8.

    PNML knows no final marking, without which nothing can be aligned.  It is added as ProM adds
    it: in an element `finalmarkings`, which is the one thing here that is not of the standard.
    """
    root = ET.Element("pnml", xmlns=_NAMESPACE)
    drawn = ET.SubElement(root, "net", id="procedure", type=_PLACE_TRANSITION)
    _text(drawn, "name", net.title)
    page = ET.SubElement(drawn, "page", id="page")
    for place in net.places:
        _place(page, place)
    for transition in net.transitions:
        _transition(page, transition)
    for transition in net.transitions:
        for place_id in sorted(transition.takes):
            _arc(page, place_id, transition.id)
        for place_id in sorted(transition.gives):
            _arc(page, transition.id, place_id)
    final = ET.SubElement(ET.SubElement(drawn, "finalmarkings"), "marking")
    for place in net.places:
        ended = ET.SubElement(final, "place", idref=place.id)
        ET.SubElement(ended, "text").text = str(int(place.id == END))
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(ET.SubElement(parent, name), "text").text = text


def _place(page: ET.Element, place: Place) -> None:
    drawn = ET.SubElement(page, "place", id=place.id)
    _text(drawn, "name", place.label)
    if place.id == START:
        _text(drawn, "initialMarking", "1")


def _transition(page: ET.Element, transition: Transition) -> None:
    drawn = ET.SubElement(page, "transition", id=transition.id)
    if transition.name is None:
        ET.SubElement(drawn, "toolspecific", _UNSEEN)
        return
    _text(drawn, "name", transition.name)
    own = ET.SubElement(drawn, "toolspecific", _OWN)
    ET.SubElement(own, "rules").text = " ".join(transition.rules)
    ET.SubElement(own, "clauses").text = " ".join(transition.clauses)


def _arc(page: ET.Element, source: str, target: str) -> None:
    ET.SubElement(page, "arc", id=f"{source}-{target}", source=source, target=target)
