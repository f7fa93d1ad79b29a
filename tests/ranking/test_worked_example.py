"""The worked example of the documentation: numbers computed by hand, the document and the library say the same."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from showcase.ranking.bundle import load_bundle
from showcase.ranking.combine import rank_category
from showcase.ranking.explain import explain_entry, proof
from showcase.ranking.model import JuryMethod
from showcase.ranking.result import result_of

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "worked-example.md").read_text()
BUNDLE = load_bundle((DOCS / "worked-example.json").read_bytes())
CATEGORY = BUNDLE.categories[0]

# Computed with paper and pencil, not with the library. Juror: b. Entry: a, A, votes, V, 0.8 A, 0.2 V, F, place.
CORRECTIONS = {"J1": "4", "J2": "-6", "J3": "2"}
STANDINGS = {
    "cabai": ("80", "60", "36", "100", "48", "20", "68", "1"),
    "anyaman": ("84", "68", "16", "66.6666", "54.4", "13.33332", "67.73332", "2"),
    "bibit": ("78", "56", "25", "83.3333", "44.8", "16.66666", "61.46666", "3"),
    "enau": ("76", "52", "9", "50", "41.6", "10", "51.6", "4"),
    "filter": ("70", "40", "25", "83.3333", "32", "16.66666", "48.66666", "5"),
    "dapur": ("72", "44", "9", "50", "35.2", "10", "45.2", "6"),
}
# (entry, juror): y, y - b, y - a - b.
SHEETS = {
    ("anyaman", "J1"): (89, 85, 1),
    ("anyaman", "J2"): (77, 83, -1),
    ("bibit", "J1"): (81, 77, -1),
    ("bibit", "J2"): (73, 79, 1),
    ("cabai", "J1"): (86, 82, 2),
    ("cabai", "J3"): (80, 78, -2),
    ("dapur", "J1"): (74, 70, -2),
    ("dapur", "J3"): (76, 74, 2),
    ("enau", "J2"): (71, 77, 1),
    ("enau", "J3"): (77, 75, -1),
    ("filter", "J2"): (63, 69, -1),
    ("filter", "J3"): (73, 71, 1),
}
# Entry: plain mean, F and place without corrections.
UNCORRECTED = {
    "cabai": ("83", "72.8", "1"),
    "anyaman": ("83", "66.13332", "2"),
    "bibit": ("77", "59.86666", "3"),
    "dapur": ("75", "50", "4"),
    "enau": ("74", "48.4", "5"),
    "filter": ("68", "45.46666", "6"),
}


def tables() -> list[list[list[str]]]:
    """The document's tables: rows of cells, without head and rule."""
    blocks = [block.splitlines() for block in TEXT.split("\n\n") if block.startswith("| ")]
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in block[2:]] for block in blocks]


def numbers(cells: list[str]) -> list[Fraction]:
    return [Fraction(cell.rpartition("=")[2].strip().replace(",", ".").replace("−", "-")) for cell in cells]


def exact(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_the_documents_sheets_are_the_hand_computed_ones_and_the_librarys() -> None:
    ranking = rank_category(BUNDLE.rules, CATEGORY)
    scores = {(sheet.entry, sheet.juror): sheet.scores for sheet in CATEGORY.sheets}
    rows = {(row[0], row[1]): numbers(row[2:]) for row in tables()[0]}
    assert set(rows) == set(SHEETS) == set(scores)
    for (entry, juror), (total, corrected, rest) in SHEETS.items():
        novelty, usefulness, *told = rows[entry, juror]
        assert scores[entry, juror] == {"kebaruan": novelty, "kemanfaatan": usefulness}
        assert told == [
            total,
            Fraction(CORRECTIONS[juror]),
            corrected,
            Fraction(STANDINGS[entry][0]),
            rest,
        ]
        assert ranking.totals[juror, entry] == total
        line = next(line for line in explain_entry(ranking, entry).lines if line.juror == juror)
        assert (line.corrected, line.corrected - ranking.of(entry).raw_jury) == (corrected, rest)


def test_the_documents_corrections_and_their_sums_are_right() -> None:
    ranking = rank_category(BUNDLE.rules, CATEGORY)
    *jurors, (_, *sums) = tables()[1]
    assert {row[0]: numbers(row[1:]) for row in jurors} == {
        "J1": [24, 4, 4, 16, 0],
        "J2": [-36, -6, 4, -24, 0],
        "J3": [12, 2, 4, 8, 0],
    }
    assert numbers(sums) == [0, 0, 12, 0, 0]
    assert ranking.corrections == {juror: Fraction(b) for juror, b in CORRECTIONS.items()}
    assert (set(proof(ranking).by_juror.values()), proof(ranking).corrections) == ({0}, 0)
    assert all(explain_entry(ranking, entry).residual == 0 for entry in STANDINGS)
    for entry in STANDINGS:
        assert sum(rest for (scored, _), (_, _, rest) in SHEETS.items() if scored == entry) == 0


def test_the_documents_places_are_the_hand_computed_ones_and_the_librarys() -> None:
    rows = {row[0]: numbers(row[1:]) for row in tables()[2]}
    assert rows == {entry: exact(*values) for entry, values in STANDINGS.items()}
    for row in rank_category(BUNDLE.rules, CATEGORY).standings:
        parts = BUNDLE.rules.jury_weight * row.jury, BUNDLE.rules.public_weight * row.public
        found = [row.raw_jury, row.jury, row.votes, row.public, *parts, row.final, row.place]
        assert found == exact(*STANDINGS[row.entry])


def test_the_documents_ranking_without_corrections_is_right() -> None:
    rows = {row[0]: numbers(row[1:]) for row in tables()[3]}
    assert rows == {entry: exact(*values) for entry, values in UNCORRECTED.items()}
    plain = rank_category(replace(BUNDLE.rules, jury=JuryMethod.PLAIN), CATEGORY)
    assert {row.entry: [row.raw_jury, row.final, row.place] for row in plain.standings} == rows


def test_what_the_document_says_of_votes_and_weights_is_right() -> None:
    firm = result_of(BUNDLE)["categories"][0]["robustness"]
    assert firm["public_weight_interval"] == ["40000/206667", "1"]
    assert "40000/206667" in TEXT
    assert {"kind": "add", "entry": "anyaman", "votes": 1} in firm["votes_to_change"]
    more = replace(CATEGORY, votes={**CATEGORY.votes, "anyaman": 17})
    first = rank_category(BUNDLE.rules, more).standings[0]
    assert (first.entry, first.public, first.final) == ("anyaman", *exact("68.7184", "68.14368"))
    assert "68,7184, F = 54,4 + 13,74368 = 68,14368" in TEXT
    assert sum(CATEGORY.votes.values()) == 120


def test_the_short_example_of_the_method_is_the_published_one() -> None:
    told = json.loads((DOCS / "worked-example.json").read_text())
    assert (told["rules"]["jury"], told["rules"]["public"]) == ("additive", "sqrt")
    for language in ("id", "en"):
        method = (DOCS / f"method.{language}.md").read_text().replace("**", "")
        assert "= 85" in method
        assert "= 70" in method
        assert "= 66" in method
