"""Parts made from the library and its project file: layers, commands."""

from __future__ import annotations

import argparse
import importlib
import inspect
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from nws_incident.cli.main import build_parser
from parts.markdown import one_line, table
from parts.registry import part

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"


@part
def layers() -> Iterator[str]:
    """Yield the layers of the import contract, top first, each with what it is for."""
    with _PROJECT.open("rb") as stream:
        contracts = tomllib.load(stream)["tool"]["importlinter"]["contracts"]
    stacked = next(one for one in contracts if one["type"] == "layers")["layers"]
    yield from table(
        ("Module", "What it is for"),
        [
            (f"`{name.removeprefix('nws_incident.')}`", _headline(name))
            for layer in stacked
            for name in layer.split(" | ")
        ],
    )


@part
def commands() -> Iterator[str]:
    """Yield every command with its arguments, and the commands below it."""
    for name, parser in sorted(_commands(build_parser()).items()):
        yield from _command(f"## {name}", parser)
        for task, inner in _commands(parser).items():
            yield from _command(f"### {name} {task}", inner)


def _command(heading: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from (heading, "", str(parser.description), "")
    yield from table(
        ("Argument", "Meaning"),
        [
            (_argument(action), str(action.help % vars(action)).replace("\n", " "))
            for action in parser._actions  # noqa: SLF001  argparse has no other way
            if action.help and not isinstance(action, argparse._HelpAction)  # noqa: SLF001
        ],
    )
    example = str(parser.epilog).removeprefix("example:").strip()
    yield from ("", "```sh", example, "```", "")


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands right below a parser's, which may have none."""
    return {
        name: inner
        for action in parser._actions  # noqa: SLF001  argparse has no other way
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        for name, inner in action.choices.items()
    }


def _argument(action: argparse.Action) -> str:
    name = action.option_strings[0] if action.option_strings else ""
    if action.nargs == 0:
        return f"`{name}`"
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        return f"`{action.metavar}`"
    value = "{" + ",".join(action.choices) + "}" if action.choices else str(action.metavar)
    if action.nargs == "+":
        value = f"{value}…"
    return f"`{name} {value}`".replace("` ", "`")


def _headline(module: str) -> str:
    doc = inspect.getdoc(importlib.import_module(module)) or ""
    return one_line(doc.partition("\n\n")[0])


@part
def problems() -> Iterator[str]:
    """Yield every problem that data or a file can have."""
    words = {
        language: tomllib.loads(
            (resources.files("nws_incident") / f"words/{language}.toml").read_text("utf-8")
        )["problem"]
        for language in ("en", "ja")
    }
    yield from table(
        ("Key", "English", "Japanese"),
        [
            (f"`{key}`", text, words["ja"][key])
            for key, text in words["en"].items()
            if "suggestion" not in key
        ],
    )
