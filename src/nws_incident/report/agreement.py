"""What several cases of the same cause prove together: where they agree, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from nws_incident.notice.form import ReportField
from nws_incident.report.evidence import Evidence
from nws_incident.report.model import Counterparts
from nws_incident.report.proofs import Proof
from nws_incident.terms import CausingParty, Role

if TYPE_CHECKING:
    from collections.abc import Iterable


PROVEN_FIELDS = (
    ReportField.OCCURRED_ON,
    ReportField.OCCURRED_AT,
    ReportField.RECOVERED_ON,
    ReportField.RECOVERED_AT,
    ReportField.AFFAIR_NAME,
    ReportField.INFORMATION,
    ReportField.CAUSING_PARTY,
    ReportField.CONSULTED_OPERATOR,
    ReportField.CONSULTED_OTHERS,
    ReportField.CONSULTED_WHOM,
    ReportField.WIDER_IMPACT_NOTIFIED,
    ReportField.COPY_CORRECTED,
    ReportField.REQUESTER_NOTIFIED,
    ReportField.OTHERS_CHECKED,
    ReportField.OTHERS_WRONG,
    ReportField.OTHERS_NOTIFIED,
    ReportField.DELAY_NOTIFIED,
)
"""The fields that the events of a case can prove."""

# One case in which somebody was asked or told makes the report's answer Yes: the others are
# silent, and silence is no fact that could differ.
_ANY_CASE = frozenset(
    {
        ReportField.CONSULTED_OPERATOR,
        ReportField.CONSULTED_OTHERS,
        ReportField.WIDER_IMPACT_NOTIFIED,
    }
)
_OF_PROVIDER = "provider_caused."


@frozen
class Answers:
    """What the cases prove for a field, one by one; a case without a proof has `None`.

    `is_open` says that the cases differ, so that none of the values is the report's.
    """

    field: ReportField
    by_case: tuple[tuple[Evidence, Proof | None], ...]

    @property
    def values(self) -> tuple[Any, ...]:
        """The different values that are proven, in the order of the cases."""
        return tuple(dict.fromkeys(proof.value for _, proof in self.by_case if proof is not None))

    @property
    def is_open(self) -> bool:
        """Whether the cases differ: in what they prove, or in whether they prove anything."""
        has_silent_case = any(proof is None for _, proof in self.by_case)
        differs = len(self.values) > 1 or (bool(self.values) and has_silent_case)
        return differs and self.field not in _ANY_CASE

    @property
    def value(self) -> Any:
        """The value that the cases prove together, or `None`."""
        return self.values[0] if self.values and not self.is_open else None


def answers(field: ReportField, evidence: Iterable[Evidence]) -> Answers:
    """Return what the cases prove for a field, those left out to which it does not apply."""
    return Answers(
        field,
        tuple((one, one.proven.get(field)) for one in evidence if _applies(field, one)),
    )


def _applies(field: ReportField, one: Evidence) -> bool:
    if field.startswith(_OF_PROVIDER) and one.cause.causing_party is not CausingParty.PROVIDER:
        return False
    if field is ReportField.CONSULTED_WHOM:
        return ReportField.CONSULTED_OTHERS in one.proven
    if field is ReportField.DELAY_NOTIFIED:
        return one.delayed
    if field is ReportField.OTHERS_NOTIFIED:
        return bool(one.affected)
    return True


def counterpart_fields(party: Role) -> tuple[ReportField, ReportField]:
    """Return where the other side is stated: how many, and their names."""
    if party is Role.REQUESTER:
        return ReportField.PROVIDERS_COUNT, ReportField.PROVIDERS
    return ReportField.REQUESTERS_COUNT, ReportField.REQUESTERS


def counterpart_names(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the names of the bodies on the other side, each once, in the order of the cases."""
    names: list[Evidence] = []
    for one in evidence:
        if not any(one.counterpart.is_same_as(other.counterpart) for other in names):
            names.append(one)
    return tuple(one.counterpart.name for one in names)


def counterparts(evidence: Iterable[Evidence]) -> dict[str, Any]:
    """Return what a draft states of the other side of cases that share the reporting party."""
    evidence = tuple(evidence)
    how_many, names = counterpart_fields(evidence[0].party)
    found = counterpart_names(evidence)
    return {
        how_many: Counterparts.ONE if len(found) == 1 else Counterparts.SEVERAL,
        names: "、".join(found),
    }
