"""Judge an event before acting on it: what the message to the provider still lacks.

`decide` judges and changes nothing. Where it refuses, the screen shows what stands in the way and
what would unblock it; where it accepts, the message is sent, and only then does the case grow.
"""

from datetime import datetime

import nws_incident as nws

AT = datetime.fromisoformat("2017-09-04T13:00:00+09:00")


def case_to_be_contacted() -> nws.Case:
    """Return a case whose own check settled nothing, and whose inquiry is half filled in."""
    case = nws.Case("kushiro-2017-005")
    case.apply(
        nws.DiscrepancyFound(
            at=datetime.fromisoformat("2017-09-04T10:05:00+09:00"),
            requester=nws.Party(name="北海道釧路市", kind=nws.PartyKind.MUNICIPALITY),
            provider=nws.Party(name="宮城県仙台市", kind=nws.PartyKind.MUNICIPALITY),
            inquiry=nws.Inquiry(
                occurred_at=datetime.fromisoformat("2017-09-04T10:00:00+09:00"),
                summary="提供された所得額と課税証明書の額が一致しない",
                affair="児童手当の支給に関する事務",
                information="地方税関係情報",
            ),
        )
    )
    case.apply(nws.SelfCheckInconclusive(at=datetime.fromisoformat("2017-09-04T11:00:00+09:00")))
    return case


def message(text: str, inquiry: nws.Inquiry | None = None) -> nws.ProviderContacted:
    """Return the event that sending `text` would be."""
    return nws.ProviderContacted(
        at=AT,
        channel=nws.Channel.EMAIL,
        contact_known=True,
        message=text,
        inquiry=inquiry,
        faq_checked=False,
    )


def send_if_accepted(case: nws.Case, event: nws.ProviderContacted) -> bool:
    """Send the message unless the procedure says no; say what there is to say either way."""
    decision = nws.decide(case, event)
    for finding in decision.findings:
        print(f"  送信できません [{finding.rule}] {finding.message('ja')}")
    for warning in decision.warnings:
        print(f"  注意 [{warning.rule}] {warning.message('ja')}")
    if decision.accepted:
        print("  送信しました")  # here the application would hand the message to its mailer
        case.apply(event)
    return decision.accepted


def main() -> None:
    """Try to send a message three times, each time with less in the way."""
    case = case_to_be_contacted()

    print("1回目: 空白の事項と個人番号がある")
    send_if_accepted(case, message("対象者の個人番号は 1234 5678 9018 です。ご確認ください。"))

    print("2回目: 個人番号を処理通番に改めた")
    text = "処理通番 20170904-00012 の件、ご確認ください。"
    send_if_accepted(case, message(text))

    print("3回目: 空白の事項を補った")
    rest = nws.Inquiry(
        procedure="児童手当の認定請求",
        processing_number="20170904-00012",
        request="原簿の額の確認をお願いしたい",
    )
    send_if_accepted(case, message(text, rest))

    print(f"事案は {case.version} 件目の事象まで進みました: {case.tracks.investigation}")


if __name__ == "__main__":
    main()
