"""Draft messages from cases: a request to the provider, and the call in an emergency.

The application knows its own desk; the case knows the rest.  What neither knows is shown in the
text and listed, so that the screen can ask for it.
"""

from datetime import datetime

import nws_incident as nws

CARD = {
    "date": "平成29年9月4日",
    "desk": "こども保健部こども育成課",
    "person": "甲野花子",
    "phone": "0154-00-0000",
    "email": "ikusei@example.lg.jp",
}
"""What this office gives with every message."""


def case_of_a_doubt() -> nws.Case:
    """Return a case whose own check settled nothing."""
    case = nws.Case("kushiro-2017-006")
    case.apply(
        nws.DiscrepancyFound(
            at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
            requester=nws.Party(
                name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY, code="012068"
            ),
            provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY, code="041009"),
            inquiry=nws.Inquiry(
                occurred_at=datetime.fromisoformat("2017-09-04T10:00:00+09:00"),
                summary="提供された所得額と課税証明書の額が一致しない",
                affair="児童手当の支給に関する事務",
                procedure="児童手当の認定請求",
                information="地方税関係情報",
                processing_number="20170904-00012",
            ),
        )
    )
    case.apply(nws.SelfCheckInconclusive(at=datetime.fromisoformat("2017-09-04T11:00:00+09:00")))
    return case


def show(made: nws.Draft, case: nws.Case) -> None:
    """Print a draft, with what is still to be filled in."""
    label = case.edition.label("draft_kind", made.kind).read()
    print(f"■ {label} ({'、'.join(made.clauses)})")
    if made.route is not None and made.route.relays:
        print(f"経由: {'、'.join(step.label.read() for step in made.route.relays)}")
    print()
    print(made.text)
    print()
    if made.missing:
        print(f"まだ書けない事項: {'、'.join(gap.label.read() for gap in made.missing)}")
        print()


def main() -> None:
    """Draft the request, then declare an emergency and draft the call."""
    case = case_of_a_doubt()
    request = nws.draft(
        case, "inquire_provider", details={**CARD, "recipient_desk": "財政局税務部市民税課"}
    )
    show(request, case)
    case.apply(
        nws.EmergencyDeclared(
            at=datetime.fromisoformat("2017-09-04T13:00:00+09:00"),
            by=nws.Role.REQUESTER,
            kind=nws.EmergencyKind.SECURITY_INCIDENT,
        )
    )
    known = {key: CARD[key] for key in ("desk", "person", "phone", "email")}
    summary = "端末に不審なプログラムが見つかり、ネットワークから切り離した"
    show(nws.draft(case, "emergency_phone", details={**known, "emergency_summary": summary}), case)


if __name__ == "__main__":
    main()
