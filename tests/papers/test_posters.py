"""Booth posters: read back from the rendered page, as a phone would."""

import io
from dataclasses import replace
from itertools import combinations
from typing import get_args

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from showcase.papers.posters.booth_poster import QR_SIDE, WIDTH, Poster, grouped
from showcase.papers.posters.papers import Size, posters_pdf
from showcase.printing.lettering import NAME_SIZES, heading, shortened
from showcase.printing.palette import Palette
from showcase.printing.pictures import PictureKindError
from showcase.printing.qr import booth_url, qr_matrix
from showcase.printing.typefaces import BOLD, printable

POSTER = Poster(
    exhibition="Lomba Inovasi Balangan 2025",
    category="SKPD",
    palette=Palette.INDIGO,
    booth="A-01",
    name="Simandor BMD",
    long_name="Sistem Informasi Pengamanan dan Penomoran Barang Milik Daerah",
    organisation="Badan Pengelolaan Keuangan, Pendapatan, dan Aset Daerah",
    url=booth_url("http://192.168.10.20:8000", "7QK2M"),
    short_url="192.168.10.20:8000/b/7qk2m",
    code="7QK2M",
)


def one_of_each() -> list[Poster]:
    """A poster a palette, each with an address of its own."""
    codes = [f"7QK2{letter}" for letter in "ABCDEFGH"]
    return [
        replace(POSTER, palette=palette, code=code, url=booth_url("http://192.168.10.20:8000", code))
        for palette, code in zip(Palette, codes, strict=True)
    ]


def pages(data: bytes) -> list[Image.Image]:
    """The pages at 108 dots an inch, coarser than any printer."""
    document = pypdfium2.PdfDocument(data)
    found = [page.render(scale=1.5).to_pil() for page in document]
    document.close()
    return found


def text_of(data: bytes) -> str:
    """All words of a PDF, with single spaces."""
    document = pypdfium2.PdfDocument(data)
    found = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "millimetres", "sheets", "times"),
    [
        ("a4", (210, 297), 8, 1),
        ("a5", (148, 210), 8, 1),
        ("a5-pair", (297, 210), 4, 1),
        ("a6", (210, 297), 2, 1),
        ("tent", (210, 297), 8, 2),
    ],
)
def test_every_code_reads_back_from_paper(size: Size, millimetres: tuple[int, int], sheets: int, times: int) -> None:
    posters = one_of_each()
    data = posters_pdf(posters, size)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == sheets
    paper = tuple(round(points / 72 * 25.4) for points in document[0].get_size())
    document.close()
    assert paper == millimetres
    read = [code.text for page in pages(data) for code in zxingcpp.read_barcodes(page)]
    assert sorted(read) == sorted(poster.url for poster in posters for _ in range(times))


def test_both_sides_of_a_tent_stand_upright_when_it_is_folded() -> None:
    """A code's top edge is towards the ridge on either side: the far one is printed upside down."""
    codes = zxingcpp.read_barcodes(pages(posters_pdf([POSTER], "tent"))[0])
    far, near = sorted(codes, key=lambda code: code.position.top_left.y)
    assert far.position.top_left.y > far.position.bottom_left.y
    assert near.position.top_left.y < near.position.bottom_left.y


def test_a_code_survives_dirt_on_a_fifth_of_its_width() -> None:
    page = pages(posters_pdf([POSTER], "a4"))[0]
    code = zxingcpp.read_barcodes(page)[0].position
    middle_x, middle_y = (code.top_left.x + code.bottom_right.x) // 2, (code.top_left.y + code.bottom_right.y) // 2
    half = (code.bottom_right.x - code.top_left.x) // 10
    page.paste((120, 120, 120), (middle_x - half, middle_y - half, middle_x + half, middle_y + half))
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [POSTER.url]


def test_a_module_is_wide_enough_on_the_smallest_paper() -> None:
    """Half a millimetre is what a phone resolves from 30 cm; an A6 poster gives more than twice that."""
    modules = len(qr_matrix(POSTER.url)) + 8
    millimetres = (QR_SIDE - 16) / modules / 2 / 72 * 25.4
    assert millimetres > 1.1


def test_it_says_everything_in_words() -> None:
    words = text_of(posters_pdf([POSTER], "a4"))
    for expected in (
        "SKPD",
        "A-01",
        "Simandor BMD",
        "Aset Daerah",
        "Arahkan kamera ke kode ini",
        "Buka tautannya",
        "Sentuh",
        "Pilih inovasi ini",
        "192.168.10.20:8000/b/7qk2m",
        "Lomba Inovasi Balangan 2025",
    ):
        assert expected in words
    assert "7QK2M" in words.replace(" ", "")


def test_the_file_says_what_it_is() -> None:
    data = posters_pdf([POSTER], "a4")
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == "Poster stan Lomba Inovasi Balangan 2025"
    assert document.get_metadata_value("Author") == "Lomba Inovasi Balangan 2025"
    document.close()
    assert b"/Lang (id)" in data
    assert len(data) < 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "<b>Kopi & Teh</b>",
        "<para><font color='red'>&lt;",
        "Inovasi\x00\x07\x1b[31m\r\nBaru",
        "🎉🎉🎉",
        "",
        "W" * 200,
        "Sangat panjang sekali " * 9,
        "{curly} %s \\ ( ) [ ]",
    ],
)
def test_hostile_names_do_not_break_it(name: str) -> None:
    poster = replace(
        POSTER, exhibition=name, category=name, booth=name[:12], name=name, long_name=name + "!", organisation=name
    )
    for size in get_args(Size):
        page = pages(posters_pdf([poster], size))[0]
        assert {code.text for code in zxingcpp.read_barcodes(page)} == {POSTER.url}


def test_markup_in_a_name_is_printed_as_typed() -> None:
    assert "<b>Kopi & Teh</b>" in text_of(posters_pdf([replace(POSTER, name="<b>Kopi & Teh</b>")], "a4"))


def test_the_longest_texts_stay_within_their_space() -> None:
    for text in ("W" * 200, "Kata pendek " * 17, "Kata-yang-panjang-sekali " * 8):
        lines = heading(text, text, text, WIDTH - 88, 160)
        assert sum(line.height for line in lines) <= 160


@pytest.mark.slow
@pytest.mark.parametrize("size", get_args(Size))
def test_the_longest_texts_touch_neither_each_other_nor_the_edge(size: Size) -> None:
    """200 characters in every field that may hold them, on every paper: each letter has its own place on the sheet."""
    long = ("Sistem Informasi Pengembangan Potensi Kawasan Perdesaan Terpadu " * 4)[:200]
    host = "pameran-inovasi-daerah.kabupatenbalangan.go.id"
    poster = replace(
        POSTER, exhibition=long, category=long, booth="AULA-BARAT-1", name=long, long_name=long[::-1], organisation=long
    )
    poster = replace(poster, short_url=f"{host}/b/7qk2mabc", code="7QK2MABC")
    for data in (posters_pdf([poster], size), posters_pdf([replace(POSTER, name=long)], size)):
        document = pypdfium2.PdfDocument(data)
        width, height = document[0].get_size()
        boxes = letters(document[0])
        document.close()
        assert len(boxes) > 200
        assert all(left > 0 and low > 0 and right < width and top < height for left, low, right, top in boxes)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair) > 0.2]


def letters(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """The box of each printed character: left, bottom, right, top. Spaces have next to no height."""
    text = page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    return [box for box in boxes if box[2] > box[0] and box[3] > box[1] + 0.1]


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The share of the smaller box that lies in the other one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0
    return wide * high / min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))


@pytest.mark.slow
def test_a_hall_of_three_hundred_is_a_file_that_can_be_sent() -> None:
    posters = [
        replace(POSTER, booth=f"H-{n}", code=f"{n:05d}", url=booth_url("http://hall:8000", f"{n:05d}"))
        for n in range(300)
    ]
    for size in get_args(Size):
        assert len(posters_pdf(posters, size)) < 4_000_000


def test_a_short_name_stands_large_and_alone() -> None:
    lines = heading("Bintang", "", "", WIDTH - 88, 160)
    assert len(lines) == 1
    assert lines[0].height >= NAME_SIZES[0]


def test_a_long_name_equal_to_the_name_is_not_repeated() -> None:
    words = text_of(posters_pdf([replace(POSTER, long_name=POSTER.name)], "a4"))
    assert words.count(POSTER.name) == 1


def test_the_address_is_never_cut() -> None:
    address = "pameran-inovasi-daerah.kabupatenbalangan.go.id/b/7qk2mabc"
    words = text_of(posters_pdf([replace(POSTER, short_url=address, code="7QK2MABC")], "a4"))
    assert address in words.replace(" ", "")


def test_a_logo_is_drawn_and_anything_else_refused() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (300, 90), (200, 0, 0, 255)).save(file, "PNG")
    plain = pages(posters_pdf([POSTER], "a4"))[0]
    marked = pages(posters_pdf([POSTER], "a4", logo=file.getvalue()))[0]
    assert plain.tobytes() != marked.tobytes()
    with pytest.raises(PictureKindError):
        posters_pdf([POSTER], "a4", logo=b"<svg/>")


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="no poster"):
        posters_pdf([], "a4")
    with pytest.raises(ValueError, match="no poster of size"):
        posters_pdf([POSTER], "a0")  # type: ignore[arg-type]


def test_letters_are_grouped_for_typing() -> None:
    assert grouped("7qk2m") == ["7QK", "2M"]
    assert grouped("ABCDEFGH") == ["ABCD", "EFGH"]
    assert grouped("A") == ["A"]


def test_what_the_font_lacks_is_left_out() -> None:
    assert printable("Kopi 🎉\n\tTeh") == "Kopi Teh"
    assert printable("Élan ñ ş ā “petik” – §") == "Élan ñ ş ā “petik” – §"


def test_a_line_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert shortened("Badan Perencanaan", BOLD, 20, 90).endswith("…")
    assert shortened("Badan", BOLD, 20, 90) == "Badan"
