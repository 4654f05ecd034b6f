"""A second, slow and plain reading of the procedure, to hold the library against.

Nothing here is shared with the library: events are the bare mappings of a case file, each event
type has one method, and every rule is an ``if`` that names it. Rules: I the investigation,
P processing, R reporting, E emergencies, F facts that move no track, L the library's own. The tests
feed the same events to both and compare what each says. The shape of an event is taken for granted,
and so is that every edition a case knows has the same states and rows.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

Event = dict[str, Any]

REQUESTER = ("requester",)
PROVIDER = ("provider",)
PARTIES = ("requester", "provider")
OPERATORS = ("system_operator", "j_lis")

# Who may report each type of event.
ROLES: dict[str, tuple[str, ...]] = {
    "discrepancy_found": REQUESTER,
    "provision_failed": REQUESTER,
    "outage_checked": REQUESTER,
    "outage_announced": OPERATORS,
    "outage_recovered": OPERATORS,
    "self_check_inconclusive": REQUESTER,
    "provider_contacted": REQUESTER,
    "cause_identified": PARTIES,
    "registered_copy_corrected": PROVIDER,
    "correction_notified": PROVIDER,
    "remedy_completed": PARTIES,
    "reinquiry_made": REQUESTER,
    "processed_on_attached_documents": REQUESTER,
    "processed_on_linked_information": REQUESTER,
    "self_check_delayed": REQUESTER,
    "cause_delayed": PROVIDER,
    "delay_notified": PROVIDER,
    "other_requesters_checked": PROVIDER,
    "other_requesters_notified": PROVIDER,
    "consulted": PARTIES,
    "wider_impact_expected": PARTIES,
    "ministry_notified": PARTIES,
    "response_delayed": PARTIES,
    "outcome_reported": PARTIES,
    "outcome_report_shared": PARTIES,
    "emergency_declared": PARTIES,
    "emergency_phoned": PARTIES,
    "emergency_form_posted": PARTIES,
    "authority_informed": PARTIES,
    "edition_changed": PARTIES + OPERATORS,
}
PARTICULARS = (
    "occurred_at",
    "summary",
    "affair",
    "procedure",
    "information",
    "processing_number",
    "request",
)
PROVIDER_AT_WORK = ("cause_investigation", "copy_correction", "correction_notice", "remedy")


class Oracle:
    """One case: apply its events in order and ask what has become of it."""

    def __init__(self, edition: str = "2017-06-16", others: tuple[str, ...] = ()) -> None:
        """Start before the opening, where nothing is known but the editions there are."""
        self._edition = edition
        self._editions = {edition, *others}
        self._last: datetime | None = None
        self._investigation: str | None = None
        self._processing: str | None = None
        self._reporting: str | None = None
        self._emergency: str | None = None
        # What the opening said.
        self._kind: str | None = None
        self._immediate = False
        self._party_kinds: dict[str, str] = {}
        self._inquiry: dict[str, Any] = {}
        # What outlives a round.
        self._check_owed = False
        self._word_owed = False
        self._impacts: set[str] = set()
        self._authorities: dict[str, str] = {}
        self._emergency_kind: str | None = None
        self._emergency_by: str | None = None
        self._reporting_party: str | None = None
        self._carried: set[str] = set()
        self._start_round(None)

    # What can be asked.

    @property
    def tracks(self) -> dict[str, str | None]:
        """The state of each track, None before the opening."""
        return {
            "investigation": self._investigation,
            "processing": self._processing,
            "reporting": self._reporting,
            "emergency": self._emergency,
        }

    @property
    def edition(self) -> str:
        """The edition that the case runs under."""
        return self._edition

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do in this case."""
        if self._investigation != "resolved" or self._processing == "pending":
            return False
        if self._reporting not in ("not_required", "reported", "covered") or self._carried:
            return False
        if self._emergency not in ("none", "reported") or self._authorities:
            return False
        return not (self._check_owed or self._word_owed or self._impacts)

    @property
    def report(self) -> dict[str, Any]:
        """Whether an outcome report is required, of whom, and who still owes an earlier one."""
        required: bool | None = True
        if self._reporting in (None, "undetermined"):
            required = None
        if self._reporting == "not_required":
            required = False
        by = self._reporting_party if required else None
        return {"required": required, "by": by, "carried": sorted(self._carried)}

    def facts(self) -> dict[str, Any]:
        """Everything else that is known, as fresh plain values."""
        return {
            "kind": self._kind,
            "immediate": self._immediate,
            "round": {
                "outage": self._outage,
                "self_check_delayed": self._self_check_delayed,
                "cause_delayed": self._cause_delayed,
                "delay_notified": self._delay_notified,
                "finding": self._finding,
                "causing_party": self._causing_party,
                "prompt_response_expected": self._prompt,
                "reinquiry": self._reinquiry,
            },
            "check_owed": self._check_owed,
            "word_owed": self._word_owed,
            "impacts_waiting": sorted(self._impacts),
            "authorities_owed": dict(self._authorities),
            "emergency_kind": self._emergency_kind,
            "emergency_by": self._emergency_by,
            "reporting_party": self._reporting_party,
            "inquiry": dict(self._inquiry),
        }

    # Taking an event.

    def apply(self, event: Event) -> bool:
        """Accept the event and fold it in, or refuse it and change nothing."""
        at = instant(event["at"])
        if self._last is not None and at < self._last:
            return False
        if event["by"] not in ROLES[event["type"]]:
            return False
        if scan_event(event) == "refused":
            return False
        is_opening = event["type"] in ("discrepancy_found", "provision_failed")
        if is_opening == (self._investigation is not None):
            return False  # a second opening, or anything before the first
        accepted: bool = getattr(self, "_on_" + event["type"])(event)
        if accepted:
            self._last = at
        return accepted

    def _start_round(self, outage: bool | None) -> None:  # noqa: FBT001
        """Forget what belongs to a round; ``outage`` is None while nobody has looked."""
        self._outage = outage
        self._self_check_delayed = False
        self._cause_delayed = False
        self._delay_notified = False
        self._finding: str | None = None
        self._causing_party: str | None = None
        self._prompt: bool | None = None
        self._reinquiry: str | None = None

    # Opening events.

    def _open(self, event: Event, kind: str, investigation: str) -> bool:
        self._kind = kind
        self._investigation = investigation
        self._processing = "pending"
        self._reporting = "undetermined"
        self._emergency = "none"
        self._immediate = bool(event.get("immediate"))
        self._party_kinds = {party: event[party]["kind"] for party in PARTIES}
        given = event.get("inquiry") or {}
        for name in PARTICULARS:
            if not is_blank(given.get(name)):
                self._inquiry[name] = given[name]
        return True

    def _on_discrepancy_found(self, event: Event) -> bool:
        return self._open(event, "discrepancy", "self_check")

    def _on_provision_failed(self, event: Event) -> bool:
        return self._open(event, "not_provided", "outage_check")

    # Investigation.

    def _on_outage_checked(self, event: Event) -> bool:
        if not event.get("sources"):
            return False
        multi_agency: bool = event["multi_agency"]
        if self._investigation == "outage_check" and not multi_agency:  # I1
            self._investigation = "self_check"
            self._outage = False
            return True
        if self._investigation == "outage_check" and multi_agency:  # I2
            self._investigation = "awaiting_operator"
            self._outage = True
            self._excuse_report()
            return True
        if self._investigation == "awaiting_operator" and not multi_agency:  # I4, same round
            self._investigation = "self_check"
            self._outage = False
            if self._reporting == "not_required":  # R8
                self._reporting = "undetermined"
            return True
        return False

    def _on_outage_announced(self, _event: Event) -> bool:
        if self._kind != "not_provided":
            return False
        if self._investigation in ("awaiting_operator", "resolved"):
            return False
        self._investigation = "awaiting_operator"  # I3
        self._start_round(outage=True)
        self._excuse_report()
        return True

    def _excuse_report(self) -> None:
        if self._reporting not in ("reported", "covered"):  # R7
            self._reporting = "not_required"
            self._reporting_party = None

    def _on_outage_recovered(self, _event: Event) -> bool:
        if self._investigation != "awaiting_operator":
            return False
        self._reinquire_or_resolve()  # I5, I6
        return True

    def _reinquire_or_resolve(self) -> None:
        """Ask again, unless the application has been decided already."""
        if self._processing == "pending":  # I5, I13, I15
            self._investigation = "reinquiry"
        else:  # I6, I14, I16
            self._investigation = "resolved"
            self._response_finished()

    def _response_finished(self) -> None:
        if self._reporting == "after_response":  # R5
            self._reporting = "due"

    def _on_self_check_inconclusive(self, _event: Event) -> bool:
        if self._investigation != "self_check":
            return False
        self._investigation = "provider_contact"  # I7
        return True

    def _on_provider_contacted(self, event: Event) -> bool:
        if self._investigation != "provider_contact":
            return False
        completed = dict(self._inquiry)
        for name, value in (event.get("inquiry") or {}).items():
            if is_blank(value):
                continue
            if name not in completed:
                completed[name] = value
            elif name == "occurred_at":
                if instant(completed[name]) != instant(value):
                    return False
            elif completed[name] != value:
                return False
        if any(name not in completed for name in PARTICULARS):
            return False
        self._inquiry = completed
        self._investigation = "cause_investigation"  # I8
        return True

    def _on_cause_identified(self, event: Event) -> bool:
        by, finding, party = event["by"], event["finding"], event["causing_party"]
        if not self._may_identify(by):
            return False
        if not self._goes_together(by, finding, party):
            return False
        self._finding = finding
        self._causing_party = party
        self._prompt = event["prompt_response_expected"]
        if finding == "information_wrong":  # I9
            self._investigation = "copy_correction"
            self._check_owed = True
        elif finding == "information_right":  # I10
            self._investigation = "resolved"
        else:  # I11
            self._investigation = "remedy"
        self._determine_report()
        return True

    def _may_identify(self, by: str) -> bool:
        if by == "requester":
            return self._investigation in ("self_check", "provider_contact", "cause_investigation")
        return self._investigation == "cause_investigation"

    def _goes_together(self, by: str, finding: str, party: str) -> bool:
        if by == "requester" and party == "provider":
            return False  # that finding is the provider's
        if finding == "information_wrong":
            return self._kind == "discrepancy" and party != "requester" and by == "provider"
        if finding == "information_right":
            return self._kind == "discrepancy" and party != "provider"
        if finding == "inquiry_wrong":
            return party == "requester"
        return self._kind == "not_provided"  # provision_fault

    def _determine_report(self) -> None:
        """R1 to R4: judged last, once the cause and the documents of this event are known."""
        if self._reporting != "undetermined" or self._causing_party is None:
            return
        if self._kind == "discrepancy" and self._causing_party == "neither":  # R3
            self._reporting = "not_required"
            return
        if self._kind == "not_provided" and (
            self._outage or self._processing != "on_attached_documents"
        ):
            return  # none required, or none yet
        self._reporting_party = self._causing_party
        if self._causing_party == "neither":
            self._reporting_party = "requester"  # it alone used the documents
        if self._prompt and self._investigation != "resolved":  # R1, R4
            self._reporting = "after_response"
        else:  # R2, R4
            self._reporting = "due"

    def _on_registered_copy_corrected(self, _event: Event) -> bool:
        if self._investigation != "copy_correction":
            return False
        self._investigation = "correction_notice"  # I12
        return True

    def _on_correction_notified(self, _event: Event) -> bool:
        if self._investigation != "correction_notice":
            return False
        self._reinquire_or_resolve()  # I13, I14
        return True

    def _on_remedy_completed(self, event: Event) -> bool:
        if self._investigation != "remedy":
            return False
        if self._causing_party not in (event["by"], "neither"):
            return False
        self._reinquire_or_resolve()  # I15, I16
        return True

    def _on_reinquiry_made(self, event: Event) -> bool:
        if self._investigation == "resolved":  # I21
            if self._processing != "on_attached_documents" or not event.get("coordinated"):
                return False
        elif self._investigation != "reinquiry":
            return False
        if event["result"] == "consistent":  # I17, I21
            self._investigation = "resolved"
            self._reinquiry = "consistent"
            self._response_finished()
            return True
        self._start_round(None)
        if event["result"] == "inconsistent":  # I18, I21
            self._kind = "discrepancy"
            self._investigation = "self_check"
        else:  # I19, I21
            self._kind = "not_provided"
            self._investigation = "outage_check"
        if self._reporting in ("after_response", "due") and self._reporting_party:  # R12
            self._carried.add(self._reporting_party)
        self._reporting = "undetermined"
        self._reporting_party = None
        return True

    # Processing.

    def _on_processed_on_attached_documents(self, event: Event) -> bool:
        if self._processing != "pending":
            return False
        if self._investigation in ("resolved", "outage_check"):
            return False
        if not self._ground_holds(event["ground"]):
            return False
        self._processing = "on_attached_documents"  # P1
        if self._investigation == "reinquiry":  # I20
            self._investigation = "resolved"
            self._response_finished()
        self._determine_report()
        return True

    def _ground_holds(self, ground: str) -> bool:
        if ground == "self_check_delayed":
            return self._self_check_delayed
        if ground == "cause_delayed":
            return self._delay_notified
        if ground == "immediate_processing":
            return self._immediate
        return self._investigation == "awaiting_operator"  # multi_agency_outage

    def _on_processed_on_linked_information(self, _event: Event) -> bool:
        if self._processing != "pending" or self._investigation != "resolved":
            return False
        if self._reinquiry != "consistent" and self._finding != "information_right":
            return False
        self._processing = "on_linked_information"  # P2
        if self._reporting == "undetermined":  # R9
            self._reporting = "not_required"
        return True

    # Facts that move no track.

    def _on_self_check_delayed(self, _event: Event) -> bool:
        if self._self_check_delayed:
            return False
        in_remedy = self._investigation == "remedy" and self._causing_party != "provider"
        if self._investigation != "self_check" and not in_remedy:
            return False
        self._self_check_delayed = True  # F1
        return True

    def _provider_can_be_late(self) -> bool:
        """Tell whether the investigation stands where F2 and F3 belong."""
        if self._investigation == "remedy":
            return self._causing_party != "requester"
        return self._investigation in ("cause_investigation", "copy_correction")

    def _on_cause_delayed(self, _event: Event) -> bool:
        if self._cause_delayed or not self._provider_can_be_late():
            return False
        self._cause_delayed = True  # F2
        return True

    def _on_delay_notified(self, _event: Event) -> bool:
        if self._delay_notified or not self._cause_delayed or not self._provider_can_be_late():
            return False
        self._delay_notified = True  # F3
        return True

    def _on_other_requesters_checked(self, event: Event) -> bool:
        if not self._check_owed:
            return False
        self._check_owed = False  # F4
        if event["affected"]:
            self._word_owed = True
        return True

    def _on_other_requesters_notified(self, _event: Event) -> bool:
        if not self._word_owed:
            return False
        self._word_owed = False  # F5
        return True

    def _on_consulted(self, event: Event) -> bool:
        if not event["faq_checked"]:
            return False
        if event["by"] == "requester":
            if self._investigation == "resolved":
                return False
        elif self._investigation not in PROVIDER_AT_WORK:
            return False
        return self._relayed(event, event["target"])  # F6

    def _relayed(self, event: Event, target: str) -> bool:
        """Tell whether a municipality went through everyone it has to go through."""
        via = event.get("via") or []
        if self._party_kinds[event["by"]] != "municipality":
            return True
        if target == "competent_ministry":
            return "prefecture" in via
        if target == "system_operator":
            return "prefecture" in via and "j_lis" in via
        return True

    def _on_wider_impact_expected(self, event: Event) -> bool:
        if self._investigation == "resolved" or event["by"] in self._impacts:
            return False
        self._impacts.add(event["by"])  # F7
        return True

    def _on_ministry_notified(self, event: Event) -> bool:
        if event["by"] not in self._impacts:
            return False
        if not self._relayed(event, "competent_ministry"):
            return False
        self._impacts.remove(event["by"])  # F8
        return True

    # Reporting.

    def _on_response_delayed(self, event: Event) -> bool:
        if self._reporting != "after_response" or event["by"] != self._reporting_party:
            return False
        self._reporting = "due"  # R6
        return True

    def _on_outcome_reported(self, event: Event) -> bool:
        gives_this = self._reporting == "due" and event["by"] == self._reporting_party
        gives_carried = event["by"] in self._carried
        if gives_this:  # R10
            self._reporting = "reported"
        if gives_carried:  # R13
            self._carried.remove(event["by"])
        return gives_this or gives_carried

    def _on_outcome_report_shared(self, event: Event) -> bool:
        is_owed = self._reporting in ("due", "after_response")
        gives_this = is_owed and event["by"] == self._reporting_party
        gives_carried = event["by"] in self._carried
        if gives_this:  # R11
            self._reporting = "covered"
        if gives_carried:  # R13
            self._carried.remove(event["by"])
        return gives_this or gives_carried

    # Emergencies.

    def _on_emergency_declared(self, event: Event) -> bool:
        if self._emergency not in ("none", "reported"):
            return False
        self._emergency = "phone_due"  # E1
        self._emergency_kind = event["kind"]
        self._emergency_by = event["by"]
        is_local = self._party_kinds[event["by"]] in ("municipality", "prefecture")
        if event["kind"] == "information_leak":
            self._authorities.setdefault("ppc", event["by"])
        if event["kind"] == "security_incident" and is_local:
            self._authorities.setdefault("mic_regional_security", event["by"])
        return True

    def _on_emergency_phoned(self, _event: Event) -> bool:
        if self._emergency != "phone_due":
            return False
        self._emergency = "form_due"  # E2
        return True

    def _on_emergency_form_posted(self, event: Event) -> bool:
        if self._emergency != "form_due":
            return False
        right_form = "form_03_03" if self._emergency_kind == "impact_survey" else "form_03_13"
        if event["form"] != right_form:
            return False
        self._emergency = "reported"  # E3
        return True

    def _on_authority_informed(self, event: Event) -> bool:
        if event["authority"] not in self._authorities:
            return False
        del self._authorities[event["authority"]]  # E4
        return True

    # The library's own.

    def _on_edition_changed(self, event: Event) -> bool:
        if event["to"] == self._edition or event["to"] not in self._editions:
            return False
        self._edition = event["to"]  # L1
        return True


def instant(value: str | datetime) -> datetime:
    """Read a date and time with its offset."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def is_blank(value: object) -> bool:
    """Tell whether a particular of the inquiry says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


# Individual numbers.

LABELS = (("個人", "番号"), ("マイ", "ナンバー"), ("my", "number"), ("共通", "番号"))
NOT_LABELS = ("個人番号企画室", "個人番号利用事務", "個人番号関係事務")
LONGEST_LABEL = 12  # characters as written: half-width kana take two for one
REACH = 30  # characters between a label and its number
DIGITS = 12
NEAR_MISSES = (10, 11, 13, 14)
GROUP = 4
WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# Minus, the two prolonged sound marks, the two middle dots, then the zero-width characters.
SEPARATORS = "\u2212\u30fc\uff70\u30fb\uff65\u200b\u200c\u200d\u2060\ufeff"

Block = tuple[int, int, str]  # where it starts, where it ends, its digits


def scan(text: str) -> str:
    """Say whether a text holds an individual number: refused, doubtful or clean."""
    verdicts = {verdict for _, _, verdict in sightings(text)}
    if "refused" in verdicts:
        return "refused"
    return "doubtful" if verdicts else "clean"


def sightings(text: str) -> list[Block]:
    """List the runs that are refused or doubtful: from where to where, and which of the two."""
    labels = list(label_spans(text))
    found: list[Block] = []
    for start, end, digits in runs(text):
        labelled = any(
            0 <= start - label_end <= REACH or 0 <= label_start - end <= REACH
            for label_start, label_end in labels
        )
        if len(digits) == DIGITS:
            is_sure = labelled or (has_check_digit(digits) and not reads_as_time(digits))
            found.append((start, end, "refused" if is_sure else "doubtful"))
        elif labelled and len(digits) in NEAR_MISSES:
            found.append((start, end, "doubtful"))
    return sorted(found)


def scan_event(event: Event) -> str:
    """Give the worst verdict on any text of an event, each string by itself."""
    texts = strings({name: event[name] for name in event if name not in ("type", "at", "by")})
    verdicts = [scan(text) for text in texts]
    if "refused" in verdicts:
        return "refused"
    return "doubtful" if "doubtful" in verdicts else "clean"


def strings(value: object) -> Iterator[str]:
    """Walk through every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def runs(text: str) -> Iterator[Block]:
    """Find the whole runs of digits: those written in one, and those in groups of 4-4-4."""
    found = blocks(text)
    yield from found

    def adjoin(left: int, right: int) -> bool:
        """Tell whether both are blocks of 4 with one separator between them."""
        if left < 0 or right >= len(found):
            return False
        if len(found[left][2]) != GROUP or len(found[right][2]) != GROUP:
            return False
        between = text[found[left][1] : found[right][0]]
        return len(between) == 1 and is_separator(between)

    for i in range(len(found) - 2):
        if adjoin(i, i + 1) and adjoin(i + 1, i + 2):
            if adjoin(i - 1, i) or adjoin(i + 2, i + 3):
                continue  # a fourth block: some other number
            yield found[i][0], found[i + 2][1], "".join(block[2] for block in found[i : i + 3])


def blocks(text: str) -> list[Block]:
    """Find the maximal stretches of decimal digits of any script, as ASCII digits."""
    found: list[Block] = []
    for i, character in enumerate(text):
        value = unicodedata.decimal(character, None)
        if value is None:
            continue
        if found and found[-1][1] == i:
            start, _, digits = found.pop()
            found.append((start, i + 1, digits + str(value)))
        else:
            found.append((i, i + 1, str(value)))
    return found


def is_separator(character: str) -> bool:
    """Tell whether one such character may part two groups."""
    return unicodedata.category(character) in {"Zs", "Pd"} or character in SEPARATORS


def label_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find where a label starts and ends, in the characters as written."""
    for start in range(len(text)):
        for end in range(start + 1, min(start + LONGEST_LABEL, len(text)) + 1):
            written = fold(text[start:end])
            for first, second in LABELS:
                if written not in (first + second, first + " " + second):
                    continue
                if (first + second + fold(text[end:])).startswith(NOT_LABELS):
                    continue
                yield start, end


def fold(text: str) -> str:
    """Take away differences of width and case, and between kinds of space."""
    plain = "".join(" " if c.isspace() else c for c in text)
    return unicodedata.normalize("NFKC", plain).casefold()


def has_check_digit(digits: str) -> bool:
    """Tell whether the twelfth digit is the one the first eleven call for."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    remainder = total % 11
    return int(digits[11]) == (0 if remainder in (0, 1) else 11 - remainder)


def reads_as_time(digits: str) -> bool:
    """Tell whether twelve digits are a date and time, YYYYMMDDHHMM, from 1900 to 2099."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        datetime(year, month, day, int(digits[8:10]), int(digits[10:]))  # noqa: DTZ001
    except ValueError:
        return False
    return 1900 <= year <= 2099
