"""Putting a mutant into the running process: its code in place of that of the functions there.

Much faster than importing everything anew, and as good, where no line of the change ran while the
package was imported.  Everything that holds the function, a register of guards or a property, holds
the mutant from then on; what the package keeps of earlier answers is forgotten.
"""

from __future__ import annotations

import gc
import sys
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING

from mutation.making import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutation.making import Mutant

_KEPT = ("editions", "fields", "notice.", "text", "wording")
"""Modules whose caches hold what was read from files, and what cannot change."""

_Place = tuple[str, str, int, bytes]

Living = dict[_Place, list[FunctionType]]


def living_functions() -> Living:
    """Return the package's functions that exist now, by where their code stands."""
    found: Living = {}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename.startswith(str(SOURCE)):
            found.setdefault(_place(one.__code__), []).append(one)
    return found


def _place(code: CodeType) -> _Place:
    """Return what tells a function's code: the code itself changes as it gets warm."""
    return code.co_filename, code.co_qualname, code.co_firstlineno, code.co_linetable


def put_in(mutant: Mutant, living: Living) -> bool:
    """Give the functions that a mutant changes their new code; tell whether that could be done."""
    path = SOURCE / mutant.module
    old = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
    new = compile(mutant.source, str(path), "exec", dont_inherit=True)
    is_done = False
    try:
        for before, after in _pairs(old, new):
            if before != after:
                for function in living.get(_place(before), ()):
                    function.__code__ = after
                    is_done = True
    except ValueError:  # it closes over other names: only a new import can make that
        return False
    for name, module in list(sys.modules.items()):
        above, _, inner = name.partition(".")
        if above == "nws_incident" and not inner.startswith(_KEPT):
            _forget(module)
    return is_done


def _forget(module: ModuleType) -> None:
    for one in vars(module).values():
        if isinstance(one, _lru_cache_wrapper):
            one.cache_clear()


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    yield old, new
    inner = ([one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new))
    for before, after in zip(*inner, strict=False):
        if before.co_name == after.co_name:
            yield from _pairs(before, after)
