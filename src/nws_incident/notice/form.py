"""The shape of the outcome report's form (別添2) as data: its fields, in its order, and choices.

The tables stand in ``report-form.toml`` of an edition.  What a condition means is the report's
business (`nws_incident.report`); here it only has a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from nws_incident.terms import CausingParty
from nws_incident.text import Text


class ReportField(StrEnum):
    """Every field of the report by its name, in the form's order."""

    DRAFTED_ON = "drafted_on"
    REPORTER_CODE = "reporter.code"
    REPORTER_NAME = "reporter.name"
    REPORTER_DEPARTMENT = "reporter.department"
    REPORTER_TITLE = "reporter.title"
    REPORTER_PERSON = "reporter.person"
    REPORTER_PHONE = "reporter.phone"
    REPORTER_FAX = "reporter.fax"
    REPORTER_EMAIL = "reporter.email"
    OCCURRED_ON = "occurred_on"
    OCCURRED_AT = "occurred_at"
    RECOVERED_ON = "recovered_on"
    RECOVERED_AT = "recovered_at"
    AFFAIR_NUMBER = "affair_number"
    AFFAIR_NAME = "affair_name"
    INFORMATION = "information"
    CAUSING_PARTY = "causing_party"
    CAUSE_SYSTEM = "causes.system"
    CAUSE_HUMAN = "causes.human"
    CAUSE_DATA_LAYOUT = "causes.data_layout"
    CAUSE_OTHER = "causes.other"
    DETAIL = "detail"
    CONSULTED_OPERATOR = "consulted_operator"
    CONSULTED_OTHERS = "consulted_others"
    CONSULTED_WHOM = "consulted_whom"
    WIDER_IMPACT_NOTIFIED = "wider_impact_notified"
    MINISTRY = "ministry"
    DIVISION = "division"
    PROVIDERS_COUNT = "requester_caused.counterparts"
    PROVIDERS = "requester_caused.names"
    REQUESTER_IMPACT = "requester_caused.impact"
    REQUESTERS_COUNT = "provider_caused.counterparts"
    REQUESTERS = "provider_caused.names"
    PROVIDER_IMPACT = "provider_caused.impact"
    COPY_CORRECTED = "provider_caused.copy_corrected"
    REQUESTER_NOTIFIED = "provider_caused.requester_notified"
    OTHERS_CHECKED = "provider_caused.others_checked"
    OTHERS_WRONG = "provider_caused.others_wrong"
    OTHERS_NOTIFIED = "provider_caused.others_notified"
    REASON_FOR_NO = "provider_caused.reason_for_no"
    DELAY_NOTIFIED = "provider_caused.delay_notified"
    DELAY_REASON_FOR_NO = "provider_caused.delay_reason_for_no"


class Need(StrEnum):
    """Whether a field must be filled in: always, one of its group, in a case, or as one likes."""

    ALWAYS = "always"
    ONE_OF_GROUP = "one_of_group"
    CASE = "case"
    OPTIONAL = "optional"


class Entry(StrEnum):
    """How a field is filled in."""

    DATE = "date"
    TIME = "time"
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Condition(StrEnum):
    """In which case a field must be filled in, where it must not always."""

    REPORTER_IS_LOCAL = "reporter_is_local"
    RECOVERED = "recovered"
    CONSULTED_OTHERS = "consulted_others"
    WIDER_IMPACT_NOTIFIED = "wider_impact_notified"
    REQUESTER_CAUSED = "requester_caused"
    PROVIDER_CAUSED = "provider_caused"
    COPY_CORRECTED = "copy_corrected"
    OTHERS_CHECKED = "others_checked"
    OTHERS_WRONG = "others_wrong"
    ANY_NO = "any_no"
    DELAYED = "delayed"
    DELAY_NOT_NOTIFIED = "delay_not_notified"


@frozen
class FormCondition:
    """A condition in words."""

    id: Condition
    means: Text


@frozen
class FormGroup:
    """A group of fields under a heading of the form."""

    id: str
    label: Text


@frozen
class FormField:
    """A field of the form: where it stands, what it asks, and whether it must be filled in.

    `when` says in which case, for `required = "case"`.  `choices` names the lists that a choice is
    made from: one for each causing party, or one for both.  `shown` is false for a fact that the
    report keeps and the form has no cell for.  `note` is what the form says beside the field.
    """

    id: ReportField
    group: str
    label: Text
    entry: Entry
    required: Need
    clauses: tuple[str, ...]
    when: Condition | None = None
    choices: tuple[str, ...] = ()
    note: Text | None = None
    shown: bool = True


@frozen
class Choice:
    """One thing that can be chosen."""

    id: str
    label: Text


@frozen
class ChoiceList:
    """What can be chosen in a field, perhaps only where one party was the cause."""

    id: str
    choice: tuple[Choice, ...]
    causing_party: CausingParty | None = None


@frozen
class OperatorField:
    """A field that the operator fills in: on the form, but never in a report."""

    id: str
    label: Text


@frozen
class ReportForm:
    """The whole form, every table by its key."""

    groups: Mapping[str, FormGroup]
    fields: Mapping[ReportField, FormField]
    conditions: Mapping[Condition, Text]
    lists: Mapping[str, ChoiceList]
    operator_fields: tuple[OperatorField, ...]

    def choices(self, field: str, causing_party: str | None = None) -> tuple[Choice, ...]:
        """Return what can be chosen in a field; without a causing party, whatever either has."""
        lists = (self.lists[name] for name in self.fields[ReportField(field)].choices)
        return tuple(
            choice
            for one in lists
            if causing_party is None or one.causing_party in {None, causing_party}
            for choice in one.choice
        )

    def choice(self, field: str, id: str) -> Choice | None:  # noqa: A002  what it is called in data
        """Return the choice of that id in a field, if there is one."""
        return next((one for one in self.choices(field) if one.id == id), None)

    def label(self, field: str) -> Text:
        """Return the label of a field."""
        return self.fields[ReportField(field)].label
