"""The parts of the documentation that are made from the library itself, as Markdown.

A page asks for a part by a comment, ``<!-- generated: NAME -->``; `fill` puts it there when the
pages are built.  Nothing that the library already says is written down twice.
"""

from parts import (
    of_contacts,
    of_events,
    of_library,
    of_matrix,
    of_notice,
    of_obligations,
    of_report,
    of_tests,
)
from parts.registry import MARK, PARTS, fill

__all__ = [
    "MARK",
    "PARTS",
    "fill",
    "of_contacts",
    "of_events",
    "of_library",
    "of_matrix",
    "of_notice",
    "of_obligations",
    "of_report",
    "of_tests",
]
