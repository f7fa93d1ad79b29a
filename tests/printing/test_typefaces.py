"""What the bundled fonts print: joined Arabic in its order, and a name that can be read on every paper."""

from dataclasses import replace

import pytest

from showcase.accounts.papers import NAME, Card, cards_pdf
from showcase.papers.posters.papers import Size, posters_pdf
from showcase.printing.lettering import CARD_SIZES, heading
from showcase.printing.typefaces import in_visual_order, lacking, legible, printable
from tests.papers.test_posters import POSTER, text_of

ARABIC = "\u0645\u062f\u0631\u0633\u0629"


def test_arabic_letters_are_joined_and_turned_into_the_order_of_drawing() -> None:
    joined = printable(ARABIC)
    assert joined == "\ufee3\ufeaa\ufead\ufeb3\ufe94"
    assert in_visual_order(joined) == joined[::-1]
    assert in_visual_order(f"ABC {joined}") == f"ABC {joined[::-1]}"
    assert in_visual_order(f"{joined} - ABC") == f"{joined[::-1]} - ABC"
    assert not lacking(ARABIC)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Vi\u1ec7t \xd1and\xfa", []),
        ("\uff26\uff55ll", []),
        ("\u521b\u65b0 \U0001f468", ["\u521b", "\u65b0", "\U0001f468"]),
    ],
)
def test_what_no_font_can_print_is_named(text: str, letters: list[str]) -> None:
    assert lacking(text) == letters


def test_a_name_without_letters_that_can_be_printed_gives_way() -> None:
    assert legible("\u521b\u65b0", "", "Stan Q-09") == "Stan Q-09"
    assert legible("...", "Stan Q-15") == "Stan Q-15"
    assert legible("Kios Tahu", "Stan Q-10") == "Kios Tahu"


@pytest.mark.parametrize("size", ["a4", "a6", "tent"])
def test_the_longest_names_stand_whole_on_every_size(size: Size) -> None:
    long = "Sistem Informasi Manajemen Penatausahaan Barang Milik Daerah Terpadu Berbasis Elektronik " * 3
    poster = replace(POSTER, name=long[:200], long_name="", organisation=long[100:300])
    assert "\u2026" not in text_of(posters_pdf([poster], size))


def test_a_long_name_on_a_jurors_card_stays_above_the_steps() -> None:
    name = "Prof. Dr. Ir. Raden Mas Muhammad Abdurrahman Wahid Suryadiningrat Kusumawardhana, S.T., M.Sc., Ph.D., IPU"
    lines = heading(name, "", name, 205, NAME, CARD_SIZES)
    assert sum(line.height for line in lines) <= NAME
    assert name in " ".join(row for line in lines for row in line.rows)
    card = Card("Lomba", name, "Dinas " * 33, "siti", "http://127.0.0.1/jury/enter/x", "127.0.0.1/login", "123456")
    assert name in text_of(cards_pdf([card]))
