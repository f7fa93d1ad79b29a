"""What must hold for every contest, over random designs, under every method for which it is claimed."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from showcase.ranking import robustness
from showcase.ranking.combine import rank_category
from showcase.ranking.model import Category, Criterion, JuryMethod, PublicMethod, Sheet
from showcase.ranking.numbers import rounded
from showcase.ranking.public import public_scores
from tests.ranking.contests import RULES, contests, methods, order, places, ranked

pytestmark = pytest.mark.slow

every_jury = pytest.mark.parametrize("jury", list(JuryMethod))
every_public = pytest.mark.parametrize("public", list(PublicMethod))
few = settings(max_examples=40, deadline=None)
# Enough jurors that the trimmed mean, too, has something to say.
designs = contests(jurors=(5, 6))


@every_public
@every_jury
@settings(max_examples=12, deadline=None)
@given(category=designs, chance=st.randoms())
def test_permuting_entries_and_jurors_changes_nothing(
    jury: JuryMethod, public: PublicMethod, category: Category, chance: object
) -> None:
    entries, sheets = list(category.entries), list(category.sheets)
    chance.shuffle(entries)  # type: ignore[attr-defined]
    chance.shuffle(sheets)  # type: ignore[attr-defined]
    other = replace(category, entries=tuple(entries), sheets=tuple(sheets))
    rules = methods(jury, public)
    first, second = ranked(category, rules), ranked(other, rules)
    assert {row.entry: row for row in first.standings} == {row.entry: row for row in second.standings}
    assert (dict(first.corrections), set(first.flags)) == (dict(second.corrections), set(second.flags))
    one, two = robustness(rules, category, first), robustness(rules, other, second)
    assert (one.winner, one.public_weight_interval) == (two.winner, two.public_weight_interval)
    assert one.leave_one_out == two.leave_one_out
    assert set(one.votes_to_change) == set(two.votes_to_change)


@every_jury
@few
@given(category=designs, scale=st.integers(2, 9))
def test_a_criterion_may_be_scaled_with_its_maximum(jury: JuryMethod, category: Category, scale: int) -> None:
    first = category.criteria[0]
    sheets = tuple(replace(s, scores={**s.scores, "a": s.scores["a"] * scale}) for s in category.sheets)
    other = replace(category, criteria=(replace(first, max=first.max * scale), category.criteria[1]), sheets=sheets)
    assert ranked(category, methods(jury)).standings == ranked(other, methods(jury)).standings


@every_jury
@few
@given(category=designs)
def test_a_juror_who_abstains_changes_nothing(jury: JuryMethod, category: Category) -> None:
    recused = frozenset(("J9", entry) for entry in category.entries)
    other = replace(category, recusals=category.recusals | recused)
    assert ranked(category, methods(jury)) == ranked(other, methods(jury))


@every_jury
@few
@given(category=designs)
def test_a_withdrawn_entry_is_as_if_it_had_never_been(jury: JuryMethod, category: Category) -> None:
    gone = category.withdrawn
    never = replace(
        category,
        entries=category.standing,
        withdrawn=frozenset(),
        votes={entry: votes for entry, votes in category.votes.items() if entry not in gone},
        sheets=category.counted_sheets,
        recusals=frozenset(pair for pair in category.recusals if pair[1] not in gone),
    )
    assert ranked(category, methods(jury)) == ranked(never, methods(jury))


@every_public
@few
@given(category=contests(), points=st.integers(1, 50))
def test_a_generous_juror_keeps_the_order(public: PublicMethod, category: Category, points: int) -> None:
    low = [replace(s, scores={k: x / 2 for k, x in s.scores.items()}) for s in category.sheets]
    more = [replace(s, scores={k: x + points for k, x in s.scores.items()}) if s.juror == "J1" else s for s in low]
    rules = methods(JuryMethod.ADDITIVE, public)
    first, second = (ranked(replace(category, sheets=tuple(sheets)), rules) for sheets in (low, more))
    assert places(first) == places(second)


@every_public
@few
@given(votes=st.dictionaries(st.sampled_from("abcde"), st.integers(0, 300), min_size=2), more=st.integers(1, 400))
def test_more_votes_never_lower_a_public_score(public: PublicMethod, votes: dict[str, int], more: int) -> None:
    entry = sorted(votes)[0]
    after = {**votes, entry: votes[entry] + more}
    first, second = public_scores(public, votes, reference=100), public_scores(public, after, reference=100)
    assert second[entry] >= first[entry]
    for other in votes:
        if first[entry] >= first[other]:
            assert second[entry] >= second[other]


@every_public
@every_jury
@settings(max_examples=12, deadline=None)
@given(category=designs, more=st.integers(1, 400))
def test_more_votes_never_lower_an_entry(jury: JuryMethod, public: PublicMethod, category: Category, more: int) -> None:
    rules, entry = methods(jury, public), category.standing[0]
    after = replace(category, votes={**category.votes, entry: category.votes[entry] + more})
    assert places(ranked(after, rules))[entry] <= places(ranked(category, rules))[entry]


@every_jury
@settings(max_examples=60, deadline=None)
@given(category=designs, chosen=st.data())
def test_a_higher_score_never_lowers_an_entry(jury: JuryMethod, category: Category, chosen: st.DataObject) -> None:
    assume(category.counted_sheets)
    raised = chosen.draw(st.sampled_from(category.counted_sheets))
    criterion = chosen.draw(st.sampled_from(["a", "b"]))
    higher = replace(raised, scores={**raised.scores, criterion: (raised.scores[criterion] + 100) / 2})
    other = replace(category, sheets=tuple(higher if s == raised else s for s in category.sheets))
    before, after = places(ranked(category, methods(jury))), places(ranked(other, methods(jury)))
    assert after[raised.entry] <= before[raised.entry]


@pytest.mark.parametrize("public", [PublicMethod.SQRT, PublicMethod.LEADER, PublicMethod.FIXED])
@every_jury
@settings(max_examples=20, deadline=None)
@given(category=contests(complete=True, jurors=(5, 6)), chosen=st.data())
def test_removing_one_who_does_not_lead_the_vote_keeps_the_rest(
    jury: JuryMethod, public: PublicMethod, category: Category, chosen: st.DataObject
) -> None:
    most = max(category.votes.values())
    others = [e for e in category.entries if category.votes[e] < most or public is PublicMethod.FIXED]
    assume(others and len(category.entries) > 2)
    gone = chosen.draw(st.sampled_from(others))
    rules = methods(jury, public)
    after = ranked(replace(category, withdrawn=frozenset({gone})), rules)
    assert order(after) == order(ranked(category, rules), without=gone)


@every_jury
@few
@given(category=designs, more=st.integers(1, 400))
def test_votes_for_one_never_reorder_two_others_under_fixed(jury: JuryMethod, category: Category, more: int) -> None:
    rules, entry = methods(jury, PublicMethod.FIXED), category.standing[0]
    after = replace(category, votes={**category.votes, entry: category.votes[entry] + more})
    assume(sum(category.votes[entry] for entry in category.standing))
    assert order(ranked(after, rules), without=entry) == order(ranked(category, rules), without=entry)


def three(votes: tuple[int, int, int], lead: int) -> Category:
    """X, Y and Z; the only juror puts X before Y by so many points, and Z last."""
    entries = ("X", "Y", "Z")
    marks = dict(zip(entries, (64 + lead, 64, 10), strict=True))
    sheets = tuple(Sheet("J1", entry, {"k": Fraction(mark)}) for entry, mark in marks.items())
    criteria = (Criterion("k", Fraction(1), Fraction(100)),)
    return Category("c", entries, frozenset(), criteria, dict(zip(entries, votes, strict=True)), sheets, frozenset())


SEVENTY = replace(RULES, jury_weight=Fraction(7, 10), public_weight=Fraction(3, 10), floor=Fraction(0))
LEADS = {PublicMethod.SQRT: 10, PublicMethod.LEADER: 20, PublicMethod.SHARE: 10, PublicMethod.RANK: 30}
reordering = pytest.mark.parametrize(("public", "lead"), LEADS.items())


@reordering
def test_known_removing_the_vote_leader_can_reorder_two_others(public: PublicMethod, lead: int) -> None:
    rules, category = replace(SEVENTY, public=public), three((10, 20, 100), lead)
    before = places(rank_category(rules, category))
    after = places(rank_category(rules, replace(category, withdrawn=frozenset({"Z"}))))
    assert before["X"] < before["Y"]
    assert after["X"] > after["Y"]


def test_known_the_example_of_it_in_the_documentation() -> None:
    rules, category = replace(SEVENTY, public=PublicMethod.LEADER), three((10, 20, 100), 20)
    after = rank_category(rules, replace(category, withdrawn=frozenset({"Z"})))
    finals = [rank_category(rules, category).of(entry).final for entry in "XY"]
    finals += [after.of(entry).final for entry in "XY"]
    shown = ["61.8", "50.8", "73.8", "74.8"]
    assert finals == [Fraction(text) for text in shown]
    docs = Path(__file__).parents[2] / "docs"
    for language, mark in (("id", ","), ("en", ".")):
        told = (docs / f"method.{language}.md").read_text()
        assert all(text.replace(".", mark) in told for text in shown)


@reordering
def test_known_votes_for_one_entry_can_reorder_two_others(public: PublicMethod, lead: int) -> None:
    rules, more = replace(SEVENTY, public=public), 15 if public is PublicMethod.RANK else 100
    before = places(rank_category(rules, three((10, 20, 0), lead)))
    after = places(rank_category(rules, three((10, 20, more), lead)))
    assert (before["X"] < before["Y"]) != (after["X"] < after["Y"])


def test_known_a_vote_that_makes_the_minimum_turnout_can_lower_its_entry() -> None:
    rules = replace(SEVENTY, public=PublicMethod.LEADER, min_votes=31)
    before = places(rank_category(rules, three((10, 20, 0), 20)))
    after = places(rank_category(rules, three((11, 20, 0), 2)))
    assert (before["X"], places(rank_category(rules, three((10, 20, 0), 2)))["X"], after["X"]) == (1, 1, 2)


def test_the_trimmed_mean_gives_the_published_scores_of_a_figure_skating_panel() -> None:
    protocol = json.loads(Path(__file__).with_name("isu-gpf2017-men-free.json").read_text())
    rules = replace(
        RULES, jury=JuryMethod.TRIMMED, jury_weight=Fraction(1), public_weight=Fraction(0), floor=Fraction(0)
    )
    checked = 0
    for skater in protocol["entries"]:
        for component in skater["components"]:
            sheets = tuple(Sheet(f"J{n}", "s", {"k": Fraction(mark)}) for n, mark in enumerate(component["judges"]))
            category = Category(
                "c", ("s",), frozenset(), (Criterion("k", Fraction(1), Fraction(10)),), {}, sheets, frozenset()
            )
            mean = rank_category(rules, category).standings[0].raw_jury / 10
            assert Fraction(rounded(mean, 2)) == Fraction(component["panel"])
            checked += 1
    assert checked > 20
