"""Which part of a picture is shown: a shape, how much of the picture it takes, and where it lies."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_SIZE = 20


class Shape(StrEnum):
    """The shape of what is shown, width to height; `whole` keeps the picture's own."""

    WHOLE = "whole"
    CARD = "4:3"
    SQUARE = "1:1"
    WIDE = "16:9"


RATIOS = {Shape.CARD: (4, 3), Shape.SQUARE: (1, 1), Shape.WIDE: (16, 9)}


@dataclass(frozen=True, slots=True)
class Crop:
    """`size`: percent of the largest frame of that shape, 20 to 100. `x`, `y`: where the frame lies in the room that is
    left, in percent; 0 is left or top, 100 right or bottom.
    """

    shape: Shape = Shape.WHOLE
    size: int = 100
    x: int = 50
    y: int = 50

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in pixels of a picture of this size; never empty, never beyond it."""
        across, down = RATIOS.get(self.shape, (width, height))
        if width * down > height * across:
            largest = (height * across / down, float(height))
        else:
            largest = (float(width), width * down / across)
        shown = [max(1, round(side * self.size / 100)) for side in largest]
        left, top = round((width - shown[0]) * self.x / 100), round((height - shown[1]) * self.y / 100)
        return left, top, left + shown[0], top + shown[1]


def crop_from(shape: str, size: str, x: str, y: str) -> Crop:
    """The crop that a form asks for; what is out of range is brought into it, what is no number counts as the usual."""
    known = {member.value for member in Shape}
    return Crop(
        Shape(shape) if shape in known else Shape.WHOLE,
        _percent(size, LEAST_SIZE, 100),
        _percent(x, 0, 50),
        _percent(y, 0, 50),
    )


def _percent(text: str, least: int, usual: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return usual
    return min(max(int(text), least), 100)
