"""The oracle says what the notice says: small scenes, each worked out by hand."""

import pytest

from oracle import Oracle, scan

AT = "2017-07-19T10:00:00+09:00"
VALID = "123456789018"  # its check digit is right
WRONG = "123456789012"  # its check digit is not
INQUIRY = {
    "occurred_at": "2017-07-19T09:30:00+09:00",
    "summary": "所得額が添付書類と異なる",
    "affair": "児童手当の支給",
    "procedure": "認定の請求",
    "information": "地方税関係情報",
    "processing_number": "A-0001",
    "request": "副本の確認",
}


def event(kind: str, by: str = "requester", /, **fields: object) -> dict[str, object]:
    """Build an event that happens at ten o'clock."""
    return {"type": kind, "at": AT, "by": by, **fields}


def opening(kind: str = "discrepancy_found", **fields: object) -> dict[str, object]:
    """Build an opening between two municipalities, with a full inquiry."""
    parties: dict[str, object] = {
        "requester": {"name": "北海道函館市", "kind": "municipality"},
        "provider": {"name": "青森県青森市", "kind": "municipality"},
        "inquiry": dict(INQUIRY),
    }
    return event(kind, **{**parties, **fields})


def cause(
    finding: str,
    party: str,
    by: str = "provider",
    *,
    prompt: bool = True,
) -> dict[str, object]:
    """Build the finding of a cause."""
    return event(
        "cause_identified",
        by,
        causing_party=party,
        factor="human",
        detail="入力の誤り",
        finding=finding,
        prompt_response_expected=prompt,
    )


def outage(*, multi_agency: bool) -> dict[str, object]:
    """Build a look at the outage notices."""
    return event("outage_checked", multi_agency=multi_agency, sources=["support_site"])


def documents(ground: str) -> dict[str, object]:
    """Build a decision on the attached documents."""
    return event("processed_on_attached_documents", ground=ground)


def reinquiry(result: str, **fields: object) -> dict[str, object]:
    """Build a second inquiry."""
    return event("reinquiry_made", result=result, **fields)


INCONCLUSIVE = event("self_check_inconclusive")
CONTACTED = event("provider_contacted", channel="phone", contact_known=True)
CORRECTED = event("registered_copy_corrected", "provider")
NOTIFIED = event("correction_notified", "provider")
CHECKED = event("other_requesters_checked", "provider", affected=[])
REPORTED = event("outcome_reported", "provider")
SHARED = event("outcome_report_shared", "provider", with_case="other-1")
COPY_WRONG = cause("information_wrong", "provider")
ANNOUNCED = event("outage_announced", "j_lis")
RECOVERED = event("outage_recovered", "j_lis")
NO_OUTAGE = outage(multi_agency=False)
ON_LINKAGE = event("processed_on_linked_information")
TO_PROVIDER = [opening(), INCONCLUSIVE, CONTACTED]
TO_REINQUIRY = [*TO_PROVIDER, COPY_WRONG, CORRECTED, NOTIFIED]


def told(*events: dict[str, object]) -> Oracle:
    """Tell a case these events, all of which it must accept."""
    case = Oracle()
    for index, one in enumerate(events):
        assert case.apply(one), f"event {index}, {one['type']}, was refused"
    return case


def refuses(case: Oracle, one: dict[str, object]) -> bool:
    """Say whether the event is refused, and make sure that a refusal changes nothing."""
    before = (case.tracks, case.facts(), case.report, case.complete)
    if case.apply(one):
        return False
    assert before == (case.tracks, case.facts(), case.report, case.complete)
    return True


def where(case: Oracle) -> str:
    """Name the state of the investigation."""
    return str(case.tracks["investigation"])


def reporting(case: Oracle) -> str:
    """Name the state of the reporting."""
    return str(case.tracks["reporting"])


# Openings, times, roles and texts.


def test_before_the_opening_nothing_is_known() -> None:
    """A case without an opening has no states, refuses all else and is not complete."""
    case = Oracle()
    assert refuses(case, INCONCLUSIVE)
    assert set(case.tracks.values()) == {None}
    assert case.report == {"required": None, "by": None, "carried": []}
    assert not case.complete


@pytest.mark.parametrize(
    ("kind", "state"),
    [("discrepancy_found", "self_check"), ("provision_failed", "outage_check")],
)
def test_opening(kind: str, state: str) -> None:
    """The opening decides where the investigation starts, and there is only one."""
    case = told(opening(kind))
    assert case.tracks == {
        "investigation": state,
        "processing": "pending",
        "reporting": "undetermined",
        "emergency": "none",
    }
    assert refuses(case, opening())
    assert refuses(case, opening("provision_failed"))


def test_time_runs_forward_as_instants() -> None:
    """An earlier instant is refused and an equal one accepted, whatever the offset."""
    case = told(opening())
    assert refuses(case, {**INCONCLUSIVE, "at": "2017-07-19T10:30:00+10:00"})
    assert case.apply({**INCONCLUSIVE, "at": "2017-07-19T01:00:00+00:00"})


def test_a_refused_event_does_not_move_the_clock() -> None:
    """Only accepted events set the time that later ones are held to."""
    case = told(opening())
    assert refuses(case, {**CORRECTED, "at": "2017-07-20T10:00:00+09:00"})
    assert case.apply(INCONCLUSIVE)


def test_a_role_that_is_not_listed_is_refused() -> None:
    """The provider cannot do the requester's self-check."""
    assert refuses(told(opening()), {**INCONCLUSIVE, "by": "provider"})
    assert refuses(told(opening("provision_failed")), {**ANNOUNCED, "by": "requester"})


def test_an_individual_number_in_any_text_refuses_the_event() -> None:
    """A number is found in a note, deep in a party and in a list, but never across strings."""
    assert refuses(told(opening()), {**INCONCLUSIVE, "note": f"番号は{VALID}"})
    party = {"name": f"市{VALID}", "kind": "municipality"}
    assert refuses(Oracle(), opening(provider=party))
    case = told(*TO_PROVIDER, COPY_WRONG)
    assert refuses(case, {**CHECKED, "affected": ["甲市", VALID]})
    assert case.apply({**CHECKED, "affected": [VALID[:6], VALID[6:]], "note": WRONG})


@pytest.mark.parametrize(
    "one",
    [
        RECOVERED,
        CONTACTED,
        CORRECTED,
        NOTIFIED,
        event("remedy_completed"),
        reinquiry("consistent", coordinated=True),
        ON_LINKAGE,
        NO_OUTAGE,
        event("cause_delayed", "provider"),
        CHECKED,
        event("other_requesters_notified", "provider"),
        event("outcome_reported"),
        event("emergency_form_posted", form="form_03_13"),
    ],
    ids=lambda one: str(one["type"]),
)
def test_out_of_its_place_an_event_is_refused(one: dict[str, object]) -> None:
    """In a self-check just begun there is nothing to correct, recover or report."""
    assert refuses(told(opening()), one)


# Discrepancies, from the first look to the end.


def test_the_copy_was_wrong_and_is_put_right() -> None:
    """The example of attachment 1 runs to its end and leaves a report of the provider."""
    case = told(*TO_PROVIDER, COPY_WRONG)
    assert where(case) == "copy_correction"
    assert case.report == {"required": True, "by": "provider", "carried": []}
    for one in (CORRECTED, NOTIFIED, reinquiry("consistent"), ON_LINKAGE):
        assert case.apply(one)
    assert reporting(case) == "due"
    assert case.apply(REPORTED)
    assert not case.complete, "the other requesters have not been checked"
    assert case.apply(CHECKED)
    assert case.complete


def test_the_inquiry_must_be_complete_before_the_provider_is_asked() -> None:
    """White space says nothing, and what the contact adds completes the inquiry."""
    case = told(opening(inquiry={**INQUIRY, "request": "\u3000 "}), INCONCLUSIVE)
    assert refuses(case, CONTACTED)
    assert case.apply({**CONTACTED, "inquiry": {"request": "確認", "summary": ""}})
    assert case.facts()["inquiry"]["request"] == "確認"


def test_the_inquiry_never_changes() -> None:
    """Another text is refused, a blank means nothing, another offset is the same instant."""
    case = told(*TO_PROVIDER[:2])
    assert refuses(case, {**CONTACTED, "inquiry": {"affair": INQUIRY["affair"] + " "}})
    assert refuses(case, {**CONTACTED, "inquiry": {"occurred_at": AT}})
    same = {"occurred_at": "2017-07-19T00:30:00+00:00", "affair": None}
    assert case.apply({**CONTACTED, "inquiry": same})


def test_what_a_contact_filled_binds_later_rounds() -> None:
    """A particular that the first contact gave cannot be given otherwise in a new round."""
    case = told(opening(inquiry={**INQUIRY, "request": None}), INCONCLUSIVE)
    filled = {**CONTACTED, "inquiry": {"request": "確認"}}
    for one in (filled, COPY_WRONG, CORRECTED, NOTIFIED, reinquiry("inconsistent"), INCONCLUSIVE):
        assert case.apply(one)
    assert refuses(case, {**CONTACTED, "inquiry": {"request": "別の依頼"}})
    assert case.apply(CONTACTED)


@pytest.mark.parametrize(
    ("kind", "finding", "party", "by", "accepted"),
    [
        ("discrepancy", "information_wrong", "provider", "provider", True),
        ("discrepancy", "information_wrong", "neither", "provider", True),
        ("discrepancy", "information_wrong", "requester", "provider", False),
        ("discrepancy", "information_wrong", "neither", "requester", False),
        ("discrepancy", "information_right", "requester", "provider", True),
        ("discrepancy", "information_right", "neither", "requester", True),
        ("discrepancy", "information_right", "provider", "provider", False),
        ("discrepancy", "inquiry_wrong", "requester", "provider", True),
        ("discrepancy", "inquiry_wrong", "neither", "requester", False),
        ("discrepancy", "provision_fault", "provider", "provider", False),
        ("not_provided", "information_wrong", "provider", "provider", False),
        ("not_provided", "information_right", "neither", "provider", False),
        ("not_provided", "inquiry_wrong", "requester", "requester", True),
        ("not_provided", "provision_fault", "provider", "provider", True),
        ("not_provided", "provision_fault", "provider", "requester", False),
        ("not_provided", "provision_fault", "requester", "provider", True),
        ("not_provided", "provision_fault", "neither", "requester", True),
    ],
)
def test_what_goes_together(
    kind: str,
    finding: str,
    party: str,
    by: str,
    accepted: bool,  # noqa: FBT001
) -> None:
    """A finding goes only with its kind of case, its causing parties and its finders."""
    start = TO_PROVIDER
    if kind == "not_provided":
        start = [opening("provision_failed"), NO_OUTAGE, INCONCLUSIVE, CONTACTED]
    assert refuses(told(*start), cause(finding, party, by)) is not accepted


def test_who_may_find_the_cause_when() -> None:
    """The requester may find it from the self-check on, the provider once it was asked."""
    assert refuses(told(opening()), cause("inquiry_wrong", "requester"))
    assert refuses(told(opening(), INCONCLUSIVE), cause("inquiry_wrong", "requester"))
    case = told(opening(), cause("inquiry_wrong", "requester", "requester"))
    assert where(case) == "remedy"
    for start in (TO_PROVIDER[:2], TO_PROVIDER):
        case = told(*start, cause("inquiry_wrong", "requester", "requester"))
        assert where(case) == "remedy"
    assert refuses(case, INCONCLUSIVE), "the self-check is over"


def test_the_remedy_is_the_causing_partys() -> None:
    """Only the causing party completes the remedy; where there is none, either does."""
    case = told(opening(), cause("inquiry_wrong", "requester", "requester"))
    assert refuses(case, event("remedy_completed", "provider"))
    assert case.apply(event("remedy_completed"))
    assert where(case) == "reinquiry"
    start = [opening("provision_failed"), NO_OUTAGE]
    for by in ("requester", "provider"):
        case = told(*start, cause("provision_fault", "neither", "requester"))
        assert case.apply(event("remedy_completed", by))


# Delays and documents.


def test_a_cause_delay_is_a_ground_only_once_the_requester_was_told() -> None:
    """The delay itself is no ground; the word of it is, and stays one through the correction."""
    late = event("cause_delayed", "provider")
    word = event("delay_notified", "provider")
    case = told(*TO_PROVIDER)
    assert refuses(case, word)
    assert case.apply(late)
    assert refuses(case, late)
    assert refuses(case, documents("cause_delayed"))
    assert case.apply(word)
    assert refuses(case, word)
    for one in (COPY_WRONG, CORRECTED, NOTIFIED, documents("cause_delayed")):
        assert case.apply(one)
    assert told(*TO_PROVIDER, COPY_WRONG, late).apply(word), "a correction may take long too"
    assert where(case) == "resolved", "no second inquiry is needed"
    assert reporting(case) == "due"


def test_processing_does_not_stop_the_investigation() -> None:
    """Documents used in the self-check leave it running, and skip only the re-inquiry."""
    case = told(opening(), event("self_check_delayed"), documents("self_check_delayed"))
    assert where(case) == "self_check"
    assert refuses(case, documents("self_check_delayed"))
    for one in (INCONCLUSIVE, CONTACTED, COPY_WRONG, CORRECTED, NOTIFIED):
        assert case.apply(one)
    assert where(case) == "resolved"
    assert reporting(case) == "due"


def test_a_self_check_delay_is_stated_once_and_in_its_place() -> None:
    """The delay is no ground before it is stated, nor stated twice or after the self-check."""
    late = event("self_check_delayed")
    case = told(opening())
    assert refuses(case, documents("self_check_delayed"))
    assert case.apply(late)
    assert refuses(case, late)
    assert case.apply(INCONCLUSIVE)
    assert case.apply(documents("self_check_delayed")), "it stays a ground in this round"
    assert refuses(told(opening(), INCONCLUSIVE), late)


def test_a_new_round_forgets_the_delays() -> None:
    """What was told late in one round is no ground in the next."""
    case = told(opening(), event("self_check_delayed"), INCONCLUSIVE, CONTACTED)
    for one in (event("cause_delayed", "provider"), event("delay_notified", "provider")):
        assert case.apply(one)
    for one in (COPY_WRONG, CORRECTED, NOTIFIED, reinquiry("inconsistent")):
        assert case.apply(one)
    assert refuses(case, documents("self_check_delayed"))
    assert refuses(case, documents("cause_delayed"))
    assert case.apply(event("self_check_delayed"))


def test_delays_belong_to_whoever_puts_things_right() -> None:
    """In the remedy, the party that did not cause the trouble has no delay to state."""
    case = told(*TO_PROVIDER, cause("inquiry_wrong", "requester"))
    assert refuses(case, event("cause_delayed", "provider"))
    assert case.apply(event("self_check_delayed"))
    start = [opening("provision_failed"), NO_OUTAGE, INCONCLUSIVE, CONTACTED]
    case = told(*start, cause("provision_fault", "provider"))
    assert refuses(case, event("self_check_delayed"))
    assert case.apply(event("cause_delayed", "provider"))


def test_immediate_processing_was_said_at_the_opening() -> None:
    """Immediate processing is a ground where the opening said so, but not before the look."""
    assert refuses(told(opening()), documents("immediate_processing"))
    assert told(opening(immediate=True)).apply(documents("immediate_processing"))
    case = told(opening("provision_failed", immediate=True))
    assert refuses(case, documents("immediate_processing"))
    assert case.apply(NO_OUTAGE)
    assert case.apply(documents("immediate_processing"))
    case = told(opening(immediate=True), cause("information_right", "neither", "requester"))
    assert refuses(case, documents("immediate_processing")), "nothing stands in linkage's way"


def test_linked_information_needs_a_reason_to_be_trusted() -> None:
    """It is used after a consistent re-inquiry or a finding that it was right all along."""
    case = told(*TO_PROVIDER, cause("information_right", "neither"))
    assert case.apply(ON_LINKAGE)
    assert case.complete
    assert refuses(told(*TO_REINQUIRY), ON_LINKAGE)
    decided = [opening(immediate=True), documents("immediate_processing")]
    assert refuses(told(*decided, cause("information_right", "neither", "requester")), ON_LINKAGE)
    case = told(*TO_REINQUIRY, reinquiry("consistent"))
    assert not case.complete
    assert case.apply(ON_LINKAGE)


# Nothing was provided.


def test_a_look_names_at_least_one_source() -> None:
    """A look at no source is no look."""
    assert refuses(told(opening("provision_failed")), {**NO_OUTAGE, "sources": []})


def test_a_multi_agency_outage_needs_no_report() -> None:
    """Documents may be used while the outage lasts, and nobody reports."""
    case = told(opening("provision_failed"), outage(multi_agency=True))
    assert reporting(case) == "not_required"
    assert refuses(case, outage(multi_agency=True))
    for one in (documents("multi_agency_outage"), RECOVERED):
        assert case.apply(one)
    assert case.complete
    assert case.report == {"required": False, "by": None, "carried": []}


def test_after_recovery_the_outage_is_no_ground() -> None:
    """The linkage works again, so the requester asks again."""
    case = told(opening("provision_failed"), outage(multi_agency=True), RECOVERED)
    assert where(case) == "reinquiry"
    assert refuses(case, documents("multi_agency_outage"))
    assert case.apply(reinquiry("consistent"))
    assert case.apply(ON_LINKAGE)
    assert case.complete


def test_a_second_look_may_take_the_case_back() -> None:
    """Documents used in a supposed outage call for a report once it was none."""
    case = told(
        opening("provision_failed"),
        outage(multi_agency=True),
        documents("multi_agency_outage"),
        NO_OUTAGE,
    )
    assert where(case) == "self_check"
    assert reporting(case) == "undetermined"
    assert case.apply(cause("provision_fault", "neither", "requester"))
    assert case.report == {"required": True, "by": "requester", "carried": []}


def test_an_announced_outage_starts_the_round_afresh() -> None:
    """An outage announced in the middle ends the report and forgets the delay."""
    case = told(
        opening("provision_failed"),
        NO_OUTAGE,
        event("self_check_delayed"),
        documents("self_check_delayed"),
        cause("provision_fault", "requester", "requester"),
    )
    assert reporting(case) == "after_response"
    assert case.apply(ANNOUNCED)
    assert reporting(case) == "not_required"
    assert case.facts()["round"]["finding"] is None
    assert not case.facts()["round"]["self_check_delayed"]
    assert refuses(case, ANNOUNCED)


def test_a_report_given_stays_given_through_an_announced_outage() -> None:
    """A report already given is not undone, nor asked for again after a second look."""
    case = told(
        opening("provision_failed", immediate=True),
        NO_OUTAGE,
        documents("immediate_processing"),
        cause("provision_fault", "requester", "requester", prompt=False),
        event("outcome_reported"),
        ANNOUNCED,
        NO_OUTAGE,
        cause("provision_fault", "neither", "requester"),
    )
    assert case.report == {"required": True, "by": "requester", "carried": []}
    assert reporting(case) == "reported"


def test_a_shared_report_stays_given_too() -> None:
    """An announced outage leaves a covered report covered."""
    case = told(
        opening("provision_failed", immediate=True),
        NO_OUTAGE,
        documents("immediate_processing"),
        cause("provision_fault", "requester", "requester"),
        {**SHARED, "by": "requester"},
        ANNOUNCED,
    )
    assert reporting(case) == "covered"
    assert case.facts()["round"]["outage"] is True
    assert case.apply(RECOVERED)
    assert case.complete
    assert refuses(case, ANNOUNCED)


def test_the_kind_follows_the_last_reinquiry() -> None:
    """A case of nothing provided becomes a discrepancy once something else is provided."""
    case = told(opening("provision_failed"), outage(multi_agency=True), RECOVERED)
    assert case.facts()["round"]["outage"] is True
    assert case.apply(reinquiry("inconsistent"))
    assert case.facts()["kind"] == "discrepancy"
    assert case.facts()["round"]["outage"] is None
    assert refuses(case, ANNOUNCED)
    case = told(opening("provision_failed"), NO_OUTAGE)
    assert case.facts()["round"]["outage"] is False


def test_outages_are_announced_only_where_nothing_was_provided() -> None:
    """A discrepancy knows no outage."""
    assert refuses(told(opening()), ANNOUNCED)


def test_no_documents_no_report() -> None:
    """Where nothing was provided and no document used, linkage in the end needs no report."""
    case = told(
        opening("provision_failed"),
        NO_OUTAGE,
        cause("inquiry_wrong", "requester", "requester"),
    )
    assert reporting(case) == "undetermined"
    for one in (event("remedy_completed"), reinquiry("consistent"), ON_LINKAGE):
        assert case.apply(one)
    assert reporting(case) == "not_required"
    assert case.complete


@pytest.mark.parametrize(("prompt", "state"), [(True, "after_response"), (False, "due")])
def test_documents_after_the_cause_call_for_the_report(
    prompt: bool,  # noqa: FBT001
    state: str,
) -> None:
    """Documents used in the remedy make a report owed, when depending on the response."""
    case = told(
        opening("provision_failed", immediate=True),
        NO_OUTAGE,
        cause("provision_fault", "neither", "requester", prompt=prompt),
    )
    assert reporting(case) == "undetermined"
    assert case.apply(documents("immediate_processing"))
    assert reporting(case) == state
    assert case.report["by"] == "requester"


def test_documents_in_reinquiry_make_the_report_due_at_once() -> None:
    """The same event finishes the response, so nothing is left to wait for."""
    case = told(
        opening("provision_failed", immediate=True),
        NO_OUTAGE,
        cause("provision_fault", "requester", "requester"),
        event("remedy_completed"),
        documents("immediate_processing"),
    )
    assert (where(case), reporting(case)) == ("resolved", "due")


# Who reports, and when.


def test_no_cause_no_report() -> None:
    """A discrepancy that neither party caused needs no report."""
    case = told(*TO_PROVIDER, cause("information_wrong", "neither"))
    assert case.report == {"required": False, "by": None, "carried": []}


def test_right_information_finishes_the_response() -> None:
    """Where the finding itself resolves the case, the causing party's report is due at once."""
    case = told(opening(), cause("information_right", "requester", "requester"))
    assert (where(case), reporting(case)) == ("resolved", "due")
    assert case.report["by"] == "requester"


def test_a_report_waits_for_the_response_unless_it_is_delayed() -> None:
    """Before its time a report can be shared but not given; a delay makes it due."""
    case = told(*TO_PROVIDER, COPY_WRONG)
    assert refuses(case, REPORTED)
    late = event("response_delayed", "provider")
    assert refuses(case, {**late, "by": "requester"})
    assert case.apply(late)
    assert refuses(case, late)
    assert refuses(case, {**REPORTED, "by": "requester"})
    assert case.apply(REPORTED)
    assert refuses(case, SHARED)
    case = told(*TO_PROVIDER, COPY_WRONG, SHARED)
    assert reporting(case) == "covered"


def test_a_report_still_owed_is_carried_into_the_new_round() -> None:
    """The first round's report stays owed when the re-inquiry shows a second discrepancy."""
    case = told(*TO_REINQUIRY, reinquiry("inconsistent"))
    assert (where(case), reporting(case)) == ("self_check", "undetermined")
    assert case.report == {"required": None, "by": None, "carried": ["provider"]}
    assert refuses(case, {**REPORTED, "by": "requester"})
    assert case.apply(REPORTED)
    assert case.report == {"required": None, "by": None, "carried": []}
    assert refuses(case, REPORTED)


def test_one_event_gives_both_reports() -> None:
    """A report that is due and one that is carried are given together."""
    slow = cause("information_wrong", "provider", prompt=False)
    case = told(*TO_REINQUIRY, reinquiry("inconsistent"), INCONCLUSIVE, CONTACTED, slow)
    assert case.report == {"required": True, "by": "provider", "carried": ["provider"]}
    assert case.apply(REPORTED)
    assert case.report == {"required": True, "by": "provider", "carried": []}
    assert reporting(case) == "reported"


def test_before_its_time_a_report_gives_the_carried_one_alone() -> None:
    """In after_response a report gives only the carried one, a shared report gives both."""
    start = [*TO_REINQUIRY, reinquiry("inconsistent"), INCONCLUSIVE, CONTACTED, COPY_WRONG]
    case = told(*start, REPORTED)
    assert (reporting(case), case.report["carried"]) == ("after_response", [])
    case = told(*start, SHARED)
    assert (reporting(case), case.report["carried"]) == ("covered", [])


def test_each_party_carries_its_own_report() -> None:
    """Two rounds with two causes leave two reports, sorted by party."""
    case = told(
        *TO_REINQUIRY,
        reinquiry("inconsistent"),
        cause("inquiry_wrong", "requester", "requester"),
        event("remedy_completed"),
        reinquiry("failed"),
    )
    assert case.report["carried"] == ["provider", "requester"]
    assert where(case) == "outage_check"
    assert case.facts()["kind"] == "not_provided"


def test_a_due_report_is_carried_or_shared_like_one_that_waits() -> None:
    """Whether the response was delayed makes no difference to a new round or to sharing."""
    late = event("response_delayed", "provider")
    case = told(*TO_REINQUIRY, late, reinquiry("failed"), NO_OUTAGE)
    assert case.report["carried"] == ["provider"]
    assert reporting(told(*TO_REINQUIRY, late, SHARED)) == "covered"


def test_a_report_given_is_not_carried() -> None:
    """A new round after the report leaves nothing of the old one to give."""
    case = told(*TO_REINQUIRY, SHARED, reinquiry("inconsistent"))
    assert case.report == {"required": None, "by": None, "carried": []}
    assert case.facts()["reporting_party"] is None


def test_a_carried_report_keeps_a_case_open() -> None:
    """A case is not complete while a report of an earlier round is owed."""
    case = told(*TO_REINQUIRY, CHECKED, reinquiry("inconsistent"))
    for one in (cause("information_right", "neither", "requester"), ON_LINKAGE):
        assert case.apply(one)
    assert reporting(case) == "not_required"
    assert not case.complete
    assert case.apply(SHARED)
    assert case.complete


def test_a_carried_report_outlives_an_announced_outage() -> None:
    """The outage ends this round's report, never an earlier round's."""
    case = told(*TO_REINQUIRY, reinquiry("failed"), ANNOUNCED)
    assert case.report == {"required": False, "by": None, "carried": ["provider"]}


# Resolved, and looked at again.


def test_a_resolved_case_may_be_confirmed_together() -> None:
    """After documents, both may agree on another inquiry; a bad answer opens a new round."""
    start = [opening(immediate=True), documents("immediate_processing")]
    start += [INCONCLUSIVE, CONTACTED, COPY_WRONG, CORRECTED, NOTIFIED, REPORTED]
    case = told(*start)
    assert refuses(case, reinquiry("consistent"))
    assert refuses(case, reinquiry("consistent", coordinated=False))
    assert case.apply(reinquiry("consistent", coordinated=True))
    assert (where(case), reporting(case)) == ("resolved", "reported")
    assert case.apply(reinquiry("inconsistent", coordinated=True))
    assert (where(case), reporting(case)) == ("self_check", "undetermined")
    assert case.report["carried"] == []
    assert case.tracks["processing"] == "on_attached_documents"


def test_after_linkage_nobody_asks_again() -> None:
    """Confirmation is for cases decided on documents."""
    case = told(*TO_REINQUIRY, reinquiry("consistent"), ON_LINKAGE)
    assert refuses(case, reinquiry("consistent", coordinated=True))


def test_documents_of_an_earlier_round_count_for_the_report() -> None:
    """What was used once was used: a later failed re-inquiry calls for a report."""
    case = told(
        opening(immediate=True),
        documents("immediate_processing"),
        cause("information_right", "neither", "requester"),
        reinquiry("failed", coordinated=True),
        NO_OUTAGE,
        cause("provision_fault", "requester", "requester"),
    )
    assert case.report == {"required": True, "by": "requester", "carried": []}


# Facts that move no track.


def test_word_to_other_requesters_outlives_a_clean_check() -> None:
    """Word once owed is not cancelled by a later check that found nobody."""
    case = told(*TO_REINQUIRY, {**CHECKED, "affected": ["甲市"]})
    assert refuses(case, CHECKED)
    for one in (reinquiry("inconsistent"), INCONCLUSIVE, CONTACTED, COPY_WRONG, CHECKED):
        assert case.apply(one)
    assert case.facts()["word_owed"]
    assert case.apply(event("other_requesters_notified", "provider"))
    assert refuses(case, event("other_requesters_notified", "provider"))


@pytest.mark.parametrize(
    ("kind", "target", "via", "accepted"),
    [
        ("municipality", "competent_ministry", [], False),
        ("municipality", "competent_ministry", ["prefecture"], True),
        ("municipality", "system_operator", ["prefecture"], False),
        ("municipality", "system_operator", ["j_lis", "prefecture"], True),
        ("municipality", "j_lis", [], True),
        ("prefecture", "system_operator", [], True),
        ("national", "competent_ministry", ["j_lis"], True),
    ],
)
def test_relays(kind: str, target: str, via: list[str], accepted: bool) -> None:  # noqa: FBT001
    """A municipality asks through its prefecture, and the operator through J-LIS as well."""
    case = told(opening(requester={"name": "甲", "kind": kind}))
    question = event("consulted", target=target, via=via, faq_checked=True, question="障害か")
    assert refuses(case, {**question, "faq_checked": False})
    assert refuses(case, {**question, "by": "provider"}), "it has not been asked yet"
    assert refuses(case, question) is not accepted


def test_nobody_asks_once_the_case_is_resolved_but_the_provider_after_it_was_asked() -> None:
    """Questions belong to an investigation that runs, for the provider to its own part of it."""
    question = event("consulted", target="j_lis", faq_checked=True, question="障害か")
    case = told(*TO_PROVIDER)
    for one in (COPY_WRONG, CORRECTED):
        assert case.apply({**question, "by": "provider"})
        assert case.apply(one)
    assert case.apply({**question, "by": "provider"})
    assert case.apply(NOTIFIED)
    assert refuses(case, {**question, "by": "provider"})
    assert case.apply(question)
    assert case.apply(reinquiry("consistent"))
    assert refuses(case, question)


def test_each_expected_impact_is_passed_on_by_the_one_who_expects_it() -> None:
    """Nobody passes on another's impact, and a second waits until the first is passed on."""
    case = told(opening(), event("wider_impact_expected"))
    assert refuses(case, event("wider_impact_expected"))
    assert case.apply(event("wider_impact_expected", "provider"))
    assert case.apply(cause("information_right", "neither", "requester"))
    assert case.apply(ON_LINKAGE)
    assert not case.complete
    word = event("ministry_notified", via=["prefecture"])
    assert refuses(case, {**word, "via": []})
    assert case.apply(word)
    assert refuses(case, word)
    assert case.facts()["impacts_waiting"] == ["provider"]
    assert refuses(case, event("wider_impact_expected")), "the case is resolved"
    assert case.apply({**word, "by": "provider"})
    assert case.complete


# Emergencies.


def test_an_emergency_is_phoned_first_and_then_posted_on_its_form() -> None:
    """The form goes by the kind, and either party may phone and post."""
    case = told(opening())
    phoned = event("emergency_phoned", "provider")
    form = event("emergency_form_posted", "provider", form="form_03_13")
    assert refuses(case, phoned)
    assert case.apply(event("emergency_declared", kind="impact_survey"))
    assert case.facts()["authorities_owed"] == {}
    assert refuses(case, event("emergency_declared", kind="impact_survey"))
    assert refuses(case, form)
    assert case.apply(phoned)
    assert refuses(case, form)
    assert case.apply({**form, "form": "form_03_03"})
    assert case.tracks["emergency"] == "reported"
    assert case.apply(event("emergency_declared", "provider", kind="information_leak"))
    assert case.facts()["emergency_by"] == "provider"


def test_emergencies_come_at_any_time_and_keep_a_case_open() -> None:
    """A complete case is complete again only after the call, the form and the authority."""
    case = told(opening(), cause("information_right", "neither", "requester"), ON_LINKAGE)
    assert case.complete
    assert case.apply(event("emergency_declared", kind="information_leak"))
    assert case.apply(event("authority_informed", authority="ppc"))
    assert not case.complete
    assert case.apply(event("emergency_phoned"))
    assert not case.complete
    assert case.apply(event("emergency_form_posted", form="form_03_13"))
    assert case.complete


def test_an_authority_is_owed_word_once_by_the_first_to_declare() -> None:
    """A second declaration adds nothing until the authority has heard."""
    leak = event("emergency_declared", kind="information_leak")
    phoned = event("emergency_phoned")
    form = event("emergency_form_posted", form="form_03_13")
    case = told(opening(), leak, phoned, form, {**leak, "by": "provider"})
    assert case.facts()["authorities_owed"] == {"ppc": "requester"}
    assert refuses(case, event("authority_informed", authority="mic_regional_security"))
    for one in (event("authority_informed", "provider", authority="ppc"), phoned, form):
        assert case.apply(one)
    assert refuses(case, event("authority_informed", authority="ppc"))
    assert case.apply({**leak, "by": "provider"})
    assert case.facts()["authorities_owed"] == {"ppc": "provider"}


@pytest.mark.parametrize(
    ("kind", "owed"),
    [("municipality", True), ("prefecture", True), ("national", False), ("other", False)],
)
def test_only_local_bodies_owe_word_of_an_incident(kind: str, owed: bool) -> None:  # noqa: FBT001
    """The regional security office hears from municipalities and prefectures alone."""
    case = told(
        opening(requester={"name": "甲", "kind": kind}),
        event("emergency_declared", kind="security_incident"),
    )
    assert ("mic_regional_security" in case.facts()["authorities_owed"]) is owed


# Individual numbers.


@pytest.mark.parametrize(
    "text",
    [
        VALID,
        f"申請者の{VALID}です",
        "1234-5678-9018",
        "1234 5678 9018",
        "1234\u30005678\u30fc9018",
        "1234\u22125678\u200b9018",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10\uff11\uff18",
        "12-1234-5678-9018",
        "12345-1234-5678-9018",
        "1234--1234-5678-9018",
        f"個人番号{WRONG}",
        f"{WRONG} (マイナンバー)",
        f"{WRONG}マイナンバー",
        f"ﾏｲﾅﾝﾊﾞｰ: {WRONG}",
        f"mynumber {WRONG}",
        "Ｍｙ\u3000Ｎｕｍｂｅｒ 1234-5678-9012",
        f"共通番号{'あ' * 30}{WRONG}",
        "個人番号 201707191000",
        f"個人番号企画室の個人番号 {WRONG}",
    ],
)
def test_scan_refuses(text: str) -> None:
    """A labelled number of 12 digits, or one whose check digit is right, is refused."""
    assert scan(text) == "refused"


@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        "201707191000",
        f"共通番号{'あ' * 31}{WRONG}",
        f"個人番号企画室 {WRONG}",
        f"個人番号利用事務 {WRONG}",
        f"個人番号関係事務 {WRONG}",
        "個人番号 1234567890",
        "マイナンバー 12345678901",
        "1234567890123 個人番号",
        "個人番号 12345678901234",
    ],
)
def test_scan_doubts(text: str) -> None:
    """A number that is nearly one, or that may be a time, is let through with a doubt."""
    assert scan(text) == "doubtful"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "個人番号",
        "1234-5678-9018-0001",
        "0001 1234 5678 9018",
        "0001-1234-5678-9018-0001",
        "1234/5678/9018",
        "1234:5678:9018",
        "1234--5678-9018",
        "123-45678-9018",
        "1234567890189",
        "1234\u200b56789018",
        "個人番号 123456789",
        "個人番号 123456789012345",
        "12345678901",
        "①②③④⑤⑥⑦⑧⑨⓪①⑧",
        "個人番号 1234-5678-9018-0001",
    ],
)
def test_scan_lets_through(text: str) -> None:
    """Other numbers, other groupings and circled figures are no individual number."""
    assert scan(text) == "clean"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("201707191002", "doubtful"),
        ("2017-0719-1002", "doubtful"),
        ("190001010003", "doubtful"),
        ("209912312352", "doubtful"),
        ("201713010001", "refused"),
        ("201702290002", "refused"),
        ("201707192408", "refused"),
        ("201707191061", "refused"),
        ("189912310006", "refused"),
        ("210001010004", "refused"),
    ],
)
def test_only_a_real_time_excuses_a_right_check_digit(text: str, verdict: str) -> None:
    """A thirteenth month, an hour 24 or another century is no time."""
    assert scan(text) == verdict


@pytest.mark.parametrize(
    ("number", "remainder"),
    [("000000000000", 0), ("110000000000", 0), ("200000000000", 1), ("100000000005", 6)],
)
def test_right_check_digits(number: str, remainder: int) -> None:
    """Remainders of nought and one give nought, others what is missing to eleven."""
    assert int(number[-1]) == (0 if remainder in (0, 1) else 11 - remainder)
    assert scan(number) == "refused"
