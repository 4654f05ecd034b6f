"""The outcome report (顛末報告書, 別添2): every field of the form, in the form's order.

A field's name is its path: ``drafted_on``, ``reporter.code``, ``causes.system``.  Nothing said is
`None`, which is neither No nor an empty text.  The fields that the operator fills (受付番号,
受付日時) are nowhere: a report never states them.
"""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from nws_incident.fields import DATE, FLAG, NAMES, WORDS, nested, optional, word
from nws_incident.notice.form import ReportField
from nws_incident.report.parts import CELL, CODE, TIME, ReportPart, of, part
from nws_incident.terms import CausingParty, Factor

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_EDITION = "2017-06-16"
"""The edition whose form a report follows where it names none."""


class Counterparts(StrEnum):
    """How many bodies the report's counterpart is: one or several."""

    ONE = "one"
    SEVERAL = "several"


class PartyAtFault(StrEnum):
    """Whom the form lets be the cause (起因者): the requester or the provider, nobody else."""

    REQUESTER = CausingParty.REQUESTER.value
    PROVIDER = CausingParty.PROVIDER.value


@part
class Reporter(ReportPart):
    """Who reports (報告者情報): 機関コード, 機関名, 部署名, 職名, 氏名 and contacts."""

    code: str | None = of(CODE, default=None)
    name: str | None = of(CELL, default=None)
    department: str | None = of(CELL, default=None)
    title: str | None = of(CELL, default=None)
    person: str | None = of(CELL, default=None)
    phone: str | None = of(CELL, default=None)
    fax: str | None = of(CELL, default=None)
    email: str | None = of(CELL, default=None)


@part
class Causes(ReportPart):
    """主な原因: under each factor the id of a choice of the edition, or nothing."""

    system: str | None = of(CELL, default=None)
    human: str | None = of(CELL, default=None)
    data_layout: str | None = of(CELL, default=None)
    other: str | None = of(CELL, default=None)

    def of(self, factor: Factor) -> str | None:
        """Return what is chosen under a factor."""
        chosen: str | None = getattr(self, factor)
        return chosen


@part
class RequesterCaused(ReportPart):
    """What is filled in where the requester was the cause; the counterpart is the provider.

    `names` holds all names in one text; `impact` is the id of a choice of the edition.
    """

    counterparts: Counterparts | None = of(optional(word(Counterparts)), default=None)
    names: str | None = of(CELL, default=None)
    impact: str | None = of(CELL, default=None)


@part
class ProviderCaused(ReportPart):
    """What is filled in where the provider was the cause; the counterpart is the requester.

    `copy_corrected` to `others_notified` are ① to ④ of the form.  `others_checked` says that the
    check was made, `others_wrong` what it found: whether others were given wrong information too.
    The form has no cell for the latter; ④ depends on it.
    """

    counterparts: Counterparts | None = of(optional(word(Counterparts)), default=None)
    names: str | None = of(CELL, default=None)
    impact: str | None = of(CELL, default=None)
    copy_corrected: bool | None = of(optional(FLAG), default=None)
    requester_notified: bool | None = of(optional(FLAG), default=None)
    others_checked: bool | None = of(optional(FLAG), default=None)
    others_wrong: bool | None = of(optional(FLAG), default=None)
    others_notified: bool | None = of(optional(FLAG), default=None)
    reason_for_no: str | None = of(CELL, default=None)
    delay_notified: bool | None = of(optional(FLAG), default=None)
    delay_reason_for_no: str | None = of(CELL, default=None)


@part
class ReportDraft(ReportPart):
    r"""An outcome report as far as it is filled in; `problems` says what is missing or wrong.

    `recovered_on` and `recovered_at` may stay open.  `cases` holds the ids of the cases that the
    report covers, `edition` the name of the edition whose form it follows; the form shows neither.
    Texts are kept without white space at either end and with ``\n`` as line end.  Raises
    `InvalidReport` for a value of the wrong type.
    """

    drafted_on: date | None = of(optional(DATE), default=None)
    reporter: Reporter = of(nested(Reporter, "expected_report_part"), default=Reporter())
    occurred_on: date | None = of(optional(DATE), default=None)
    occurred_at: time | None = of(optional(TIME), default=None)
    recovered_on: date | None = of(optional(DATE), default=None)
    recovered_at: time | None = of(optional(TIME), default=None)
    affair_number: str | None = of(CELL, default=None)
    affair_name: str | None = of(CELL, default=None)
    information: str | None = of(CELL, default=None)
    causing_party: PartyAtFault | None = of(optional(word(PartyAtFault)), default=None)
    causes: Causes = of(nested(Causes, "expected_report_part"), default=Causes())
    detail: str | None = of(CELL, default=None)
    consulted_operator: bool | None = of(optional(FLAG), default=None)
    consulted_others: bool | None = of(optional(FLAG), default=None)
    consulted_whom: str | None = of(CELL, default=None)
    wider_impact_notified: bool | None = of(optional(FLAG), default=None)
    ministry: str | None = of(CELL, default=None)
    division: str | None = of(CELL, default=None)
    requester_caused: RequesterCaused = of(
        nested(RequesterCaused, "expected_report_part"), default=RequesterCaused()
    )
    provider_caused: ProviderCaused = of(
        nested(ProviderCaused, "expected_report_part"), default=ProviderCaused()
    )
    cases: tuple[str, ...] = of(NAMES, default=())
    edition: str = of(WORDS, default=DEFAULT_EDITION)

    def value(self, field: str) -> Any:
        """Return the value of a field by its name, such as ``reporter.code``."""
        value: Any = self
        for name in field.split("."):
            value = getattr(value, name)
        return value

    def with_values(self, values: Mapping[str, Any]) -> ReportDraft:
        """Return a draft like this one but for `values`, each under its field's name."""
        changes: dict[str, Any] = {}
        parts: dict[str, dict[str, Any]] = {}
        for field, value in values.items():
            head, _, tail = field.partition(".")
            if tail:
                parts.setdefault(head, {})[tail] = value
            else:
                changes[head] = value
        for name, inner in parts.items():
            part: ReportPart = changes.get(name, getattr(self, name))
            changes[name] = part.replace(**inner)
        return self.replace(**changes)


REPORT_FIELDS: tuple[str, ...] = tuple(field.value for field in ReportField)
"""The name of every field of the report, in the form's order."""
