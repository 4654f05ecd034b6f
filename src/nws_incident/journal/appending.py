"""Appending: judge everything first, then write everything, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from nws_incident.events import Event
from nws_incident.findings import Refused
from nws_incident.individual_number import Severity, scan
from nws_incident.journal.entries import Appended, Entry
from nws_incident.journal.errors import (
    ConflictError,
    InvalidAppend,
    JournalError,
    PurgedCase,
    RequestReused,
    StrandedEvents,
)
from nws_incident.journal.hashing import NOTHING_BEFORE, digest_of, seal
from nws_incident.journal.known import KnownEditions, without_twins
from nws_incident.journal.records import CasePurged, EventRetracted
from nws_incident.journal.remembering import Known, Remembered, read_known
from nws_incident.journal.stored import StoredForm
from nws_incident.journal.summaries import summary_of
from nws_incident.journal.tale import Tale, is_purged, read_tale

if TYPE_CHECKING:
    from nws_incident.case import Decision
    from nws_incident.journal.loaded import LoadedCase
    from nws_incident.journal.store import Session
    from nws_incident.journal.stored import Said


@frozen
class Tools:
    """What a journal works with, handed in: forms, editions, clock, randomness, memory."""

    form: StoredForm
    editions: KnownEditions
    clock: Callable[[], datetime]
    new_salt: Callable[[], str]
    remembered: Remembered


@frozen(kw_only=True)
class Request:
    """What is asked of a journal: to add to a case."""

    case_id: str
    said: tuple[Event | EventRetracted, ...]
    expected_version: int
    request_id: str | None
    edition: str


class NotSure(Exception):  # noqa: N818  no error: a way that led nowhere
    """What is remembered of a case does not do for an answer: it has to be read."""


def append_quickly(request: Request, tools: Tools, session: Session) -> Appended:
    """Store a request by what is remembered of its case, if the case has not changed since.

    Raises `NotSure` for every other answer: a refusal is only one on the case as it is now.
    """
    known = tools.remembered.get(request.case_id)
    if known is None or known.last.version != request.expected_version:
        return append(request, tools, session)
    if request.request_id is not None and session.request(request.request_id):
        raise NotSure
    try:
        bodies = [tools.form.write(said) for said in request.said]
        return _store(session, request, bodies, known, tools, if_unchanged=True)
    except (Refused, JournalError):
        raise NotSure from None


def append(request: Request, tools: Tools, session: Session) -> Appended:
    """Answer a request: store it, repeat the first answer, or raise why not."""
    bodies = [tools.form.write(said) for said in request.said]
    # The case first, then the request: whoever sees neither is stopped where entries are added.
    known = read_known(session, request.case_id, tools)
    if request.request_id is not None:
        made = session.request(request.request_id)
        if made:
            return _first_answer(session, request, bodies, made, tools)
    version = 0 if known is None else known.last.version
    if version != request.expected_version:
        raise ConflictError(
            request.case_id,
            request.expected_version,
            version,
            session.entries(request.case_id)[request.expected_version : version],
        )
    return _store(session, request, bodies, known, tools, if_unchanged=False)


def _store(  # noqa: PLR0913  what is asked, what is known, and how sure that is
    session: Session,
    request: Request,
    bodies: Sequence[str],
    known: Known | None,
    tools: Tools,
    *,
    if_unchanged: bool,
) -> Appended:
    """Judge what is asked, and store it."""
    before, last, case = None, None, None
    tale = (
        Tale(request.case_id, tools.editions.find(request.edition), [])
        if known is None
        else known.tale
    )
    if known is not None:
        before, last, case = known.summary, known.last, known.case
    knowing = _knowing(tale, request.said, tools.editions)
    if knowing.others != tale.others:
        case = None  # made anew, with the editions that it may be moved to
    tale, case, decisions, under = _judge(knowing, case, request.said)
    position = session.advance(len(request.said))
    added = chain(
        last,
        list(zip(request.said, bodies, under, strict=True)),
        position=position,
        request=request,
        tools=tools,
    )
    summary = summary_of(case, added[-1], position + 1 if before is None else before.opened)
    session.add(added, summary, before, if_unchanged=if_unchanged)
    tools.remembered.keep(Known(added[-1], tale, case, summary))
    return _answer(added, decisions)


def _knowing(tale: Tale, said: Sequence[Said], editions: KnownEditions) -> Tale:
    """Return the tale with what it may be moved to; an edition that there is none of is refused."""
    moved_to = tuple(editions.moved_to(said))
    others = without_twins(tale.edition, (*editions.others, *tale.others, *moved_to))
    return attrs.evolve(tale, others=others)


def _judge(
    tale: Tale, case: LoadedCase | None, said: Sequence[Event | EventRetracted]
) -> tuple[Tale, LoadedCase, tuple[Decision, ...], list[str]]:
    """Return tale and case with what is added, the decisions on it, and each one's edition.

    The edition is the one that the case ran under before.  Or raise, changing nothing.
    """
    retractions = [words for words in said if isinstance(words, EventRetracted)]
    events = [words for words in said if isinstance(words, Event)]
    _check(tale, said, retractions)
    withdrawn = {retraction.version for retraction in retractions}
    under = []
    if withdrawn:
        under = [(case or tale.case()).edition.id] * len(retractions)
        stranded = tale.stranded(withdrawn)
        if stranded:
            raise StrandedEvents(tale.case_id, stranded)
        tale = attrs.evolve(
            tale,
            said=[*tale.said, *retractions],
            retracted={**tale.retracted, **dict.fromkeys(withdrawn, len(tale.said) + 1)},
        )
        case = None
    case = tale.case() if case is None else copy(case)
    decisions = []
    for event in events:
        under.append(case.edition.id)
        decisions.append(case.apply(event))
    tale = attrs.evolve(tale, said=[*tale.said, *events])
    return tale, case, tuple(decisions), under


def _check(
    tale: Tale, said: Sequence[Event | EventRetracted], retractions: Sequence[EventRetracted]
) -> None:
    if any(isinstance(words, EventRetracted) for words in said[len(retractions) :]):
        raise InvalidAppend("retractions_first")
    counting = tale.counting() if retractions else {}
    named = set()
    for retraction in retractions:
        if retraction.version not in counting or retraction.version in named:
            raise InvalidAppend("nothing_to_retract", case=tale.case_id, version=retraction.version)
        named.add(retraction.version)


def chain(
    before: Entry | None,
    written: Iterable[tuple[Said, str, str]],
    *,
    position: int,
    request: Request,
    tools: Tools,
) -> list[Entry]:
    """Return the entries that come after `before`, each sealed and bound to the one before it.

    `written` has what each says, as it is and as a body, and the edition that it found.
    """
    recorded_at = tools.clock().isoformat()
    version, previous = (0, NOTHING_BEFORE) if before is None else (before.version, before.hash)
    entries: list[Entry] = []
    for step, (said, body, edition) in enumerate(written, start=1):
        salt = tools.new_salt()
        entry = seal(
            Entry(
                case_id=request.case_id,
                version=version + step,
                position=position + step,
                tag=said.tag,
                schema=said.schema,
                edition=edition,
                recorded_at=recorded_at,
                request_id=request.request_id,
                request_step=None if request.request_id is None else step,
                salt=salt,
                body=body,
                digest=digest_of(salt, body),
                previous=previous,
                hash="",
            )
        )
        entries.append(entry)
        previous = entry.hash
    return entries


def _first_answer(
    session: Session,
    request: Request,
    bodies: Sequence[str],
    made: Sequence[Entry],
    tools: Tools,
) -> Appended:
    """Return the answer that the same request had before, if it is the same."""
    case_id = made[0].case_id
    entries = session.entries(case_id)
    if is_purged(entries):
        raise PurgedCase(case_id)
    asked = [(said.tag, said.schema, body) for said, body in zip(request.said, bodies, strict=True)]
    if case_id != request.case_id or asked != [(one.tag, one.schema, one.body) for one in made]:
        raise RequestReused(str(request.request_id), case_id, made[0].version)
    then = entries[: made[-1].version]
    tale = read_tale(case_id, then, tools.form, tools.editions)
    return attrs.evolve(_answer(made, tale.decisions(made[0].version)), repeated=True)


def _answer(added: Sequence[Entry], decisions: tuple[Decision, ...]) -> Appended:
    return Appended(
        case_id=added[0].case_id,
        first_version=added[0].version,
        version=added[-1].version,
        position=added[-1].position,
        decisions=decisions,
    )


def check_texts(request: Request) -> None:
    """Demand texts that may be stored: `InvalidAppend` where one holds an individual number.

    Events are looked at by the rules, and a case's id when the case is made.
    """
    if not request.said:
        raise InvalidAppend("nothing_to_append")
    if request.request_id is not None:
        check_text("request_id", request.request_id)
    for words in request.said:
        if isinstance(words, EventRetracted):
            check_record(words)


def check_record(record: EventRetracted | CasePurged) -> None:
    """Demand a record of the journal's own that holds no individual number."""
    if any(sighting.severity is Severity.REFUSED for sighting in record.sightings):
        raise InvalidAppend("individual_number", where=record.type)


def check_text(name: str, text: str) -> None:
    """Demand a text that is not blank, can be stored, and holds no individual number."""
    if not text.strip() or "\x00" in text or not text.isprintable():
        raise InvalidAppend("bad_text", where=name)
    if any(sighting.severity is Severity.REFUSED for sighting in scan(text)):
        raise InvalidAppend("individual_number", where=name)
