"""The method in two languages: short, and equal in what it says; its links lead somewhere."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = {language: (DOCS / f"method.{language}.md").read_text() for language in ("id", "en")}


def test_both_have_the_same_sections_tables_and_points() -> None:
    shapes = [
        [
            re.match(r"\d\. |#+ (?:\d)?|\||- |\*", line).group()
            for line in text.splitlines()
            if re.match(r"[#|*-]|\d\.", line)
        ]
        for text in TEXTS.values()
    ]
    assert shapes[0] == shapes[1]


def test_both_name_the_same_formulas_and_commands() -> None:
    first, second = (re.findall(r"`([^`]+)`", text) for text in TEXTS.values())
    assert first == second


def test_both_hold_the_same_numbers() -> None:
    first, second = (re.findall(r"\d+(?:\.\d+)?", text) for text in (TEXTS["id"].replace(",", "."), TEXTS["en"]))
    words = {"5", "6", "1", "100"}  # counted as words in one language where the other writes a formula
    assert [n for n in first if n not in words] == [n for n in second if n not in words]


@pytest.mark.parametrize("language", TEXTS)
def test_it_stays_at_about_a_thousand_words(language: str) -> None:
    words = [word for word in TEXTS[language].split() if re.search(r"[A-Za-z]", word)]
    assert 850 <= len(words) <= 1150


@pytest.mark.parametrize("name", ["method.id.md", "method.en.md", "worked-example.md", "decisions/0003-ranking.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = DOCS / name
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        assert (page.parent / link).resolve().exists()
