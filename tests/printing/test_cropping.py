"""Which pixels a crop shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showcase.printing.cropping import RATIOS, Crop, Shape, crop_from


@pytest.mark.parametrize(
    ("crop", "box"),
    [
        (Crop(), (0, 0, 900, 600)),
        (Crop(Shape.SQUARE), (150, 0, 750, 600)),
        (Crop(Shape.SQUARE, x=0), (0, 0, 600, 600)),
        (Crop(Shape.WIDE, y=100), (0, 94, 900, 600)),
        (Crop(Shape.CARD, size=50, x=100, y=0), (500, 0, 900, 300)),
        (Crop(Shape.WHOLE, size=50), (225, 150, 675, 450)),
    ],
)
def test_boxes(crop: Crop, box: tuple[int, int, int, int]) -> None:
    assert crop.box(900, 600) == box


percent = st.integers(0, 100)


@given(st.sampled_from(Shape), st.integers(20, 100), percent, percent, st.integers(1, 4000), st.integers(1, 4000))
def test_a_box_lies_inside_and_has_its_shape(shape: Shape, size: int, x: int, y: int, width: int, height: int) -> None:
    left, top, right, bottom = Crop(shape, size, x, y).box(width, height)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    across, down = RATIOS.get(shape, (width, height))
    assert abs((right - left) * down - (bottom - top) * across) <= across + down


def test_a_form_always_gives_a_crop() -> None:
    assert crop_from("16:9", "45", "0", "100") == Crop(Shape.WIDE, 45, 0, 100)
    assert crop_from("lain", "-5", "1e3", "٣") == Crop()
    assert crop_from("1:1", "5", "999", "") == Crop(Shape.SQUARE, 20, 100, 50)
