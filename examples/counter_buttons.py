"""The buttons of a counter screen: which are live, which are grey, and why.

The application chooses its buttons and who presses them; `options` says how each stands for the
case, with labels and reasons in Japanese. An event type is live as a whole (`open`), or for some
of its values only (`conditional`): then `choices` says for which.
"""

from datetime import datetime

import nws_incident as nws

BUTTONS = (
    "self_check_inconclusive",
    "self_check_delayed",
    "provider_contacted",
    "cause_identified",
    "reinquiry_made",
    "processed_on_attached_documents",
    "processed_on_linked_information",
)
"""What a clerk of the requester does at this counter, in the order of the screen."""


def case_at_the_counter() -> nws.Case:
    """Return a case whose own check takes longer than the applicant can wait."""
    case = nws.Case("kushiro-2017-004")
    case.apply(
        nws.DiscrepancyFound(
            at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
            requester=nws.Party(
                name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY, code="012068"
            ),
            provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY, code="041009"),
            inquiry=nws.Inquiry(summary="所得額の相違", processing_number="20170904-00012"),
        )
    )
    case.apply(
        nws.SelfCheckDelayed(
            at=datetime.fromisoformat("2017-09-04T11:30:00+09:00"),
            note="宛名システムの点検に数日かかる",
        )
    )
    return case


def choices_of(case: nws.Case, option: nws.Option) -> list[str]:
    """Return in Japanese what the requester may choose where not everything is accepted."""
    mine = [choice for choice in option.choices if choice.get("by") in {None, nws.Role.REQUESTER}]
    return [
        "、".join(
            case.edition.label(field, value).read("ja")
            for field, value in choice.items()
            if field in case.edition.vocabularies
        )
        for choice in mine
    ]


def reasons_of(option: nws.Option) -> list[str]:
    """Return in Japanese why a button is grey, each reason once, with its clauses."""
    clauses: dict[tuple[str, str], list[str]] = {}
    for finding in option.findings:
        said = (finding.otherwise.read("ja"), finding.remedy.read("ja"))
        clauses.setdefault(said, []).extend(finding.clauses)
    return [
        f"{otherwise}({'、'.join(dict.fromkeys(cited))}) → {remedy}"
        for (otherwise, remedy), cited in clauses.items()
    ]


def draw(case: nws.Case) -> None:
    """Print every button of the screen."""
    standing = {option.event_type: option for option in nws.options(case)}
    for event_type in BUTTONS:
        option = standing[event_type]
        if option.is_available:
            print(f"  [可] {option.label.read('ja')}")
            lines = [f"選べるもの: {choice}" for choice in choices_of(case, option) if choice]
        else:
            print(f"  [灰] {option.label.read('ja')}")
            lines = reasons_of(option)
        for line in lines:
            print(f"         {line}")


def main() -> None:
    """Show the screen of one case."""
    case = case_at_the_counter()
    track = case.edition.tracks["investigation"]
    state = case.edition.state_label(track.id, case.tracks.investigation or "")
    print(f"{case.id}  {track.label.read('ja')}: {state.read('ja')}")
    draw(case)


if __name__ == "__main__":
    main()
