"""Texts that people see, in each language an edition or the library speaks."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LANGUAGE = "ja"
"""The language shown where none is asked for."""


@lru_cache(maxsize=4096)
def _slots(wording: str) -> tuple[str, ...]:
    """Return the names of the slots (``${slot}``) in a wording of an edition or of the library."""
    return tuple(string.Template(wording).get_identifiers())


@lru_cache(maxsize=4096)
def _format(wording: str) -> str:
    """Return such a wording as a format for ``%``, which fills it several times as fast."""
    template = string.Template(wording.replace("%", "%%"))
    return template.substitute({slot: f"%({slot})s" for slot in _slots(wording)})


@frozen
class Text:
    """One text in several languages, perhaps with named slots (``${slot}``) to fill."""

    translations: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, translations: Mapping[str, str]) -> Text:
        """Make a text from a mapping of language (`ja`, `en`, …) to wording."""
        return cls(tuple(translations.items()))

    @classmethod
    def same(cls, wording: str, languages: tuple[str, ...]) -> Text:
        """Make a text that reads the same in each language: a name, a code, a date."""
        return cls(tuple((language, wording) for language in languages))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages this text is written in."""
        return tuple(language for language, _ in self.translations)

    @property
    def slots(self) -> frozenset[str]:
        """The names of the slots, in any language."""
        return frozenset(name for _, wording in self.translations for name in _slots(wording))

    def read(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the wording in `language`; `LookupError` where there is none."""
        for spoken, wording in self.translations:
            if spoken == language:
                return wording
        message = f"no wording in language {language!r}; there is {', '.join(self.languages)}"
        raise LookupError(message)

    def fill(self, **slots: Text | str) -> Text:
        """Return this text with its slots filled; a `Text` fills each language with its own."""
        filled = []
        for language, wording in self.translations:
            words = {
                name: value.read(language) if isinstance(value, Text) else value
                for name, value in slots.items()
            }
            filled.append((language, _format(wording) % words))
        return Text(tuple(filled))

    def join(self, parts: tuple[Text, ...]) -> Text:
        """Return `parts` joined in each language by this text as the separator."""
        return Text(
            tuple(
                (language, separator.join(part.read(language) for part in parts))
                for language, separator in self.translations
            )
        )
