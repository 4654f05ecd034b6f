"""Workbooks for the tests: a filled-in report, random ones that can be written, parts exchanged."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

import nws_incident as nws
from nws_incident.notice.form import ReportField
from nws_incident.report import (
    REPORT_FIELDS,
    Causes,
    Counterparts,
    PartyAtFault,
    ProviderCaused,
    ReportDraft,
    Reporter,
)
from nws_incident.report.workbook_layout import layout_of
from nws_incident.testing import report_drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
NUMBER = "123456789018"
"""An individual number of nobody: its check digit is right."""

FILLED = ReportDraft(
    drafted_on=date(2017, 7, 26),
    reporter=Reporter(
        code="022012",
        name="青森県青森市",
        department="福祉部国保年金課",
        person="○○ ○○",
        phone="017-000-0000",
        email="kokuho@example.lg.jp",
    ),
    occurred_on=date(2017, 7, 19),
    occurred_at=time(9, 30),
    recovered_on=date(2017, 7, 21),
    recovered_at=time(16),
    affair_number="27",
    affair_name="地方税の賦課徴収に関する事務",
    information="地方税関係情報",
    causing_party=PartyAtFault.PROVIDER,
    causes=Causes(human="provider_entry"),
    detail="副本データの登録の際、所得額に別の年度の額を入力した。\n対象: 処理通番 A-0001、A-0002",
    consulted_operator=False,
    consulted_others=True,
    consulted_whom="総務省自治税務局(青森県総務部を通じて)",
    wider_impact_notified=False,
    provider_caused=ProviderCaused(
        counterparts=Counterparts.ONE,
        names="北海道函館市",
        impact="decision_late_there",
        copy_corrected=True,
        requester_notified=True,
        others_checked=True,
        others_wrong=False,
    ),
    cases=("hakodate-2017-001", "hakodate-2017-002"),
)
"""A report as a provider would send it."""


def writable_drafts() -> SearchStrategy[ReportDraft]:
    """Draw a report whose texts a cell can hold."""
    return report_drafts().map(without_control_characters)


def without_control_characters(draft: ReportDraft) -> ReportDraft:
    """Return a draft whose texts have lost what no cell can hold."""
    texts = {name: draft.value(name) for name in REPORT_FIELDS}
    return draft.with_values(
        {
            name: UNWRITABLE.sub("", text)
            for name, text in texts.items()
            if isinstance(text, str) and not isinstance(text, StrEnum)
        }
    )


def address_of(field: str) -> str:
    """Return the address of a field's cell in the shipped form, as ``G9``."""
    return layout_of(nws.load_edition()).fields[ReportField(field)].address.replace("$", "")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return a workbook's parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the workbook of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook one part of which is changed, or added to nothing."""
    parts = parts_of(data)
    parts[name] = change(parts.get(name, b""))
    return packed(parts)
