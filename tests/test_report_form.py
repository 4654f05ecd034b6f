"""The report's form as data: complete, in two languages, and broken forms fail at load."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest

import nws_incident as nws
from nws_incident.notice.form import Condition
from nws_incident.report.showing import say
from own_editions import append, change, copy_edition, problems_of
from scenes import COPY_WRONG, TO_PROVIDER

if TYPE_CHECKING:
    from pathlib import Path

FORM_FILE = "report-form.toml"
FORM = nws.load_edition().report_form


REPLACED = [
    ('id = "drafted_on"', 'id = "drafted"', "form_field[0].id", "unknown_value"),
    ('group = "draft"', 'group = "drafts"', "form_field[0].group", "edition_unknown_word"),
    ('entry = "date"', 'entry = "day"', "form_field[0].entry", "unknown_value"),
    ('entry = "date"', 'entry = "choice"', "form_field[0].choices", "edition_incomplete"),
    ('required = "always"', 'required = "red"', "form_field[0].required", "unknown_value"),
    ('required = "always"', 'required = "case"', "form_field[0].when", "edition_incomplete"),
    (
        'required = "always"',
        'required = "always"\nwhen = "recovered"',
        "form_field[0].when",
        "edition_incomplete",
    ),
    ('when = "recovered"', 'when = "raining"', "form_field[11].when", "unknown_value"),
    ('clauses = ["5"]', "clauses = []", "form_field[0].clauses", "edition_incomplete"),
    ('clauses = ["5"]', 'clauses = ["9"]', "form_field[0].clauses", "edition_unknown_clause"),
    (
        'choices = ["causing_party"]',
        'choices = ["party"]',
        "form_field[16].choices",
        "edition_unknown_word",
    ),
    ('id = "impact_by_provider"', 'id = "unused"', "form_choices[11].id", "edition_unused"),
    (
        'choice = [\n  { id = "other_cause", label = { ja = "その他", en = "other" } },\n]',
        "choice = []",
        "form_choices[9].choice",
        "edition_incomplete",
    ),
    (
        'id = "none_on_decision_there"',
        'id = "decision_late_there"',
        "form_choices[11].choice",
        "edition_incomplete",
    ),
    (
        '{ id = "several", label',
        '{ id = "many", label',
        "form_choices[2].choice",
        "edition_unknown_word",
    ),
    ('id = "reporter"', 'id = "draft"', "form_group[1]", "edition_duplicate"),
]


@pytest.mark.parametrize(("old", "new", "path", "key"), REPLACED)
def test_a_form_that_does_not_hold_together_fails_at_load(
    tmp_path: Path, old: str, new: str, path: str, key: str
) -> None:
    """With the file and the path."""
    edition = copy_edition(tmp_path)
    change(edition / FORM_FILE, old, new)
    assert (f"{FORM_FILE}:$.{path}", key) in problems_of(edition)


def test_a_form_without_a_field_or_a_condition_fails_at_load(tmp_path: Path) -> None:
    """Every field of the report is on the form, and every condition has words."""
    edition = copy_edition(tmp_path)
    (edition / FORM_FILE).unlink()
    found = problems_of(edition)
    assert {
        ("$.form_field", "edition_missing_row"),
        ("$.form_condition", "edition_missing_row"),
    } <= set(found)


def test_a_field_twice_fails_at_load(tmp_path: Path) -> None:
    """Whichever file has it."""
    edition = copy_edition(tmp_path)
    label = 'label = { ja = "x", en = "y" }'
    append(edition / FORM_FILE, f'[[form_operator_field]]\nid = "receipt_number"\n{label}\n')
    assert (f"{FORM_FILE}:$.form_operator_field[2]", "edition_duplicate") in problems_of(edition)


def test_a_host_can_put_the_original_choices_in(tmp_path: Path) -> None:
    """An own list is what a draft's choice is judged by."""
    folder = copy_edition(tmp_path)
    change(folder / FORM_FILE, '"impact_by_provider"', '"own_impact"')
    change(folder / FORM_FILE, '"impact_by_provider"', '"own_impact"')
    change(folder / FORM_FILE, '"none_on_decision_there"', '"nothing"')
    edition = nws.load_edition(folder)
    draft = nws.report.ReportDraft().with_values({"provider_caused.impact": "nothing"})

    def keys(form: nws.Edition) -> set[str]:
        return {one.key for one in nws.report.problems(draft, edition=form)}

    assert "unknown_choice" not in keys(edition)
    assert "unknown_choice" in keys(nws.load_edition())


def test_a_group_may_have_a_single_field_that_is_needed(tmp_path: Path) -> None:
    """It is called by its own name, and by its own clauses."""
    folder = copy_edition(tmp_path)
    field = 'en = "Cause in detail" }\nentry = "long_text"\nrequired = '
    change(folder / FORM_FILE, f'{field}"always"', f'{field}"one_of_group"')
    draft = nws.report.ReportDraft()
    problems = nws.report.problems(draft, edition=nws.load_edition(folder))
    assert [(one.field, one.clauses) for one in problems if one.key == "missing_one"] == [
        ("causes", ("1(6)", "5")),
        ("detail", ("1(6)", "5")),
    ]


def test_a_report_follows_the_edition_of_its_case(tmp_path: Path) -> None:
    """Its draft names the edition, and is judged by the form that is there."""
    folder = copy_edition(tmp_path)
    change(folder / "edition.toml", 'id = "2017-06-16"', 'id = "my-own"')
    change(folder / FORM_FILE, '"none_on_decision_there"', '"nothing"')
    case = nws.Case.from_events((*TO_PROVIDER, COPY_WRONG), edition=nws.load_edition(folder))
    draft = nws.report.draft(case, drafted_on=date(2019, 1, 1))
    assert draft.edition == "my-own"
    changed = draft.with_values({"provider_caused.impact": "nothing"})
    keys = {one.key for one in nws.report.problems(changed, case)}
    assert not keys & {"unknown_choice", "other_edition"}


def test_the_choices_under_a_factor_depend_on_the_causing_party() -> None:
    """Each party has its own, and without a party there are both."""
    for factor in ("system", "human", "data_layout"):
        both = FORM.choices(f"causes.{factor}")
        requester = FORM.choices(f"causes.{factor}", "requester")
        provider = FORM.choices(f"causes.{factor}", "provider")
        assert both == requester + provider
        assert requester
        assert provider
    assert FORM.choices("causes.other", "requester") == FORM.choices("causes.other", "provider")
    assert FORM.choice("causes.human", "nothing") is None


def test_every_condition_is_asked_by_a_field_and_every_group_has_one() -> None:
    """No word of the form is there for nothing."""
    assert {field.when for field in FORM.fields.values()} - {None} == set(Condition)
    assert {field.group for field in FORM.fields.values()} == set(FORM.groups)


def test_the_operator_s_fields_are_on_the_form_and_in_no_report() -> None:
    """受付番号 and 受付日時 are never filled in by the reporter."""
    assert [one.label.read() for one in FORM.operator_fields] == ["受付番号", "受付日時"]
    assert not {one.id for one in FORM.operator_fields} & set(nws.report.REPORT_FIELDS)


def test_the_form_in_another_language_needs_every_text(tmp_path: Path) -> None:
    """A language file that lacks a label fails at load; each text has a name of its own."""
    folder = copy_edition(tmp_path)
    (folder / "language.xx.toml").write_text("", encoding="utf-8")
    with pytest.raises(nws.InvalidEdition) as caught:
        nws.load_edition(folder)
    wanted = {problem.path for problem in caught.value.problems}
    assert 'language.xx.toml:$["form_field.reporter.code.label"]' in wanted
    choices = [path for path in wanted if "form_choices." in path]
    assert len(choices) == sum(len(one.choice) for one in FORM.lists.values())


def test_what_is_said_of_a_report_is_said_in_the_languages_of_its_edition() -> None:
    """An edition in Japanese alone is spoken of in Japanese alone."""
    edition = nws.load_edition()
    about = attrs.evolve(edition.about, languages=("ja",))
    japanese = attrs.evolve(edition, about=about)
    assert dict(say(japanese, "empty").translations).keys() == {"ja"}
    assert dict(say(edition, "empty").translations).keys() == {"ja", "en"}
