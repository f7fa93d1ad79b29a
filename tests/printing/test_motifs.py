"""The motifs: one geometry, and the files that pages load."""

from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from showcase.printing.motifs import MOTIFS, flattened
from showcase.printing.palette import DYES

IMAGES = Path(__file__).parents[2] / "static" / "img"


def test_every_palette_has_its_motif() -> None:
    assert {dye.motif for dye in DYES.values()} == set(MOTIFS)


@pytest.mark.parametrize("name", MOTIFS)
def test_the_file_is_the_motif(name: str) -> None:
    written = (IMAGES / f"motif-{name}.svg").read_text(encoding="utf-8")
    assert written == MOTIFS[name].svg()
    assert len(written.encode()) < 600
    root = fromstring(written)
    assert root.get("viewBox") == f"0 0 {MOTIFS[name].width} {MOTIFS[name].height}"
    assert not [element for element in root.iter() if element.get("style")]


def test_a_curve_is_flattened_and_a_closed_line_ends_where_it_began() -> None:
    curve, triangle = flattened("M0 0Q10 0 10 10M0 0L4 0L4 4Z")
    assert len(curve) == 11
    assert curve[5] == (7.5, 2.5)
    assert curve[-1] == (10, 10)
    assert triangle == [(0, 0), (4, 0), (4, 4), (0, 0)]
