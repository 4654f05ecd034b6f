"""Reading an edition of the notice from its TOML files, strictly and once.

An edition is a folder of TOML files.  Each file holds any of the tables of
`nws_incident.notice.model.Part`; together they make one `Edition`.  A further language is a
further file, ``language.<code>.toml``, with the path of each text and its wording.  A single file
is an overlay, which `nws_incident.notice.layers` lays on the edition it names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from nws_incident.errors import ROOT, InvalidEdition, Problem
from nws_incident.fields import Fault, read_text
from nws_incident.notice.checks import Known, check
from nws_incident.notice.contacts import Contacts, relays_by_kind
from nws_incident.notice.drafts import Drafts
from nws_incident.notice.edition import Edition
from nws_incident.notice.form import ReportForm
from nws_incident.notice.model import Part
from nws_incident.notice.sheet import ReportSheet
from nws_incident.notice.sheets import NOT_MOVED, Documents, Places
from nws_incident.notice.ways import ways_of
from nws_incident.structuring import strict_converter, structure
from nws_incident.text import Text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from cattrs import Converter

_LANGUAGE_PREFIX = "language."


def read_edition(folder: Traversable | Path, known: Known) -> Edition:
    """Read and check the edition in `folder`.

    `known` says which guards, records and event fields the library has.  Raises `InvalidEdition`
    with every problem, each path starting with the file's name.
    """
    return build_edition(read_documents(folder), known)


def read_documents(folder: Traversable | Path) -> dict[str, dict[str, Any]]:
    """Return the files of an edition by name, as TOML has them, in every language there is."""
    documents = dict(_documents(folder))
    _translate(documents)
    return documents


def build_edition(documents: Documents, known: Known, places: Places = NOT_MOVED) -> Edition:
    """Check the documents of an edition and make it of them; `places` says where things stand."""
    try:
        return _build(documents, known, places)
    except InvalidEdition as error:
        problems = [places.author(problem) for problem in error.problems]
    raise InvalidEdition(problems)


def _build(documents: Documents, known: Known, places: Places) -> Edition:
    converter = _converter()
    parts: dict[str, Part] = {}
    problems: list[Problem] = []
    for name, data in documents.items():
        try:
            parts[name] = structure(converter, data, Part, InvalidEdition)
        except InvalidEdition as error:
            problems.extend(
                places.stands(problem.under(f"{name}:{ROOT}")) for problem in error.problems
            )
    if problems:
        raise InvalidEdition(problems)
    check(parts, known, places)
    return _assemble(parts)


def _documents(folder: Traversable | Path) -> Iterator[tuple[str, dict[str, Any]]]:
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    for file in files:
        yield file.name, read_toml(file)


def read_toml(file: Traversable | Path) -> dict[str, Any]:
    """Return what stands in a TOML file; raises `InvalidEdition`."""
    place = f"{file.name}:{ROOT}"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem.of(place, "file_unreadable", reason=reason)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problem = Problem.of(place, "edition_toml", reason=str(error))
    raise InvalidEdition([problem])


def _translate(documents: dict[str, dict[str, Any]]) -> None:
    """Fold each ``language.<code>.toml`` into the texts that the other files hold."""
    names = [name for name in documents if name.startswith(_LANGUAGE_PREFIX)]
    translations = {
        name.removeprefix(_LANGUAGE_PREFIX).removesuffix(".toml"): documents.pop(name)
        for name in names
    }
    if not translations:
        return
    texts = dict(_texts(documents))
    problems = []
    for language, wordings in translations.items():
        place = f"{_LANGUAGE_PREFIX}{language}.toml:{ROOT}"
        for key, wording in wordings.items():
            if key in texts:
                texts[key][language] = wording
            else:
                problems.append(Problem.of(f'{place}["{key}"]', "edition_extra_text"))
        problems.extend(
            Problem.of(f'{place}["{key}"]', "edition_no_text", value=language)
            for key in texts
            if key not in wordings
        )
        for document in documents.values():
            if "edition" in document:
                document["edition"]["languages"].append(language)
    if problems:
        raise InvalidEdition(problems)


def _texts(documents: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Find every text: a mapping with a Japanese wording, under the path of its table."""

    def walk(path: str, value: Any) -> Iterator[tuple[str, dict[str, str]]]:
        if isinstance(value, dict):
            if "ja" in value:
                yield path, value
            else:
                for key, member in value.items():
                    yield from walk(f"{path}.{key}" if path else key, member)
        elif isinstance(value, list):
            for member in value:
                if isinstance(member, dict):
                    names = (member[key] for key in ("id", "number", "name") if key in member)
                    yield from walk(f"{path}.{next(names, '')}", member)

    for document in documents.values():
        yield from walk("", document)


def _converter() -> Converter:
    converter = strict_converter()

    def structure_text(value: Any, _: Any) -> Text:
        if not isinstance(value, Mapping):
            raise Fault("expected_mapping")
        return Text.of({language: read_text(wording) for language, wording in value.items()})

    converter.register_structure_hook(Text, structure_text)
    converter.register_structure_hook(str | bool, _structure_value)
    converter.register_structure_hook(int, lambda value, _: _whole_number(value))
    return converter


def _structure_value(value: Any, _: Any) -> str | bool:
    return value if isinstance(value, bool) else read_text(value)


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Fault("expected_whole_number")
    return value


def _assemble(parts: Mapping[str, Part]) -> Edition:
    def all_of(table: str) -> Iterator[Any]:
        for part in parts.values():
            yield from getattr(part, table)

    def merged(table: str) -> dict[str, Any]:
        return {
            key: value for part in parts.values() for key, value in getattr(part, table).items()
        }

    about = next(part.edition for part in parts.values() if part.edition is not None)
    page = next(all_of("sheet_page"))
    tracks = {track.id: track for track in all_of("track")}
    rules = {rule.id: rule for rule in all_of("rule")}
    return Edition(
        about=about,
        clauses={clause.number: clause for clause in all_of("clause")},
        tracks=tracks,
        openings={opening.event: opening for opening in all_of("opening")},
        generals=tuple(all_of("general")),
        rules=rules,
        ways=tuple(
            way for rule in rules.values() for way in ways_of(rule, tracks[rule.track].states)
        ),
        reports=tuple(all_of("report")),
        guards={guard.name: guard for guard in all_of("guard")},
        findings={finding.id: finding for finding in all_of("finding")},
        relays={
            route.target: relays_by_kind(route)
            for route in all_of("route")
            if route.target is not None
        },
        emergencies={emergency.kind: emergency for emergency in all_of("emergency")},
        readings=tuple(all_of("reading")),
        duties={duty.id: duty for duty in all_of("duty")},
        permissions={permission.id: permission for permission in all_of("permission")},
        exemptions={exemption.id: exemption for exemption in all_of("exemption")},
        assumptions=tuple(all_of("assumption")),
        properties={row.id: row for row in all_of("property")},
        report_form=ReportForm(
            groups={group.id: group for group in all_of("form_group")},
            fields={field.id: field for field in all_of("form_field")},
            conditions={one.id: one.means for one in all_of("form_condition")},
            lists={one.id: one for one in all_of("form_choices")},
            operator_fields=tuple(all_of("form_operator_field")),
        ),
        report_sheet=ReportSheet(
            page=page,
            rows=tuple(all_of("sheet_row")),
            styles={style.id: style for style in all_of("sheet_style")},
            wording={one.id: one.text for one in all_of("sheet_wording")},
        ),
        vocabularies=merged("vocabulary"),
        events=merged("event"),
        fields=merged("field"),
        forces=merged("force"),
        messages=merged("message"),
        contacts=Contacts(
            routes=tuple(all_of("route")),
            bodies=merged("body"),
            categories=merged("category"),
            channels=merged("channel"),
            forms=merged("form"),
            instructions={one.id: one for one in all_of("instruction")},
        ),
        drafts=Drafts(
            rows=tuple(all_of("draft")), blanks=merged("blank"), phrases=merged("phrase")
        ),
        library={rule.event: rule for rule in all_of("library")},
    )
