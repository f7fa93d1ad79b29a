"""What staff type or paste in the hall becomes a code."""

import pytest

from showcase.scans.rules import MOST_TYPED, ScanBlankError, typed_code


@pytest.mark.parametrize(
    "text",
    [
        "7QK2M",
        " 7qk-2m ",
        "HTTP://192.168.10.20:8000/B/7QK2M",
        "https://pameran.example/b/7qk2m?lang=en",
        "pameran.example/b/7qk2m/",
        "pameran.example/awal/b/7qk2m#vote",
    ],
)
def test_a_code_or_an_address_in_any_case(text: str) -> None:
    assert typed_code(text) == "7QK2M"


@pytest.mark.parametrize("text", ["", "  ", "---", "http://pameran.example/b/"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(ScanBlankError):
        typed_code(text)


def test_whatever_else_is_kept_short() -> None:
    assert len(typed_code("x" * 5000)) == MOST_TYPED
