"""The English catalogue says everything that the code and the templates say, with the same placeholders."""

import re

import pytest
from babel.messages.catalog import Catalog

from tools.messages import collected, kept, message_texts

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def source() -> Catalog:
    return collected()


@pytest.fixture(scope="module")
def english() -> Catalog:
    return kept()


def test_every_text_is_translated(source: Catalog, english: Catalog) -> None:
    missing = [message.id for message in source if message.id and _entry(english, message) is None]
    empty = [message.id for message in english if message.id and not all(message_texts(message.string))]
    assert not missing, f"run `make messages` and translate {len(missing)} texts: {missing[:5]}"
    assert not empty, f"translate {len(empty)} texts: {empty[:5]}"


def test_nothing_is_fuzzy_or_left_over(source: Catalog, english: Catalog) -> None:
    assert not english.fuzzy, "the compiler skips a catalogue that is marked as a draft: run `make messages`"
    assert not [message.id for message in english if message.id and message.fuzzy]
    assert not [message.id for message in english if message.id and _entry(source, message) is None]


def test_placeholders_are_the_same(english: Catalog) -> None:
    wrong = []
    for message in english:
        wanted = {name for text in message_texts(message.id) for name in PLACEHOLDER.findall(text)}
        for text in message_texts(message.string) if message.id else ():
            found = set(PLACEHOLDER.findall(text))
            # A singular may leave the number out.
            if not found <= wanted or (found != wanted and not message.pluralizable):
                wrong.append(f"{message.id}: {sorted(wanted ^ found)}")
    assert not wrong


def _entry(catalog: Catalog, message: object) -> object:
    return catalog.get(message.id, message.context)
