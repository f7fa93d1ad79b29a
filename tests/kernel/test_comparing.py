"""Two versions of a text, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from showcase.kernel.comparing import Piece, side_by_side


def test_a_changed_word_is_marked_on_both_sides() -> None:
    left, right = side_by_side("satu dua tiga", "satu lima tiga")
    assert left == (Piece("satu ", changed=False), Piece("dua", changed=True), Piece(" tiga", changed=False))
    assert right == (Piece("satu ", changed=False), Piece("lima", changed=True), Piece(" tiga", changed=False))


def test_nothing_before_is_nothing_to_the_left() -> None:
    assert side_by_side("", "baru") == ((), (Piece("baru", changed=True),))


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_the_pieces_are_the_texts(before: str, after: str) -> None:
    left, right = side_by_side(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
