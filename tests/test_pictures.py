"""The pictures of the documentation show what there is: what they were drawn from is as it was."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from nws_incident.cli import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PICTURES: list[dict[str, Any]] = tomllib.loads(
    (DOCS / "pictures.toml").read_text(encoding="utf-8")
)["picture"]
EDITION = resources.files("nws_incident") / "notice" / "editions" / "2017-06-16"


def test_every_picture_says_what_it_was_drawn_from() -> None:
    """And is shown by a page beside it."""
    there = {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.png")
        if "_build" not in path.parts
    }
    assert there == {picture["file"] for picture in PICTURES}
    for name in there:
        file = DOCS / name
        assert any(
            f"]({file.name})" in page.read_text("utf-8") for page in file.parent.glob("*.md")
        )


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: str(picture["file"]))
def test_what_a_picture_was_drawn_from_has_not_changed(
    picture: dict[str, Any],
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where it has, docs/pictures.toml says how to draw it anew."""
    if "files" in picture:
        source = b"".join((EDITION / name).read_bytes() for name in picture["files"])
    else:
        monkeypatch.chdir(ROOT)
        assert main(picture["output_of"]) == 0
        source = capfdbinary.readouterr().out
    assert hashlib.sha256(source).hexdigest() == picture["sha256"], picture["draw"]
