"""Instruction cards: read back as printed, in both languages, and the same picture on the screen."""

import io
from itertools import combinations
from typing import get_args

import pypdfium2
import pytest
import zxingcpp
from defusedxml.ElementTree import fromstring
from PIL import Image

from showcase.papers.instructions.papers import CardSize, Instruction, instruction_pdf, instruction_preview
from showcase.papers.instructions.words import KINDS, Kind, Language, words
from showcase.papers.posters.papers import ON_A_SHEET, Size, posters_pdf, posters_preview
from tests.papers.test_posters import POSTER, letters, one_of_each, overlap, pages, text_of

CATALOGUE = "http://192.168.10.20:8000/e/bailang-2025"
SVG = "{http://www.w3.org/2000/svg}"


def card(kind: Kind, language: Language = "id", *, vote_limit: int | None = None, **more: str) -> Instruction:
    given = {"exhibition": "Lomba Inovasi Balangan 2025", "address": "192.168.10.20:8000", **more}
    url = CATALOGUE if kind in {"visitors", "entrance"} else ""
    return Instruction(kind, language, words=words(kind, language, vote_limit), url=url, **given)


@pytest.mark.parametrize("size", get_args(CardSize))
@pytest.mark.parametrize("kind", ["visitors", "entrance"])
def test_the_catalogues_code_reads_back(kind: Kind, size: CardSize) -> None:
    codes = zxingcpp.read_barcodes(pages(instruction_pdf(card(kind), size))[0])
    assert [code.text for code in codes] == [CATALOGUE]


@pytest.mark.slow
@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kind", KINDS)
def test_every_card_is_one_page_on_which_nothing_overlaps(kind: Kind, language: Language) -> None:
    given = card(kind, language, exhibition="Lomba Inovasi Daerah " * 10, address="pameran.balangankab.go.id/login")
    document = pypdfium2.PdfDocument(instruction_pdf(given, "a5"))
    assert len(document) == 1
    width, height = document[0].get_size()
    boxes = letters(document[0])
    document.close()
    assert all(left > 0 and low > 0 and right < width and top < height for left, low, right, top in boxes)
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair) > 0.2]


def test_each_says_what_matters() -> None:
    said = {kind: text_of(instruction_pdf(card(kind), "a4")) for kind in KINDS}
    assert "Sentuh Pilih inovasi ini" in said["visitors"]
    assert "Tidak membawa ponsel?" in said["visitors"]
    assert "Satu suara di tiap kategori" in said["visitors"]
    assert "PIN enam angka" in said["jurors"]
    assert "Jangan memilihkan" in said["innovators"]
    assert "jangan memilihkan" in said["desk"]
    assert "Paling banyak 3 suara" in text_of(instruction_pdf(card("visitors", vote_limit=3), "a4"))
    assert "Up to 3 in all" in text_of(instruction_pdf(card("visitors", "en", vote_limit=3), "a4"))


def test_both_languages_have_the_same_cards() -> None:
    for kind in KINDS:
        assert len(words(kind, "id", None).steps) == len(words(kind, "en", None).steps)


@pytest.mark.parametrize("size", get_args(Size))
def test_a_preview_holds_the_words_of_the_first_sheet(size: Size) -> None:
    """Drawn by the same code: the picture and the page are made of the same letters."""
    posters = one_of_each()
    drawn = [text.text or "" for text in fromstring(posters_preview(posters, size)).iter(f"{SVG}text")]
    printed = text_of(posters_pdf(posters[: ON_A_SHEET[size]], size))
    assert sorted("".join("".join(drawn).split())) == sorted("".join(printed.split()))


def test_a_preview_of_a_card_holds_its_words() -> None:
    drawn = [text.text for text in fromstring(instruction_preview(card("jurors"), "a5")).iter(f"{SVG}text")]
    assert drawn[0] == "Untuk juri"
    assert "Ketik PIN enam angka" in drawn


def test_markup_in_a_preview_stays_text() -> None:
    given = card("desk", exhibition="<script>alert(1)</script> & \"'")
    picture = fromstring(instruction_preview(given, "a5"))
    assert not list(picture.iter(f"{SVG}script"))
    assert [text.text for text in picture.iter(f"{SVG}text")][-1] == "<script>alert(1)</script> & \"'"


def test_a_preview_is_small() -> None:
    assert len(posters_preview([POSTER], "a4")) < 120_000


@pytest.mark.parametrize(("size", "times"), [("a4", 1), ("a5-pair", 2), ("a6", 4), ("tent", 2)])
def test_a_preview_shows_the_logo_wherever_the_paper_has_it(size: Size, times: int) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (1200, 400), "#0b6b46").save(file, "PNG")
    picture = fromstring(posters_preview([POSTER] * 4, size, logo=file.getvalue()))
    kept = picture.findall(f".//{SVG}image")
    assert len(kept) == 1
    assert kept[0].get("href", "").startswith("data:image/png;base64,")
    assert len(picture.findall(f".//{SVG}use[@href='#p']")) == times
    assert not fromstring(posters_preview([POSTER] * 4, size)).findall(f".//{SVG}image")
