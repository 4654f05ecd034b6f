"""The rows of what must hold of the procedure whatever happens."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from nws_incident.text import Text


class PropertyName(StrEnum):
    """What can be proved of an edition, each by its name; `nws_incident.proving` has the proofs."""

    REQUESTER_NEVER_BLAMES_THE_PROVIDER = "requester_never_blames_the_provider"
    NEW_ROUND_FORGETS_THE_OLD = "new_round_forgets_the_old"
    ROUND_KEEPS_WHAT_IT_KNOWS = "round_keeps_what_it_knows"
    WORD_OWED_IS_KEPT = "word_owed_is_kept"
    QUESTIONS_GO_THROUGH_THE_RELAYS = "questions_go_through_the_relays"
    DOCUMENTS_NEED_A_GROUND = "documents_need_a_ground"
    LINKED_INFORMATION_IS_CONFIRMED = "linked_information_is_confirmed"
    PROCESSED_ONCE = "processed_once"
    INVESTIGATION_GOES_ON = "investigation_goes_on"
    INVESTIGATION_STAYS_OWED = "investigation_stays_owed"
    SECOND_INQUIRY_NEEDS_BOTH = "second_inquiry_needs_both"
    CAUSE_REPORTS = "cause_reports"
    NO_REPORT_WITHOUT_DOCUMENTS = "no_report_without_documents"
    NO_REPORT_IN_AN_OUTAGE = "no_report_in_an_outage"
    ONE_PARTY_REPORTS = "one_party_reports"
    REPORTING_PARTY_IS_FIXED = "reporting_party_is_fixed"
    OWED_REPORT_IS_GIVEN_OR_KEPT = "owed_report_is_given_or_kept"
    CARRIED_REPORT_IS_KEPT = "carried_report_is_kept"
    NOTHING_WAITS_ONCE_RESOLVED = "nothing_waits_once_resolved"
    PHONE_COMES_BEFORE_THE_FORM = "phone_comes_before_the_form"
    FORM_IS_THAT_OF_THE_EMERGENCY = "form_is_that_of_the_emergency"
    COMPLETION_STAYS_IN_REACH = "completion_stays_in_reach"
    COMPLETE_OWES_NOTHING = "complete_owes_nothing"
    INCOMPLETE_OWES_SOMETHING = "incomplete_owes_something"
    EVENTS_DISCHARGE_DUTIES = "events_discharge_duties"
    EVERY_RULE_FIRES = "every_rule_fires"
    EVERY_GUARD_REFUSES = "every_guard_refuses"
    ONE_MOVE_FOR_EACH_TRACK = "one_move_for_each_track"
    EVENTS_ALONE_MAKE_THE_CASE = "events_alone_make_the_case"
    ASKING_IS_JUDGING = "asking_is_judging"


@frozen
class PropertyRow:
    """A property as it stands in data: its name, the clauses it rests on, and what it means.

    Without clauses it is one that any procedure must have.
    """

    id: PropertyName
    clauses: tuple[str, ...]
    means: Text
