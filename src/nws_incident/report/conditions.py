"""Whether the case holds in which a field of the form must be filled in.

Each condition is true (the field must be filled in), false (it must stay empty: not applicable is
not No), or open (`None`: either will do).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nws_incident.notice.form import Condition, ReportField
from nws_incident.report.bodies import is_local
from nws_incident.report.model import PartyAtFault
from nws_incident.terms import PartyKind

if TYPE_CHECKING:
    from nws_incident.report.evidence import Evidence
    from nws_incident.report.model import ReportDraft

_Holds = Callable[["ReportDraft", tuple["Evidence", ...]], bool | None]
_LOCAL_KINDS = frozenset({PartyKind.MUNICIPALITY, PartyKind.PREFECTURE})


def holds(condition: Condition, draft: ReportDraft, evidence: tuple[Evidence, ...]) -> bool | None:
    """Tell whether a condition holds for a draft, given what its cases prove."""
    return _CONDITIONS[condition](draft, evidence)


def _reporter_is_local(draft: ReportDraft, evidence: tuple[Evidence, ...]) -> bool | None:
    """Local governments have a code; other bodies may state one of their own, or none."""
    if evidence:
        return all(one.body.kind in _LOCAL_KINDS for one in evidence) or None
    name = draft.reporter.name
    return name is None or is_local(name) or None


def _recovered(draft: ReportDraft, evidence: tuple[Evidence, ...]) -> bool | None:
    is_stated = draft.recovered_on is not None or draft.recovered_at is not None
    is_proven = bool(evidence) and all(ReportField.RECOVERED_ON in one.proven for one in evidence)
    return is_stated or is_proven or None


def _consulted_others(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return draft.consulted_others


def _wider_impact_notified(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return draft.wider_impact_notified


def _requester_caused(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return _is_cause(draft, PartyAtFault.REQUESTER)


def _provider_caused(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return _is_cause(draft, PartyAtFault.PROVIDER)


def _is_cause(draft: ReportDraft, party: PartyAtFault) -> bool | None:
    return None if draft.causing_party is None else draft.causing_party is party


def _copy_corrected(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return _by_provider(draft, draft.provider_caused.copy_corrected)


def _others_checked(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    return _by_provider(draft, draft.provider_caused.others_checked)


def _others_wrong(draft: ReportDraft, evidence: tuple[Evidence, ...]) -> bool | None:
    found = draft.provider_caused.others_wrong
    if found is None and any(one.affected for one in evidence):
        found = True
    return _by_provider(draft, found)


def _any_no(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    provider = draft.provider_caused
    answers = (
        provider.copy_corrected,
        provider.requester_notified,
        provider.others_checked,
        provider.others_notified,
    )
    return _by_provider(draft, any(answer is False for answer in answers))


def _delayed(draft: ReportDraft, evidence: tuple[Evidence, ...]) -> bool | None:
    # The form itself cannot tell “no delay” from silence: only the cases can.
    found = any(one.delayed for one in evidence) if evidence else None
    return _by_provider(draft, found)


def _delay_not_notified(draft: ReportDraft, _: tuple[Evidence, ...]) -> bool | None:
    told = draft.provider_caused.delay_notified
    return _by_provider(draft, None if told is None else not told)


def _by_provider(draft: ReportDraft, answer: bool | None) -> bool | None:  # noqa: FBT001  an answer
    """Return an answer of the provider's section, which only holds where it was the cause."""
    is_provider = _is_cause(draft, PartyAtFault.PROVIDER)
    if is_provider is False or answer is False:
        return False
    return answer if is_provider else None


_CONDITIONS: dict[Condition, _Holds] = {
    Condition.REPORTER_IS_LOCAL: _reporter_is_local,
    Condition.RECOVERED: _recovered,
    Condition.CONSULTED_OTHERS: _consulted_others,
    Condition.WIDER_IMPACT_NOTIFIED: _wider_impact_notified,
    Condition.REQUESTER_CAUSED: _requester_caused,
    Condition.PROVIDER_CAUSED: _provider_caused,
    Condition.COPY_CORRECTED: _copy_corrected,
    Condition.OTHERS_CHECKED: _others_checked,
    Condition.OTHERS_WRONG: _others_wrong,
    Condition.ANY_NO: _any_no,
    Condition.DELAYED: _delayed,
    Condition.DELAY_NOT_NOTIFIED: _delay_not_notified,
}
"""What each condition of the form means."""
