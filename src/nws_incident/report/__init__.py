"""The outcome report (顛末報告書, 別添2): drafted from cases, checked, titled, shown, stored.

`draft` fills in what the events of a case prove; `problems` lists what is missing or wrong;
`title` makes the report's title and file name.  Writing and reading the workbook needs the extra
``report`` and stands in `nws_incident.report.workbook`.
"""

from nws_incident.notice.form import ReportField
from nws_incident.report.data import (
    REPORT_FORMAT,
    report_from_data,
    report_to_data,
    reporter_from_data,
)
from nws_incident.report.drafting import draft
from nws_incident.report.errors import (
    InvalidReport,
    InvalidTitle,
    NoReportOwed,
    NumbersExhausted,
)
from nws_incident.report.model import (
    REPORT_FIELDS,
    Causes,
    Counterparts,
    PartyAtFault,
    ProviderCaused,
    ReportDraft,
    Reporter,
    RequesterCaused,
)
from nws_incident.report.numbers import MemoryNumbers, NumberAllocator, number_key
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.problems import problems
from nws_incident.report.text import as_text
from nws_incident.report.title import Title, parse_title, title, title_of

__all__ = [
    "REPORT_FIELDS",
    "REPORT_FORMAT",
    "Causes",
    "Counterparts",
    "InvalidReport",
    "InvalidTitle",
    "MemoryNumbers",
    "NoReportOwed",
    "NumberAllocator",
    "NumbersExhausted",
    "PartyAtFault",
    "ProblemKind",
    "ProviderCaused",
    "ReportDraft",
    "ReportField",
    "ReportProblem",
    "Reporter",
    "RequesterCaused",
    "Title",
    "as_text",
    "draft",
    "number_key",
    "parse_title",
    "problems",
    "report_from_data",
    "report_to_data",
    "reporter_from_data",
    "title",
    "title_of",
]
