"""An overlay says what a later edition does otherwise, and cannot say what makes no sense."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nws_incident as nws
from nws_incident.editions import known
from nws_incident.judging import procedure_of
from nws_incident.notice.laying import lay
from nws_incident.notice.loader import build_edition, read_documents
from nws_incident.notice.model import Part
from nws_incident.notice.overlay import read_overlay
from nws_incident.notice.sheets import put_together, sheets_of
from nws_incident.notice.tables import HEAD, tables
from own_editions import append, change, copy_edition
from scenes import case_of, opening

SHIPPED = nws.load_edition()
SOURCE = Path(nws.__file__).parent / "notice" / "editions" / SHIPPED.id
DOCUMENTS = read_documents(SOURCE)
ILLUSTRATION = Path(__file__).parent.parent / "examples/editions/2021-09-01-illustration.toml"
OWN = Path(__file__).parent / "editions"
HEAD_LINES = """[overlay]
id = "later"
base = "2017-06-16"
note = { ja = "試験用", en = "for tests" }
"""


def overlay_file(folder: Path, text: str, name: str = "later.toml") -> Path:
    """Write an overlay with a head of its own, or with the common one."""
    file = folder / name
    head = "" if "[overlay]" in text else HEAD_LINES
    file.write_text(head + text, encoding="utf-8")
    return file


def problems_of(file: Path | str) -> list[tuple[str, str]]:
    """Return the paths and keys of what is wrong with an overlay."""
    with pytest.raises(nws.InvalidEdition) as caught:
        nws.load_edition(file)
    assert caught.value.message("ja") != caught.value.message("en")
    return [(problem.path, problem.key) for problem in caught.value.problems]


def tables_of(edition: nws.Edition) -> dict[str, Any]:
    """Return everything that an edition holds, but for which edition it is."""
    return attrs.asdict(edition, recurse=False, filter=lambda field, _: field.name != "about")


def test_every_table_of_an_edition_can_be_overlaid() -> None:
    """The tables are read off the model; a new one of another shape has to be thought of."""
    assert {HEAD, *tables()} == {field.name for field in attrs.fields(Part)}
    for table in tables().values():
        assert table.depth > 0
        assert (table.key is None) or table.depth == 1


def test_every_row_is_named_by_the_first_field_of_its_class() -> None:
    """Within a table no two rows of the shipped edition have the same name."""
    for parts in sheets_of(DOCUMENTS).values():
        for rows in parts.values():
            names = [row.key for row in rows]
            assert len(set(names)) == len(names)


def test_an_overlay_that_changes_nothing_gives_the_same_edition(tmp_path: Path) -> None:
    """Every table is equal to that of the base; only the head differs."""
    same = nws.load_edition(overlay_file(tmp_path, ""))
    assert tables_of(same) == tables_of(SHIPPED)
    about = attrs.asdict(same.about, recurse=False)
    assert about.pop("note").read("en") == "for tests"
    assert (about.pop("id"), about.pop("base")) == ("later", SHIPPED.id)
    assert about.items() <= attrs.asdict(SHIPPED.about, recurse=False).items()


def test_rows_put_together_again_are_the_documents_they_were_taken_from() -> None:
    """Taking an edition apart loses nothing, and every row knows its place."""
    documents, places = put_together(sheets_of(DOCUMENTS), "later.toml")
    assert documents == DOCUMENTS
    assert all(places.row(place) == place for place in places.rows)


# What an overlay does.


def test_labels_are_changed_and_nothing_else() -> None:
    """The illustration renames the operator wherever it is named; the procedure is the same."""
    later = nws.load_edition(ILLUSTRATION)
    assert later.id == "2021-09-01-illustration"
    assert later.about.dated == "2021-09-01"
    assert later.about.note is not None
    assert "例示" in later.about.note.read("ja")
    assert later.label("role", "system_operator").read("ja").endswith("(デジタル庁)")
    assert later.label("role", "requester") == SHIPPED.label("role", "requester")
    changed = {name for name, own in tables_of(later).items() if own != tables_of(SHIPPED)[name]}
    assert changed == {"contacts", "vocabularies"}


def test_a_row_states_only_what_differs(tmp_path: Path) -> None:
    """What a change leaves out stays; lists are replaced whole, tables merge key by key."""
    text = """
[[change.rule]]
id = "I8"
clauses = ["1(2)"]
[[change.rule]]
id = "I9"
when = { factor = ["system"] }
[change.message]
unknown = { ja = "いない", en = "no one" }
"""
    later = nws.load_edition(overlay_file(tmp_path, text))
    assert later.rules["I8"] == attrs.evolve(SHIPPED.rules["I8"], clauses=("1(2)",))
    assert dict(later.rules["I9"].when or {}) == {
        "finding": ("information_wrong",),
        "factor": ("system",),
    }
    assert later.messages["unknown"].read("en") == "no one"
    assert list(later.rules) == list(SHIPPED.rules)


def test_rules_are_added_at_the_end_or_after_another() -> None:
    """An added row comes last, or after the row that it names; what it names is checked alike."""
    wider = nws.load_edition(OWN / "wider.toml")
    assert list(wider.rules)[-1] == "X1"
    order = list(wider.rules)
    assert order[order.index("I7") + 1] == "X2"
    grounds = [ground.id for ground in wider.reports]
    assert grounds.index("party_was_the_cause_and_documents_used") == 4
    assert wider.tracks["emergency"].states[-1] == "phoned_again"


def test_what_is_withdrawn_is_gone_and_may_be_put_anew(tmp_path: Path) -> None:
    """Rows and entries go; one of the same name may take their place, with nothing of the old."""
    text = """
[withdraw]
rule = ["F7"]
reading = ["look-first"]
message = ["unknown"]
vocabulary.channel = ["phone"]
[add.message]
unknown = { ja = "いない", en = "no one" }
[add.vocabulary.channel]
phone = { ja = "電話機", en = "telephone" }
[[add.rule]]
id = "F7"
track = "investigation"
event = "wider_impact_expected"
by = ["requester"]
from = ["*"]
guards = ["no_impact_waits"]
records = ["wider_impact"]
clauses = ["1(4)"]
means = { ja = "試験", en = "test" }
"""
    later = nws.load_edition(overlay_file(tmp_path, text))
    assert later.label("channel", "phone").read("en") == "telephone"
    assert later.rules["F7"].by == (nws.Role.REQUESTER,)
    assert "look-first" not in {reading.id for reading in later.readings}
    assert later.messages["unknown"].read("en") == "no one"


def test_an_overlay_stands_on_an_overlay_or_on_a_folder(tmp_path: Path) -> None:
    """The base is a shipped name, or a path from where the overlay is."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "own"')
    first = overlay_file(
        tmp_path,
        HEAD_LINES.replace('"2017-06-16"', '"./edition"')
        + '[withdraw]\nrule = ["R8"]\n[change.force]\ncare = { ja = "留意", en = "mind" }\n',
    )
    above = tmp_path / "above"
    above.mkdir()
    text = HEAD_LINES.replace("2017-06-16", "../later.toml").replace('id = "later"', 'id = "top"')
    top = nws.load_edition(
        overlay_file(above, text + '[[change.rule]]\nid = "R7"\nclauses = ["6"]')
    )
    assert nws.load_edition(str(first)).about.base == "own"
    assert (top.id, top.about.base) == ("top", "later")
    assert "R8" not in top.rules
    assert top.rules["R7"].clauses == ("6",)
    assert top.forces["care"].read("en") == "mind"


def test_a_base_speaks_every_language_that_its_folder_has(tmp_path: Path) -> None:
    """A language file of the base counts; the overlay's own texts must speak it, too."""
    folder = copy_edition(tmp_path)
    file = folder / "language.xx.toml"
    file.write_text("", encoding="utf-8")
    with pytest.raises(nws.InvalidEdition) as caught:
        nws.load_edition(folder)
    keys = [problem.path.split('"')[1] for problem in caught.value.problems]
    slots = slots_of(folder)
    file.write_text("".join(f'"{key}" = "{slots[key]}"\n' for key in keys), encoding="utf-8")
    assert nws.load_edition(folder).languages == ("ja", "en", "xx")
    base = HEAD_LINES.replace("2017-06-16", "./edition").replace('id = "later"', 'id = "top"')
    short = overlay_file(tmp_path, base)
    assert problems_of(short) == [("later.toml:$.overlay.note", "edition_language")]
    spoken = base.replace('en = "for tests"', 'en = "for tests", xx = "x"')
    assert nws.load_edition(overlay_file(tmp_path, spoken)).languages == ("ja", "en", "xx")


def slots_of(folder: Path) -> dict[str, str]:
    """Return the slots of every text of an edition, by the path of the text."""
    (folder / "language.xx.toml").unlink()
    found: dict[str, str] = {}

    def walk(path: str, value: Any) -> None:
        if isinstance(value, dict) and "ja" in value:
            found[path] = "".join(
                f"${{{part.partition('}')[0]}}}" for part in value["ja"].split("${")[1:]
            )
        elif isinstance(value, dict):
            for key, member in value.items():
                walk(f"{path}.{key}" if path else key, member)
        elif isinstance(value, list):
            for member in value:
                if isinstance(member, dict):
                    names = (member[key] for key in ("id", "number", "name") if key in member)
                    walk(f"{path}.{next(names, '')}", member)

    for file in folder.glob("*.toml"):
        walk("", tomllib.loads(file.read_text(encoding="utf-8")))
    return found


# What an overlay cannot do.


RULE = """
[[add.rule]]
id = "X9"
track = "investigation"
event = "self_check_inconclusive"
by = ["requester"]
from = ["resolved"]
to = "remedy"
clauses = ["1(2)"]
means = { ja = "試験", en = "test" }
"""


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ("[[change.rule]]\nid = 'I99'", "$.change.rule[0]", "overlay_not_there"),
        ("[change.message]\nnobudy = {}", "$.change.message.nobudy", "overlay_not_there"),
        (
            "[change.vocabulary.rolle]\nrequester = {}",
            "$.change.vocabulary.rolle.requester",
            "overlay_not_there",
        ),
        ("[withdraw]\nrule = ['I99']", "$.withdraw.rule[0]", "overlay_not_there"),
        ("[withdraw]\nrule = ['F9', 'F9']", "$.withdraw.rule[1]", "overlay_not_there"),
        (
            "[withdraw]\nvocabulary.role = ['x']",
            "$.withdraw.vocabulary.role[0]",
            "overlay_not_there",
        ),
        (
            "[withdraw]\nrule = ['I8']\n[[change.rule]]\nid = 'I8'",
            "change.rule[0]",
            "overlay_not_there",
        ),
        ("[[add.rule]]\nid = 'I8'", "$.add.rule[0]", "overlay_already_there"),
        ("[add.message]\nunknown = {}", "$.add.message.unknown", "overlay_already_there"),
        (RULE.replace("id =", "after = 'I99'\nid ="), "$.add.rule[0].after", "overlay_not_there"),
        (RULE.replace("id =", "after = 8\nid ="), "$.add.rule[0].after", "number_for_text"),
        (RULE + RULE, "$.add.rule[1]", "overlay_already_there"),
        ("[[change.rule]]\nid='I8'\n[[change.rule]]\nid='I8'", "rule[1]", "edition_duplicate"),
        ("[[change.rule]]\nto = 'remedy'", "$.change.rule[0].id", "missing"),
        ("[[change.rule]]\nid = 8", "$.change.rule[0].id", "number_for_text"),
        ("[change]\nrule = ['I8']", "$.change.rule[0]", "expected_mapping"),
        ("[change]\nrule = 'I8'", "$.change.rule", "expected_list"),
        ("[change]\nmessage = ['I8']", "$.change.message", "expected_mapping"),
        ("[change]\nvocabulary.role = ['I8']", "$.change.vocabulary.role", "expected_mapping"),
        ("[change.edition]\nid = 'x'", "$.change.edition", "unknown_key"),
        ("[change.rulle]", "$.change.rulle", "unknown_key"),
        ("[changes]", "$.changes", "unknown_key"),
        ("[withdraw]\nrule = 'I8'", "$.withdraw.rule", "expected_list"),
        ("[withdraw]\nrule = [8]", "$.withdraw.rule[0]", "number_for_text"),
        ("[withdraw]\nvocabulary = ['role']", "$.withdraw.vocabulary", "expected_mapping"),
        ("add = 3\n" + HEAD_LINES, "$.add", "expected_mapping"),
        ("overlay = 3  # [overlay]", "$.overlay", "expected_mapping"),
        (HEAD_LINES.replace("note", "notes"), "$.overlay.note", "missing"),
        (HEAD_LINES.replace("2017-06-16", "1999"), "$.overlay.base", "unknown_edition"),
        (HEAD_LINES.replace('"2017-06-16"', "3"), "$.overlay.base", "number_for_text"),
        (HEAD_LINES.replace("2017-06-16", "./no"), "$.overlay.base", "file_missing"),
        (HEAD_LINES.replace('"later"', '"2017-06-16"'), "$.overlay.id", "overlay_same_id"),
        (HEAD_LINES + "titel = 'x'", "$.overlay.titel", "unknown_key"),
        ("[overlay", "$", "edition_toml"),
        # What holds by itself and not with the rest of the edition.
        ("[[change.rule]]\nid = 'I1'\nguardss = []", "$.change.rule[0].guardss", "unknown_key"),
        ("[[change.rule]]\nid = 'I1'\nby = ['x']", "$.change.rule[0].by[0]", "unknown_value"),
        ("[[change.rule]]\nid = 'I1'\nto = 'x'", "$.change.rule[0].to", "edition_unknown_state"),
        (RULE.replace("remedy", "x"), "$.add.rule[0].to", "edition_unknown_state"),
        (
            RULE.replace("id =", "after = 'I7'\nid =").replace("1(2)", "9"),
            "add.rule[0].clauses",
            "edition_unknown_clause",
        ),
        ("[add.message]\nx = { ja = 'x', en = 'x' }", "$.add.message.x", "edition_unused"),
        (
            "[change.message]\nunknown = { ja = 'x' }",
            "$.change.message.unknown",
            "edition_language",
        ),
        (
            "[add.vocabulary.role]\nx = { ja = 'x', en = 'x' }",
            "$.add.vocabulary.role.x",
            "edition_unused",
        ),
        ("[add.vocabulary.x]\nx = { ja = 'x', en = 'x' }", "$.add.vocabulary.x", "edition_unused"),
        # Holes that are left behind.
        (
            "[withdraw]\nguard = ['source_named']",
            " > rules-2-investigation.toml:$.rule[0].guards",
            "edition_undescribed",
        ),
        ("[withdraw]\nevent = ['consulted']", " > $.event", "edition_missing_row"),
        ("[withdraw]\nrule = ['E2']", " > tracks.toml:$.track[3].state[2]", "edition_unentered"),
        ("[withdraw]\nrule = ['F6']", " > guards.toml:$.guard[", "edition_unused"),
        (
            "[withdraw]\nclause = ['1(2)']",
            " > rules-2-investigation.toml:$.rule[6].clauses",
            "edition_unknown_clause",
        ),
        (
            "[withdraw]\nrule = ['I1']\nclause = ['1(2)']",
            " > rules-2-investigation.toml:$.rule[6].clauses",
            "edition_unknown_clause",
        ),
        ("[withdraw]\ngeneral = ['G3']", " > $.general", "edition_missing_row"),
        ("[withdraw]\nlibrary = ['L2']", " > $.library", "edition_missing_row"),
        ("[withdraw]\nforce = ['care']", " > $.force", "edition_missing_row"),
        # What judging relies on.
        (
            "[[change.general]]\nid = 'G3'\nguard = 'impact_waits'",
            "$.change.general[0].guard",
            "edition_unknown_guard",
        ),
        (
            "[[change.rule]]\nid = 'I1'\nguards = ['case_is_open']",
            "$.change.rule[0].guards",
            "edition_unknown_guard",
        ),
        (
            "[[change.rule]]\nid = 'R13'\nbranch = [{ guards = ['edition_known'] }]",
            "$.change.rule[0].branch[0].guards",
            "edition_unknown_guard",
        ),
        (
            "[[change.library]]\nid = 'L1'\nguards = ['edition_known']",
            "$.change.library[0].guards",
            "edition_missing_row",
        ),
        (
            "[[change.library]]\nid = 'L2'\nguards = ['event_has_a_rule', 'impact_waits']",
            "$.change.library[0].guards",
            "edition_unknown_guard",
        ),
        (
            "[[change.library]]\nid = 'L1'\nevent = 'consulted'",
            "$.change.library[0].event",
            "edition_unknown_event",
        ),
        ("[[change.library]]\nid = 'L1'\nby = []", "$.change.library[0].by", "edition_incomplete"),
        ("[[change.library]]\nid = 'L1'\nid2 = 'x'", "$.change.library[0].id2", "unknown_key"),
        (
            "[[change.track]]\nid = 'emergency'\ninitial = 'x'",
            "$.change.track[0].initial",
            "edition_unknown_state",
        ),
        ("[add.force]\nx = { ja = 'x', en = 'x' }", "$.add.force.x", "edition_unused"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused_at_its_place(
    tmp_path: Path, text: str, path: str, key: str
) -> None:
    """Each mistake is named with the overlay's file and the path in it, or what it did below."""
    found = problems_of(overlay_file(tmp_path, text))
    assert all(place.startswith("later.toml") for place, _ in found), found
    assert any(path in place and what == key for place, what in found), found


def test_a_row_keeps_its_place_in_its_file_when_others_go(tmp_path: Path) -> None:
    """The place of what an overlay broke below is that of the file as it stands."""
    text = "[withdraw]\nrule = ['I1', 'I2', 'I4']\nguard = ['source_named']\nclause = ['2(2)']"
    found = dict(problems_of(overlay_file(tmp_path, text)))
    assert "later.toml > rules-2-investigation.toml:$.rule[2].clauses" in found


def test_overlays_that_stand_on_each_other_are_refused(tmp_path: Path) -> None:
    """A circle is named; so is a base that is broken itself."""
    one = overlay_file(tmp_path, HEAD_LINES.replace("2017-06-16", "./two.toml"), "one.toml")
    overlay_file(tmp_path, HEAD_LINES.replace("2017-06-16", "./one.toml"), "two.toml")
    assert problems_of(one) == [("two.toml:$.overlay.base", "overlay_cycle")]
    itself = overlay_file(tmp_path, HEAD_LINES.replace("2017-06-16", "later.toml"))
    assert problems_of(itself) == [("later.toml:$.overlay.base", "overlay_cycle")]
    overlay_file(tmp_path, "[withdraw]\nrule = ['I99']", "two.toml")
    assert problems_of(one) == [("two.toml:$.withdraw.rule[0]", "overlay_not_there")]


def test_files_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """An overlay of the name of a file below is named in full."""
    overlay_file(tmp_path, RULE, "rules.toml")
    above = tmp_path / "above"
    above.mkdir()
    text = HEAD_LINES.replace("2017-06-16", "../rules.toml").replace('id = "later"', 'id = "top"')
    top = overlay_file(above, text, "rules.toml")
    assert nws.load_edition(top).rules["X9"].to == "remedy"
    append(top, "[[change.rule]]\nid = 'X9'\nto = 'x'")
    assert problems_of(top) == [(f"{top.resolve()}:$.change.rule[0].to", "edition_unknown_state")]


def test_what_is_not_there_or_is_no_overlay_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that leads nowhere, an unreadable file, and a file without a head."""
    assert problems_of(tmp_path / "no.toml") == [("no.toml:$", "file_missing")]
    assert problems_of("no/where") == [("where:$", "file_missing")]
    (tmp_path / "latin.toml").write_bytes("a = 'é'".encode("latin-1"))
    assert problems_of(tmp_path / "latin.toml") == [("latin.toml:$", "edition_toml")]
    keys = {key for _, key in problems_of(SOURCE / "tables.toml")}
    assert keys == {"missing", "unknown_key"}

    def fail(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", fail)
    assert problems_of(ILLUSTRATION) == [(f"{ILLUSTRATION.name}:$", "file_unreadable")]


# Any overlay at all.


def rows_of(table: str) -> list[Any]:
    """Return the rows of a table of the shipped edition, as they stand."""
    return [row for parts in sheets_of(DOCUMENTS).values() for row in parts.get(table, ())]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an overlay that names what exists, and says of it what another row says, or nonsense."""
    overlay: dict[str, Any] = {
        "overlay": {"id": "later", "base": "2017-06-16", "note": {"ja": "試験", "en": "test"}},
        "change": {},
        "withdraw": {},
    }
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(tables())))
        table = tables()[name]
        row = draw(st.sampled_from(rows_of(name)))
        if draw(st.booleans()):
            under = overlay["withdraw"]
            for key in (name, *row.key[:-1])[:-1]:
                under = under.setdefault(key, {})
            under.setdefault((name, *row.key[:-1])[-1], []).append(row.key[-1])
        elif table.key is None:
            under = overlay["change"].setdefault(name, {})
            for key in row.key[:-1]:
                under = under.setdefault(key, {})
            under[row.key[-1]] = draw(_NONSENSE | st.just({"ja": "別", "en": "other"}))
        else:
            other = draw(st.sampled_from(rows_of(name)))
            field = draw(st.sampled_from(sorted({*row.data, *other.data, "colour"})))
            value = draw(_NONSENSE | st.just(other.data.get(field)))
            changed = {table.key: row.key[0], **({} if value is None else {field: value})}
            overlay["change"].setdefault(name, []).append(changed)
    return overlay


_NONSENSE: st.SearchStrategy[Any] = st.sampled_from(
    ("", "x", "*", [], ["*"], {}, {"ja": "x"}, {"x": ["y"]}, 3, True, [{}], [{"id": "x"}])
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=documents())
def test_any_overlay_loads_or_is_refused_by_its_name(document: dict[str, Any]) -> None:
    """Whatever is changed or withdrawn, the edition holds together or is refused with the file."""
    edition = laid(document)
    if isinstance(edition, nws.InvalidEdition):
        places = [problem.path for problem in edition.problems]
        assert places
        assert all(place.startswith("later.toml") for place in places), places
        return
    assert edition.id == "later"
    assert procedure_of(edition).edition is edition
    case = case_of(opening())
    moved = nws.Case.from_events(case.events, editions=[edition])
    moved.offer(nws.EditionChanged(at=case.events[0].at, by=nws.Role.REQUESTER, to="later"))
    for option in nws.options(moved):
        assert bool(option.findings) or option.availability is nws.Availability.OPEN


def laid(document: dict[str, Any]) -> nws.Edition | nws.InvalidEdition:
    """Lay an overlay on the shipped edition; return the edition that it makes, or why not."""
    try:
        sheets = lay(sheets_of(DOCUMENTS), read_overlay("later.toml", document))
        parts, places = put_together(sheets, "later.toml")
        return build_edition(parts, known(), places)
    except nws.InvalidEdition as error:
        return error
