"""What would have to come first: the way to a blocked event, and to the end of the case.

A clerk wants to process on the attached documents while the provider investigates. `unblock` says
what would have to happen before that is accepted, who would do it and by which clause. It finds
facts that are missing; it never means that somebody should record what did not happen.
"""

from datetime import datetime

import nws_incident as nws


def case_at_the_provider() -> nws.Case:
    """Return a case whose provider was asked to check, and has not answered."""
    case = nws.Case("kushiro-2017-007")
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
                processing_number="20170904-00021",
                request="原簿の額の確認をお願いしたい",
            ),
        )
    )
    case.apply(nws.SelfCheckInconclusive(at=datetime.fromisoformat("2017-09-04T11:00:00+09:00")))
    case.apply(
        nws.ProviderContacted(
            at=datetime.fromisoformat("2017-09-04T11:20:00+09:00"),
            channel=nws.Channel.PHONE,
            contact_known=True,
        )
    )
    return case


def show(way: nws.WayOn) -> None:
    """Print a way in Japanese: the sentence, and each step with the values that matter."""
    print(f"{way.label.read('ja')}: {way.describe('ja')}")
    for number, step in enumerate(way.steps, 1):
        print(f"  {number}. {step.describe('ja')}")


def main() -> None:
    """Ask three things of one case, and again after the provider's word."""
    case = case_at_the_provider()
    documents = nws.ProcessedOnAttachedDocuments(
        at=datetime.fromisoformat("2017-09-05T09:00:00+09:00"), ground=nws.Ground.CAUSE_DELAYED
    )
    show(nws.unblock(case, documents))
    show(nws.unblock(case, "discrepancy_found"))
    show(nws.unblock(case, nws.COMPLETE))

    print("情報提供者から、確認に時間がかかると連絡があった")
    moment = datetime.fromisoformat("2017-09-04T16:00:00+09:00")
    case.apply(nws.CauseDelayed(at=moment))
    case.apply(nws.DelayNotified(at=moment))
    show(nws.unblock(case, documents))


if __name__ == "__main__":
    main()
