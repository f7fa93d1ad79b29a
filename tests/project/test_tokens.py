"""Sizes of text, radii and breakpoints come from one short list: tokens at the top of showcase.css and stage.css."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "static" / "css"
SHEETS = sorted(FOLDER.glob("*.css"))
BREAKPOINTS = frozenset({719, 720, 959, 960, 1179, 1180})
# A size of the scale, twice the largest (a timer's face), or the scale with a floor that follows the screen's height.
TEXT = re.compile(r"(?:var\(--text-[1-8]\)|calc\(2 \* var\(--text-8\)\)|max\(var\(--text-[1-8]\), [\d.]+vh\)|inherit)$")
RADIUS = re.compile(r"(?:var\(--radius(?:-tiny|-small|-pill)?\)|0)(?: (?:var\(--radius\)|0))*$")


def declared(sheet: str, name: str) -> list[str]:
    """Returns the values of every declaration with this name, a regular expression, in a formatted style sheet."""
    return re.findall(rf"(?<![-\w])(?:{name}):\s*([^;]+);", sheet)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_text_has_a_size_of_the_scale(path: Path) -> None:
    sheet = path.read_text()
    sizes = declared(sheet, "font-size")
    # `font: 600 var(--text-3)/1.2 ...`: the size is the part with a unit or a token.
    for font in declared(sheet, "font"):
        sizes += re.findall(r"var\(--text-\d\)|[\d.]+(?:rem|em|px|pt|v[wh])", font)
    assert not [size for size in sizes if not TEXT.match(size)]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_corners_have_a_radius_of_four(path: Path) -> None:
    radii = declared(path.read_text(), "border(?:-[a-z]+)*-radius")
    assert not [radius for radius in radii if not RADIUS.match(radius)]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_widths_break_at_three_places(path: Path) -> None:
    widths = {int(width) for width in re.findall(r"@media[^{]*?(?:min|max)-width: (\d+)px", path.read_text())}
    assert widths <= BREAKPOINTS


def test_every_token_that_is_used_is_declared() -> None:
    sheets = {path.name: path.read_text() for path in SHEETS}
    for name, sheet in sheets.items():
        base = "stage.css" if name == "stage.css" else "showcase.css"
        known = set(re.findall(r"(--(?:text|radius)[-\w]*):", sheets[base] + sheet))
        assert set(re.findall(r"var\((--(?:text|radius)[-\w]*)\)", sheet)) <= known, name
