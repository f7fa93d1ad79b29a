"""A sentence in both languages, with the details that it is filled with."""

from collections.abc import Mapping
from typing import NamedTuple

Details = Mapping[str, str | int]


class Sentence(NamedTuple):
    """One sentence in Indonesian and in English; `{name}` stands for a detail."""

    indonesian: str
    english: str

    def told(self, details: Details, language: str) -> str:
        """The sentence with its details filled in; Indonesian for any language but `en`."""
        mark = "," if language == "en" else "."
        filled = {
            name: f"{value:,}".replace(",", mark) if isinstance(value, int) else value
            for name, value in details.items()
        }
        return (self.english if language == "en" else self.indonesian).format(**filled)
