"""One way from plain data (mappings, lists, text) to frozen classes: strict, with paths.

`cattrs` walks the classes; nothing is coerced, unknown keys are errors, and all errors of a
document are reported together, each with its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, override
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from nws_incident.errors import ROOT, InvalidDataError, Problem
from nws_incident.fields import (
    KIND,
    MISSING,
    REQUIRED_IN_DATA,
    Fault,
    one_of,
    read_flag,
    read_text,
    read_whole_number,
    show,
    suggest,
)

_Wanted = TypeVar("_Wanted")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def strict_converter() -> Converter:
    """Return a converter that forbids unknown keys and coerces nothing."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(str, _ignoring_type(read_text))
    converter.register_structure_hook(bool, _ignoring_type(read_flag))
    converter.register_structure_hook(int, _ignoring_type(read_whole_number))
    # By class, like those above: it must come before the hook for `str`.
    converter.register_structure_hook(StrEnum, lambda value, wanted: one_of(wanted)(value))
    converter.register_structure_hook_factory(
        lambda wanted: _origin(wanted) is tuple,
        lambda wanted: _list_hook(converter, get_args(wanted)[0]),
    )
    converter.register_structure_hook_factory(
        lambda wanted: _origin(wanted) is Mapping,
        lambda wanted: _mapping_hook(converter, get_args(wanted)[1]),
    )
    converter.register_structure_hook_factory(
        attrs.has, lambda wanted: _class_hook(converter, wanted)
    )
    return converter


def structure(
    converter: Converter, data: object, wanted: type[_Wanted], error: type[InvalidDataError]
) -> _Wanted:
    """Make `wanted` from `data`, or raise `error` with every problem there is."""
    try:
        return converter.structure(data, wanted)
    except (ClassValidationError, InvalidDataError, Fault) as fault:
        problems = flatten(fault)
    # Raised out here so that nothing that holds raw values hangs on to the new error.
    raise error(problems)


def flatten(error: BaseException, path: str = ROOT) -> list[Problem]:
    """Turn what structuring raised into problems, each with its path from `path`."""
    if isinstance(error, ClassValidationError):
        with_notes, without = error.group_exceptions()
        problems = []
        for nested, note in with_notes:
            problems.extend(flatten(nested, path + step(_name_in_data(note.name))))
        for nested in without:
            problems.extend(flatten(nested, path))
        return problems
    if isinstance(error, ForbiddenExtraKeysError):
        known = tuple(_name_in_data(name) for name in attrs.fields_dict(error.cl))
        keys = sorted(key for key in error.extra_fields if isinstance(key, str))
        problems = [
            Problem.of(path + step(key), "unknown_key", suggestion=suggest(key, known))
            for key in keys
        ]
        if len(keys) < len(error.extra_fields):
            problems.append(Problem.of(path, "key_not_text"))
        return problems
    if isinstance(error, InvalidDataError):
        return [problem.under(path) for problem in error.problems]
    if isinstance(error, Fault):
        return [error.problem(path)]
    if isinstance(error, KeyError):
        return [Problem.of(path, "missing")]
    raise error


def step(key: str) -> str:
    """Return a key as a step of a path: ``.key``, or ``["odd key"]``."""
    if _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    return f"[{json.dumps(show(key), ensure_ascii=False)}]"


def _name_in_data(name: str) -> str:
    """Return the key of an attribute: a trailing underscore keeps clear of Python's keywords."""
    return name.removesuffix("_")


def _origin(wanted: Any) -> Any:
    return get_origin(wanted)


def _ignoring_type(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _class_hook(converter: Converter, wanted: type) -> Callable[[Any, Any], Any]:
    attrs.resolve_types(wanted)
    attributes = attrs.fields(wanted)
    overrides: dict[str, Any] = {}
    for attribute in attributes:
        kind = attribute.metadata.get(KIND)
        name = _name_in_data(attribute.name)
        if kind is not None and kind.read is not None:
            overrides[attribute.name] = override(struct_hook=_ignoring_type(kind.read))
        elif name != attribute.name:
            overrides[attribute.name] = override(rename=name)
    generated: Callable[[Any, Any], Any] = make_dict_structure_fn(wanted, converter, **overrides)
    stated = {
        attribute.name: MISSING
        for attribute in attributes
        if attribute.metadata.get(REQUIRED_IN_DATA)
    }

    def structure_class(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Fault("missing" if value is MISSING else "expected_mapping")
        return generated({**stated, **value}, wanted)

    return structure_class


def _list_hook(converter: Converter, member: Any) -> Callable[[Any, Any], Any]:
    def structure_list(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise Fault("expected_list")
        return tuple(_each(converter, member, ((f"[{i}]", v) for i, v in enumerate(value))))

    return structure_list


def _mapping_hook(converter: Converter, member: Any) -> Callable[[Any, Any], Any]:
    def structure_mapping(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Fault("expected_mapping")
        if not all(isinstance(key, str) for key in value):
            raise Fault("key_not_text")
        members = _each(converter, member, ((step(key), v) for key, v in value.items()))
        return dict(zip(value, members, strict=True))

    return structure_mapping


def _each(converter: Converter, member: Any, steps: Any) -> list[Any]:
    members = []
    problems: list[Problem] = []
    for place, value in steps:
        try:
            members.append(converter.structure(value, member))
        except (ClassValidationError, InvalidDataError, Fault) as fault:
            problems.extend(flatten(fault, ROOT + place))
    if problems:
        raise InvalidDataError(problems)
    return members
