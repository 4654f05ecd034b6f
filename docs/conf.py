"""How Sphinx builds the documentation.

sphinx-build -W --keep-going -b html docs docs/_build/html
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

from parts import fill

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "nws-incident"
copyright = "The nws-incident contributors"  # noqa: A001  the name Sphinx reads
version = release = version_of("nws-incident")
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
language = "en"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

default_role = "literal"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = f"nws-incident {release}"
html_show_sphinx = False


def _fill(_: Sphinx, __: str, source: list[str]) -> None:
    source[0] = fill(source[0])


def _plain_signature(*args: Any) -> tuple[str | None, str | None]:
    """Leave out what says nothing: the type Any, and attrs' mark for a default that is made."""
    signature, returns = args[-2:]
    if signature is not None:
        signature = re.sub(
            r": ~?(?:typing\.)?Any( = )?", lambda found: "=" * bool(found[1]), signature
        )
        signature = re.sub(r" = NOTHING\b", " = {}", signature)
    return signature, returns


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the generated parts into the pages that ask for them."""
    app.connect("source-read", _fill)
    app.connect("autodoc-process-signature", _plain_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
