"""Which equal final score comes first is a declared rule: the jury's score by default, or the public's."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from showcase.ranking.bundle import load_bundle, read_bundle
from showcase.ranking.combine import rank_category
from showcase.ranking.model import CategoryRanking, RankingRefused, Rules, Ties
from showcase.ranking.result import result_of
from showcase.ranking.robustness import alternatives, robustness

HERE = Path(__file__).parent


def contest(year: int) -> dict[str, Any]:
    """The Junior Eurovision of this year: half the jury's points, half the public's."""
    data: dict[str, Any] = json.loads((HERE / f"junior-eurovision-{year}.json").read_text())
    return data


def places(data: dict[str, Any]) -> dict[str, int]:
    [category] = result_of(load_bundle(json.dumps(data)))["categories"]
    return {row["entry"]: row["place"] for row in category["standings"]}


@pytest.mark.parametrize(("year", "first", "second"), [(2021, "es", "bg"), (2017, "pt", "ie")])
def test_the_published_places_come_out_with_the_public_first(year: int, first: str, second: str) -> None:
    data = contest(year)
    data["rules"]["ties"] = "public"
    found = places(data)
    assert sorted(found.values()) == list(range(1, len(found) + 1))
    assert found[second] == found[first] + 1


@pytest.mark.parametrize("declared", [{}, {"ties": "jury"}])
def test_the_jury_is_first_unless_declared_otherwise(declared: dict[str, str]) -> None:
    data = contest(2021)
    data["rules"].update(declared)
    found = places(data)
    assert found["es"] == found["bg"] + 1


def ranked(year: int, ties: Ties) -> tuple[Rules, Any, CategoryRanking]:
    bundle = read_bundle(contest(year))
    rules, category = replace(bundle.rules, ties=ties), bundle.categories[0]
    return rules, category, rank_category(rules, category)


@pytest.mark.parametrize(("ties", "above", "decider"), [(Ties.PUBLIC, "es", "public"), (Ties.JURY, "bg", "jury")])
def test_what_decided_is_named(ties: Ties, above: str, decider: str) -> None:
    _, _, ranking = ranked(2021, ties)
    assert ranking.of(above).decided_by == decider


def test_the_jury_comes_second_in_the_public_chain() -> None:
    """Equal finals and equal public scores leave equal jury scores only where the jury weighs anything."""
    data = contest(2021)
    data["rules"] |= {"ties": "public", "jury_weight": "0", "public_weight": "1"}
    found = places(data)
    assert found["it"] < found["es"]
    assert found["ge"] < found["mk"]


def test_other_methods_and_questions_follow_the_declared_chain() -> None:
    rules, category, ranking = ranked(2021, Ties.PUBLIC)
    own = next(one for one in alternatives(rules, category) if (one.jury, one.public) == (rules.jury, rules.public))
    assert own.places == {row.entry: row.place for row in ranking.standings}
    # Russia leads by the jury alone; Armenia wins. Two entries level at the top: the chain says who is first.
    votes = {"am": 109, "pl": 108}
    level = replace(category, entries=("am", "pl"), votes=votes, sheets=tuple(_only(category, votes)))
    firm = robustness(rules, level, rank_category(rules, level))
    # 115 + 109 = 116 + 108: equal finals, decided by the public's score.
    assert firm.winner == "am"
    assert [(one.kind, one.votes) for one in firm.votes_to_change] == [("add", 1), ("move", 1), ("remove", 1)]


def _only(category: Any, wanted: dict[str, int]) -> list[Any]:
    return [sheet for sheet in category.sheets if sheet.entry in wanted]


@pytest.mark.parametrize("value", ["lots", "", None, 1, True, ["public"]])
def test_another_chain_is_refused(value: object) -> None:
    data = contest(2017)
    data["rules"]["ties"] = value
    with pytest.raises(RankingRefused) as refused:
        read_bundle(data)
    assert refused.value.code in {"METHOD_UNKNOWN", "BUNDLE_INVALID"}
