"""The arithmetic in words: every method's formula, ties, refusals and flags, with the numbers of a worked bundle."""

import copy
from typing import Any

import pytest
from flask import Flask

from showcase.ranking.bundle import canonical
from showcase.ranking.model import RankingRefused
from showcase.results.labels import refusals, words
from showcase.results.labels import table as ranking_view
from showcase.results.labels.table import Group
from showcase.results.queries.results import CategoryName, EntryName, Names, computed

BUNDLE: dict[str, Any] = {
    "format": "showcase-bundle/1",
    "exhibition": {"slug": "uji", "name": "Uji"},
    "rules": {
        "jury": "additive",
        "ridge_lambda": None,
        "public": "sqrt",
        "public_reference": None,
        "jury_weight": "0.8",
        "public_weight": "0.2",
        "floor": "50",
        "min_sheets": 1,
        "min_votes": 0,
    },
    "categories": [
        {
            "slug": "skpd",
            "entries": ["a", "b"],
            "withdrawn": [],
            "criteria": [{"id": "baru", "weight": "1", "max": "100"}],
            "votes": {"a": 100, "b": 400},
            "sheets": [
                {"juror": f"J{n}", "entry": entry, "scores": {"baru": score}}
                for n, scores in enumerate((("80", "70"), ("90", "60"), ("84", "66"), ("86", "64")), start=1)
                for entry, score in zip("ab", scores, strict=True)
            ],
            "recusals": [],
        }
    ],
}
NAMES = Names(
    {slug: EntryName(slug.upper(), "", "", "") for slug in "abc"}, {"skpd": CategoryName("SKPD", "indigo", 5, {})}
)


def group(app: Flask, votes: dict[str, int] | None = None, page: str = "/", **rules: object) -> Group:
    """The worked bundle under other rules, as a page shows it, an Indonesian one unless said."""
    bundle = copy.deepcopy(BUNDLE)
    bundle["rules"].update(rules)
    if votes is not None:
        bundle["categories"][0]["votes"] = votes
    with app.test_request_context(page):
        return ranking_view.groups(computed(canonical(bundle)), NAMES)[0]


@pytest.mark.parametrize(
    ("rules", "formula"),
    [
        ({"public": "sqrt"}, "V = 100 × √(100 / 400) = 50,0000"),
        ({"public": "leader"}, "V = 100 × 100 / 400 = 25,00"),
        ({"public": "share"}, "V = 100 × 100 / 500 = 20,00"),
        ({"public": "rank"}, "V = 100 × (0 + 0 / 2) / (2 − 1) = 0,00"),
        ({"public": "fixed", "public_reference": 300}, "V = 100 × 100 / 300, paling banyak 100, ≈ 33,33"),
        ({"min_votes": 501}, "V = 0"),
    ],
)
def test_each_public_methods_formula(app: Flask, rules: dict[str, object], formula: str) -> None:
    found = next(row for row in group(app, **rules).rows if row.entry == "a")
    assert found.arithmetic is not None
    assert found.arithmetic.public == formula


@pytest.mark.parametrize(
    ("rules", "formula"),
    [
        ({"jury": "additive"}, "a = (80,00 + 90,00 + 84,00 + 86,00) / 4 = 85,00"),
        ({"jury": "plain"}, "a = (80,00 + 90,00 + 84,00 + 86,00) / 4 = 85,00"),
        ({"jury": "trimmed"}, "a = (84,00 + 86,00) / 2 = 85,00"),
        ({"jury": "median"}, "a = nilai tengah dari (80,00; 84,00; 86,00; 90,00) = 85,00"),
        ({"jury": "ridge", "ridge_lambda": "1"}, "a = (80,00 + 90,00 + 84,00 + 86,00) / 4 = 85,00"),
    ],
)
def test_each_jury_methods_formula(app: Flask, rules: dict[str, object], formula: str) -> None:
    found = next(row for row in group(app, **rules).rows if row.entry == "a")
    assert found.arithmetic is not None
    assert found.arithmetic.jury == formula
    assert [line.dropped for line in found.arithmetic.lines] == [rules["jury"] == "trimmed"] * 2 + [False] * 2


def test_why_a_place_is_a_place(app: Flask) -> None:
    first, second = group(app).rows
    assert (first.why, second.why) == ("Unggul 22,00 poin atas B.", "Terpaut 22,00 poin dari A di atasnya.")
    # A leads by 40 in the jury, B by 50 in the public: equal at weights of 5 to 4.
    tied = group(app, jury_weight="5/9", public_weight="4/9")
    assert [row.final for row in tied.rows] == ["61,11", "61,11"]
    assert tied.rows[0].why == "Nilai akhirnya sama dengan B; didahulukan karena nilai juri lebih tinggi."
    assert tied.rows[1].why == "Nilai akhirnya sama dengan A; di bawahnya karena nilai juri lebih rendah."


def test_looks_alike_but_is_not_shows_more_digits(app: Flask) -> None:
    close = group(app, jury_weight="0.55556", public_weight="0.44444")
    assert [row.final for row in close.rows] == ["61,1112", "61,1108"]
    close = group(app, page="/?lang=en", jury_weight="0.55556", public_weight="0.44444")
    assert [row.final for row in close.rows] == ["61.1112", "61.1108"]


def test_a_negative_jury_part_has_no_bar_and_a_real_minus(app: Flask) -> None:
    row = group(app, floor="90").rows[1]
    assert (row.jury, row.bar.jury if row.bar else "") == ("−250,00", "0.00")


def test_flags_and_firmness_are_sentences(app: Flask) -> None:
    found = group(app, votes={})
    assert found.flags == ("Belum ada suara publik di kategori ini; urutannya murni dari juri.",)
    firm = group(app).firm
    assert firm[0] == "A tetap di tempat pertama selama bobot suara publik antara 0 % dan 44,4 %."
    assert "A baru tergeser bila" not in " ".join(firm)
    with app.test_request_context("/"):
        assert words.flag("JUROR_CONSTANT:J3").startswith("Juri 3 memberi nilai yang sama")


@pytest.mark.parametrize("code", sorted(refusals.REFUSALS))
def test_every_refusal_has_its_sentence(app: Flask, code: str) -> None:
    names = ("field", "juror", "entry", "entries", "criterion", "criteria", "id", "minimum", "groups", "missing")
    details: dict[str, str | int] = dict.fromkeys(names, "a")
    with app.test_request_context("/"):
        told = refusals.refusal(RankingRefused(code, "English", "skpd", **details), {"a": "Inovasi A"})
    assert told != "English"
    assert "%" not in told


def test_a_refusal_names_a_few_and_counts_the_rest(app: Flask) -> None:
    """Before the judging nothing has a sheet: three hundred names would be a wall, not a hint."""
    many = ", ".join(f"e{number}" for number in range(300))
    refused = RankingRefused("ENTRY_WITHOUT_SCORES", "", entries=many)
    names = {f"e{number}": f"Inovasi {number}" for number in range(300)}
    with app.test_request_context("/"):
        told = refusals.refusal(refused, names)
        five = refusals.refusal(RankingRefused("ENTRY_WITHOUT_SCORES", "", entries="e0, e1, e2, e3, e4"), names)
    assert "Inovasi 0, Inovasi 1, Inovasi 2, Inovasi 3, Inovasi 4 dan 295 lagi. " in told
    assert "Inovasi 5" not in told
    assert "Inovasi 3, Inovasi 4. " in five
    with app.test_request_context("/?lang=en"):
        assert "Inovasi 4 and 295 more" in refusals.refusal(refused, names)


@pytest.mark.parametrize(
    ("ties", "first"), [("jury", "nilai juri lebih tinggi"), ("public", "nilai suara publik lebih tinggi")]
)
def test_what_decided_between_equal_scores_is_told(app: Flask, ties: str, first: str) -> None:
    """a and b have the same final score: a by the jury, b by the votes."""
    data = copy.deepcopy(BUNDLE)
    data["rules"] |= {"jury": "plain", "public": "leader", "jury_weight": "0.5", "public_weight": "0.5", "floor": "0"}
    data["rules"]["ties"] = ties
    data["categories"][0] |= {"votes": {"a": 30, "b": 40}}
    data["categories"][0]["sheets"] = [
        {"juror": "J1", "entry": "a", "scores": {"baru": "80"}},
        {"juror": "J1", "entry": "b", "scores": {"baru": "55"}},
    ]
    with app.test_request_context():
        outcome = computed(canonical(data))
        [group] = ranking_view.groups(outcome, NAMES)
        told = words.rules_sentences(outcome.bundle.rules)[-1]
    assert [row.entry for row in group.rows] == (["a", "b"] if ties == "jury" else ["b", "a"])
    assert first in group.rows[0].why
    assert told.index("nilai juri") < told.index("kriteria")
    assert ("nilai suara publik, nilai juri" in told) is (ties == "public")
