"""The outcome report (顛末報告書, 別添2): drafted from cases, checked, titled, shown, stored.

`draft` fills in what the events of a case prove; `problems` lists what is missing or wrong;
`title` makes the report's title and file name.  `write` makes the workbook and `read` reads it
back; these two need the extra ``report``.
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
from nws_incident.report.problem import ProblemKind, ReportProblem
from nws_incident.report.problems import problems
from nws_incident.report.text import as_text
from nws_incident.report.title import Title, parse_title, title, title_of
from nws_incident.report.workbook import ReadReport, from_bytes, read, to_bytes, write
from nws_incident.report_numbers import (
    MemoryNumbers,
    NumberAllocator,
    NumbersExhausted,
    number_key,
)

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
    "ReadReport",
    "ReportDraft",
    "ReportField",
    "ReportProblem",
    "Reporter",
    "RequesterCaused",
    "Title",
    "as_text",
    "draft",
    "from_bytes",
    "number_key",
    "parse_title",
    "problems",
    "read",
    "report_from_data",
    "report_to_data",
    "reporter_from_data",
    "title",
    "title_of",
    "to_bytes",
    "write",
]
