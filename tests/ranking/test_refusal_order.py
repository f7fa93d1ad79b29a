"""What is refused first: format and numbers, ids, weights, sheets, coverage, the jury method; over all categories."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from showcase.ranking.bundle import load_bundle
from showcase.ranking.model import RankingRefused
from showcase.ranking.result import result_of
from tests.ranking.test_recount import EXAMPLE

Change = Callable[[dict[str, Any]], object]
# One fault a stage, in the declared order; each is put into the last of three categories.
FAULTS: list[tuple[str, Change]] = [
    ("NUMBER_INVALID", lambda c: c["criteria"][0].update(weight="0,3")),
    ("DUPLICATE_ID", lambda c: c.update(withdrawn=["pepes-papari", "pepes-papari"])),
    ("WEIGHTS_SUM", lambda c: c["criteria"][0].update(weight="0.2")),
    ("SCORE_OUT_OF_RANGE", lambda c: c["sheets"][0]["scores"].update(kebaruan="100.01")),
    ("ENTRY_WITHOUT_SCORES", lambda c: c["entries"].append("new")),
    ("TOO_FEW_SHEETS", lambda c: c["sheets"].pop()),
    ("JURY_GRAPH_DISCONNECTED", lambda c: c.update(sheets=[c["sheets"][n] for n in (0, 2, 5, 7)])),
]


def bundle(*slugs: str) -> dict[str, Any]:
    """The published example with a category for each slug and four jurors, two sheets an entry demanded."""
    data = copy.deepcopy(EXAMPLE)
    data["rules"]["min_sheets"] = 2
    first = data["categories"][0]
    twins = [{**s, "juror": {"J1": "J3", "J2": "J4"}[s["juror"]]} for s in first["sheets"]]
    first["sheets"] = [*first["sheets"], *twins]
    data["categories"] = [{**copy.deepcopy(first), "slug": slug} for slug in slugs]
    return data


def refusal(data: dict[str, Any]) -> RankingRefused:
    with pytest.raises(RankingRefused) as caught:
        result_of(load_bundle(json.dumps(data)))
    return caught.value


def lack(category: dict[str, Any]) -> None:
    """One sheet on the second entry is left: too few."""
    category["sheets"] = [s for s in category["sheets"] if s["entry"] == "simandor-bmd"] + [category["sheets"][1]]


def spoil(category: dict[str, Any], code: str, change: Change) -> None:
    (lack if code == "TOO_FEW_SHEETS" else change)(category)


@pytest.mark.parametrize("stage", range(len(FAULTS)), ids=[code for code, _ in FAULTS])
def test_an_earlier_stage_is_told_first_whatever_the_category(stage: int) -> None:
    code, change = FAULTS[stage]
    data = bundle("a", "b", "c")
    spoil(data["categories"][2], code, change)
    assert (refusal(data).code, refusal(data).category) == (code, "c")
    for later, other in FAULTS[stage + 1 :]:
        both = copy.deepcopy(data)
        spoil(both["categories"][0], later, other)
        assert refusal(both).code == code


def test_sheets_are_told_apart_by_juror_and_entry_not_by_their_names_together() -> None:
    data = bundle("a")
    category = data["categories"][0]
    category["entries"] = ["b", "x on b"]
    category["votes"] = {}
    category["sheets"] = [
        {"juror": juror, "entry": entry, "scores": {"kebaruan": "80", "kemanfaatan": "80"}}
        for juror, entry in (("J on x", "b"), ("J", "x on b"), ("J", "b"), ("K", "x on b"))
    ]
    assert result_of(load_bundle(json.dumps(data)))["categories"][0]["flags"] == [
        "NO_VOTES",
        "JUROR_CONSTANT:J",
        "JUROR_ONE_SHEET:J on x",
        "JUROR_ONE_SHEET:K",
    ]


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("entries", ["simandor-bmd"], "list them, or leave out what is said of them"),
        ("withdrawn", ["simandor-bmd", "pepes-papari"], "restore or add one"),
        ("entries", ["simandor-bmd", "pepes-papari", "simandor-bmd"], "keep one"),
        ("votes", {"simandor-bmd": 10**12 + 1}, "from 0 to 1000000000000"),
        ("votes", {"simandor-bmd": -1}, "from 0 to 1000000000000"),
    ],
)
def test_a_refusal_says_what_to_do(path: str, value: object, says: str) -> None:
    data = bundle("a")
    data["categories"][0][path] = value
    assert says in refusal(data).message


def test_an_unknown_method_is_told_the_known_ones() -> None:
    data = bundle("a")
    data["rules"]["jury"] = "zscore"
    assert "additive, plain, trimmed, median, ridge" in refusal(data).message


def test_a_missing_minimum_turnout_is_none() -> None:
    data = bundle("a")
    del data["rules"]["min_votes"]
    assert load_bundle(json.dumps(data)).rules.min_votes == 0
