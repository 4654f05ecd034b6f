"""The rules of the outcome report once more, in plain ifs, blind to how the library does it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import nws_incident as nws

JST = timezone(timedelta(hours=9))
FORM = nws.load_edition().report_form

Found = set[tuple[str, str]]


YES = {
    "delay_notified": "delay_notified",
    "registered_copy_corrected": "copy_corrected",
    "correction_notified": "requester_notified",
}
"""What an event of a type proves by itself."""


def facts_of(case: nws.Case) -> dict[str, Any]:
    """Return what the events prove for the report that was determined last, owed or given."""
    determined = max(
        version
        for version in range(1, case.version + 1)
        if _party(case, version) is not None and _party(case, version - 1) is None
    )
    starts = [0, *(i for i, one in enumerate(case.events) if _starts(one)), case.version]
    start = max(i for i in starts if i < determined)
    end = min(i for i in starts if i >= determined)
    facts: dict[str, Any] = {"party": case.report.by, "affected": ()}
    facts["delayed"] = any(event.type == "cause_delayed" for event in case.events[start:end])
    assert case.inquiry is not None
    if case.inquiry.occurred_at is not None:
        facts["occurred_on"], facts["occurred_at"] = _clock(case.inquiry.occurred_at)
    so_far = nws.Case.from_events(case.events[:start])
    for index, event in enumerate(case.events[start:], start):
        so_far.apply(event)
        if index < end:
            _of_round(event, facts, is_own=event.by == case.report.by)
            if so_far.tracks.investigation == "resolved" and end == case.version:
                facts.setdefault("recovered_on", _clock(event.at)[0])
                facts.setdefault("recovered_at", _clock(event.at)[1])
        _others(event, facts)
        is_own_word = event.type == "ministry_notified" and event.by == case.report.by
        if is_own_word and (index < end or "expected" in facts):
            facts["wider_impact_notified"] = True
    return facts


def _party(case: nws.Case, version: int) -> object:
    return nws.Case.from_events(case.events[:version]).report.by


def _of_round(event: Any, facts: dict[str, Any], *, is_own: bool) -> None:
    """Take what an event of the round proves."""
    if event.type in YES:
        facts[YES[event.type]] = True
    if event.type == "cause_identified":
        facts["cause"], facts["factor"] = event.causing_party, event.factor
    if event.type == "consulted" and is_own:
        is_operator = event.target == "system_operator"
        facts["consulted_operator" if is_operator else "consulted_others"] = True
    if event.type == "wider_impact_expected" and is_own:
        facts["expected"] = True


def _starts(event: Any) -> bool:
    if event.type == "reinquiry_made":
        return bool(event.result != "consistent")
    return bool(event.type == "outage_announced")


def _clock(moment: datetime) -> tuple[date, time]:
    local = moment.astimezone(JST)
    return local.date(), time(local.hour, local.minute)


def _others(event: Any, facts: dict[str, Any]) -> None:
    is_first = "cause" in facts and "others_checked" not in facts
    if event.type == "other_requesters_checked" and is_first:
        facts["others_checked"] = True
        facts["others_wrong"] = len(event.affected) > 0
        facts["affected"] = event.affected
    if event.type == "other_requesters_notified" and facts["affected"]:
        facts["others_notified"] = True


def has_number(value: object) -> bool:
    """Tell whether a text holds what must be refused."""
    return isinstance(value, str) and any(s.severity == "refused" for s in nws.scan(value))


def choices(field: str, party: str | None) -> set[str]:
    """Return the ids that a field may have."""
    found = set()
    for name in FORM.fields[nws.report.ReportField(field)].choices:
        one = FORM.lists[name]
        if party is None or one.causing_party is None or one.causing_party == party:
            found |= {choice.id for choice in one.choice}
    return found


def by_itself(d: nws.report.ReportDraft, facts: dict[str, Any] | None = None) -> Found:
    """Return every field that is missing, superfluous or unsound, as (field, kind)."""
    found: Found = set()

    def need(field: str, wanted: bool | None) -> None:  # noqa: FBT001  a rule's verdict
        value = d.value(field)
        if wanted is True and value is None:
            found.add((field, "missing"))
        if wanted is False and value is not None:
            found.add((field, "superfluous"))

    for field in (
        *("drafted_on", "reporter.name", "reporter.department", "reporter.person"),
        *("reporter.phone", "reporter.email", "occurred_on", "occurred_at", "affair_number"),
        *("affair_name", "information", "causing_party", "detail", "consulted_operator"),
        *("consulted_others", "wider_impact_notified"),
    ):
        need(field, wanted=True)
    need("consulted_whom", d.consulted_others)
    need("ministry", d.wider_impact_notified)
    need("division", d.wider_impact_notified)
    is_recovered = d.recovered_on is not None or d.recovered_at is not None
    if facts is not None and "recovered_on" in facts:
        is_recovered = True
    if is_recovered:
        need("recovered_on", wanted=True)
        need("recovered_at", wanted=True)
    causes = (d.causes.system, d.causes.human, d.causes.data_layout, d.causes.other)
    if facts is not None:
        need(f"causes.{facts['factor']}", wanted=True)
    elif causes == (None, None, None, None):
        found.add(("causes", "missing"))
    _sections(d, facts, need)
    _soundness(d, found)
    return found


def _sections(d: nws.report.ReportDraft, facts: dict[str, Any] | None, need: Any) -> None:
    """Judge the sections of the two parties."""
    p = d.provider_caused
    open_ = d.causing_party is None
    requester = None if open_ else d.causing_party == "requester"
    provider = None if open_ else d.causing_party == "provider"
    for name in ("counterparts", "names", "impact"):
        need(f"requester_caused.{name}", requester)
        need(f"provider_caused.{name}", provider)
    need("provider_caused.copy_corrected", provider)
    wrong = p.others_wrong
    if wrong is None and facts is not None and facts["affected"] and facts["cause"]:
        wrong = True
    delayed = None if facts is None else facts["delayed"]
    answers = (p.copy_corrected, p.requester_notified, p.others_checked, p.others_notified)
    has_no = any(answer is False for answer in answers)
    not_told = None if p.delay_notified is None else not p.delay_notified
    for name, condition in (
        ("requester_notified", p.copy_corrected),
        ("others_checked", p.copy_corrected),
        ("others_wrong", p.others_checked),
        ("others_notified", wrong),
        ("reason_for_no", has_no),
        ("delay_notified", delayed),
        ("delay_reason_for_no", not_told),
    ):
        if provider is False or condition is False:
            need(f"provider_caused.{name}", wanted=False)
        elif provider is True and condition is True:
            need(f"provider_caused.{name}", wanted=True)


def _soundness(d: nws.report.ReportDraft, found: Found) -> None:
    """Judge codes, choices, times and numbers."""
    for field in nws.report.ReportField:
        value = d.value(field)
        is_choice = FORM.fields[field].entry == "choice" and value is not None
        if has_number(value) or (is_choice and value not in choices(field, d.causing_party)):
            found.add((field, "invalid"))
    if any(has_number(case_id) for case_id in d.cases):
        found.add(("cases", "invalid"))
    code, name = d.reporter.code, d.reporter.name
    if code is None and (name is None or _reads_as_local(name)):
        found.add(("reporter.code", "missing"))
    if code is not None and not _is_code(code):
        found.add(("reporter.code", "invalid"))
    _times(d, found)


def _times(d: nws.report.ReportDraft, found: Found) -> None:
    for stated in (d.occurred_on, d.recovered_on):
        if d.drafted_on is not None and stated is not None and stated > d.drafted_on:
            found.add(("drafted_on", "contradictory"))
    if d.recovered_on is None or d.occurred_on is None:
        return
    is_before = d.recovered_on < d.occurred_on
    if d.recovered_at is not None and d.occurred_at is not None:
        is_before = (d.recovered_on, d.recovered_at) < (d.occurred_on, d.occurred_at)
    if is_before:
        found.add(("recovered_on", "contradictory"))


def _is_code(code: str) -> bool:
    """Tell whether a code has six digits, a prefecture, and its check digit (総務省)."""
    if len(code) != 6 or any(digit not in "0123456789" for digit in code):
        return False
    a, b, c, d, e, check = (int(digit) for digit in code)
    total = 6 * a + 5 * b + 4 * c + 3 * d + 2 * e
    return 1 <= 10 * a + b <= 47 and check == (11 - total % 11) % 10


def _reads_as_local(name: str) -> bool:
    from nws_incident.organization import PREFECTURES  # noqa: PLC0415  the list alone

    return (
        any(name.startswith(prefecture) for prefecture in PREFECTURES)
        or name.endswith(("市", "区", "町", "村"))
        or any(part in name for part in ("教育委員会", "一部事務組合", "広域連合"))
    )


OF_PROVIDER = (
    *("copy_corrected", "requester_notified", "others_checked"),
    *("others_wrong", "others_notified", "delay_notified"),
)


def provable(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what one case proves by an event, by the names of the fields."""
    values = {name: value for name, value in facts.items() if name in nws.report.REPORT_FIELDS}
    if facts["cause"] == "provider":
        values |= {f"provider_caused.{name}": facts[name] for name in OF_PROVIDER if name in facts}
    if facts["cause"] != "neither":
        values["causing_party"] = facts["cause"]
    return values


def against(d: nws.report.ReportDraft, facts: dict[str, Any]) -> Found:
    """Return every field that contradicts what one case proves."""
    found = {
        (field, "contradictory")
        for field, value in provable(facts).items()
        if d.value(field) is not None and d.value(field) != value
    }
    if facts["cause"] == "neither" and d.causing_party not in {None, facts["party"]}:
        found.add(("causing_party", "contradictory"))
    return found
