"""What may be written to an innovator, and what a moderator is told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.kernel.errors import DomainError
from showcase.messages.rules import (
    LONGEST,
    Hint,
    MessageBlankError,
    MessageCharactersError,
    MessageLongError,
    checked,
    hints,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Hebat!\r\n", "Hebat!"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\tb", "a b"),
        ("cafe\u0301", "caf\u00e9"),
        ("<b>&\"'", "<b>&\"'"),
        ("keluarga 👨‍👩‍👧 ❤️", "keluarga 👨‍👩‍👧 ❤️"),
        ("👍", "👍"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_what_is_stored(typed: str, stored: str) -> None:
    assert checked(typed) == stored


@pytest.mark.parametrize("typed", ["", " \r\n\t ", "\u00a0", "\u3000", "\u200d", "\ufe0f"])
def test_blank(typed: str) -> None:
    with pytest.raises(MessageBlankError):
        checked(typed)


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u200b", "\u2028", "\ufeff", "\ue000"]
)
def test_hidden_characters(character: str) -> None:
    with pytest.raises(MessageCharactersError):
        checked(f"bagus{character}sekali")


def test_too_long() -> None:
    with pytest.raises(MessageLongError):
        checked("x" * (LONGEST + 1))


@given(st.text(max_size=400))
def test_what_passes_passes_again_unchanged(typed: str) -> None:
    try:
        stored = checked(typed)
    except DomainError:
        return
    assert 1 <= len(stored) <= LONGEST
    assert checked(stored) == stored


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bagus, lanjutkan", ()),
        ("Sejak 2019 sampai 2025, 12 desa.", ()),
        ("Lihat https://contoh.id", (Hint.LINK,)),
        ("lihat WWW.contoh", (Hint.LINK,)),
        ("ke tokoku.com ya", (Hint.LINK,)),
        ("hubungi 0812-3456-7890", (Hint.PHONE,)),
        ("hubungi +62 812 3456 7890", (Hint.PHONE,)),
        ("wa.me/6281234567890", (Hint.LINK, Hint.PHONE)),
    ],
)
def test_hints(text: str, found: tuple[Hint, ...]) -> None:
    assert hints(text) == found
