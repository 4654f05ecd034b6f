"""`nws-incident route`: through whom, how and on which form one turns to another body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nws_incident.cli.editions import add_shown_edition, shown_edition
from nws_incident.cli.terminal import Line, Span, complain, line_writer, pad, print_json, width
from nws_incident.contacts.routing import route
from nws_incident.editions import load_edition
from nws_incident.errors import InvalidArgument
from nws_incident.terms import EmergencyKind, Modality, PartyKind, Purpose
from nws_incident.wording import wording

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from nws_incident.letters.routes import Labelled, RelayStep, Route, RouteForm

NAME = "route"
HELP = "show how to reach another body for a purpose"
DESCRIPTION = (
    "Show through whom, by which channel, in which place and on which form one turns to another\n"
    "body for a purpose, with what to do first and the clauses (3, 4, 5).\n\n"
    f"Purposes: {', '.join(Purpose)}."
)
EXAMPLE = "nws-incident route ask_system_operator --sender municipality --lang en"

_UNUSABLE = 2
_GAP = "  "
_KNOWN = {"yes": True, "no": False}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("purpose", metavar="PURPOSE", help="what for, such as inquire_provider")
    parser.add_argument(
        "--sender",
        required=True,
        metavar="KIND",
        help=f"the kind of body that writes: {', '.join(PartyKind)}",
    )
    parser.add_argument(
        "--contact-known",
        choices=tuple(_KNOWN),
        help="whether the desk in charge is known; needed for inquire_provider",
    )
    parser.add_argument(
        "--kind",
        metavar="EMERGENCY",
        help=f"the kind of emergency; needed for emergency: {', '.join(EmergencyKind)}",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_shown_edition(parser)


def run(options: argparse.Namespace) -> int:
    """Print the route; 2 where what is asked for is not to be had."""
    try:
        found = route(
            options.purpose,
            sender=options.sender,
            contact_known=_KNOWN.get(options.contact_known),
            kind=options.kind,
            edition=shown_edition(options),
        )
    except InvalidArgument as error:
        complain(error.message(options.lang))
        return _UNUSABLE
    if options.json:
        print_json(as_data(found, options.lang))
        return 0
    write = line_writer()
    for line in _lines(found, options.lang):
        write(line)
    return 0


def as_data(found: Route, language: str) -> dict[str, Any]:
    """Return a route as plain data, with labels in `language`."""
    return {
        "purpose": found.purpose,
        "label": found.label.read(language),
        "addressee": found.addressee.read(language),
        "relays": [
            {
                **labelled(step, language),
                "does": step.does.read(language),
                "remarks": [
                    {"channels": list(remark.channels), "text": remark.text.read(language)}
                    for remark in step.remarks
                ],
            }
            for step in found.relays
        ],
        "channels": [
            {
                **labelled(channel, language),
                "remark": None if channel.remark is None else channel.remark.read(language),
            }
            for channel in found.channels
        ],
        "in_turn": found.in_turn,
        "category": None if found.category is None else labelled(found.category, language),
        "forms": [
            {
                **labelled(form, language),
                "modality": form.modality,
                "channels": list(form.channels),
            }
            for form in found.forms
        ],
        "must_contain": [labelled(one, language) for one in found.must_contain],
        "do_first": [
            {**labelled(one, language), "clauses": list(one.clauses)} for one in found.do_first
        ],
        "must_not": [
            {**labelled(one, language), "clauses": list(one.clauses)} for one in found.must_not
        ],
        "phone": None
        if found.phone is None
        else {"number": found.phone.number, "desk": found.phone.desk.read(language)},
        "authorities": [labelled(one, language) for one in found.authorities],
        "clauses": list(found.clauses),
    }


def labelled(one: Labelled, language: str) -> dict[str, str]:
    """Return a name and its label as plain data."""
    return {"id": one.id, "label": one.label.read(language)}


def _lines(found: Route, language: str) -> Iterator[Line]:
    yield (Span(found.label.read(language), "strong"),)
    rows = [
        (wording(f"route.{key}").read(language), values)
        for key, values in _rows(found, language)
        if values
    ]
    columns = max(width(head) for head, _ in rows)
    for head, values in rows:
        for number, value in enumerate(values):
            name = "" if number else head
            yield (Span(f"{_GAP}{pad(name, columns)}{_GAP}", "dim"), Span(value))


def _rows(found: Route, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each thing there is to say, by the key of its heading, with a line for each value."""
    yield "do_first", _read(found.do_first, language)
    yield "relays", [line for step in found.relays for line in _relay(found, step, language)]
    yield "addressee", [found.addressee.read(language)]
    channels = [
        _with(one.label.read(language), "" if one.remark is None else one.remark.read(language))
        for one in found.channels
    ]
    yield ("channels_in_turn" if found.in_turn else "channels"), channels
    if found.phone is not None:
        yield "phone", [f"{found.phone.desk.read(language)} {found.phone.number}"]
    if found.category is not None:
        yield "category", [found.category.label.read(language)]
    for modality in Modality:
        yield (
            f"forms_{modality}",
            [
                f"{form.label.read(language)}{_channels_of(found, form, language)}"
                for form in found.forms
                if form.modality is modality
            ],
        )
    if found.must_contain:
        yield "must_contain", [_listed(_read(found.must_contain, language), language)]
    yield "must_not", _read(found.must_not, language)
    yield "authorities", _read(found.authorities, language)
    yield "clauses", [_listed(found.clauses, language)]


def _relay(found: Route, step: RelayStep, language: str) -> Iterator[str]:
    number = found.relays.index(step) + 1
    yield f"{number}. {_with(step.label.read(language), step.does.read(language))}"
    for remark in step.remarks:
        named = [one.label.read(language) for one in found.channels if one.id in remark.channels]
        channels = _listed(named, language)
        yield f"{_GAP} {channels}: {remark.text.read(language)}"


def _channels_of(found: Route, form: RouteForm, language: str) -> str:
    """Name the channels that a form goes with, where it does not go with all of them."""
    if len(form.channels) == len(found.channels):
        return ""
    named = [one.label.read(language) for one in found.channels if one.id in form.channels]
    return f" ({_listed(named, language)})"


def _read(labels: Iterable[Labelled], language: str) -> list[str]:
    return [one.label.read(language) for one in labels]


def _listed(parts: Iterable[str], language: str) -> str:
    return load_edition().messages["list"].read(language).join(parts)


def _with(text: str, remark: str) -> str:
    return f"{text}: {remark}" if remark else text
