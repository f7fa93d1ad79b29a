"""The demonstration: in an installation of its own, with the attested first places first, and said to be simulated."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.tables import Exhibition
from showcase.jury.rules.scoring import SheetState
from showcase.jury.tables import Assignment, Sheet
from showcase.kernel.tables import Installation
from showcase.operations.actions import demo
from showcase.operations.actions.demo_content import ENTRIES_2025
from showcase.results.queries import bundles, results
from tests.factories import NOW, exhibition

FIRST = {"simandor-bmd", "parsel-mawar-pedas", "pubertas-new-generation", "bintang"}


def winners(session: Session) -> set[str]:
    standing = results.standing(session, named(session, demo.SLUG))
    ranked = [found.ranking for found in standing.categories]
    return {row.entry for ranking in ranked if ranking for row in ranking.standings if row.place == 1}


@pytest.mark.parametrize("votes", [[(0, 1)], [(3, 7)], [(60, 5), (40, 11)]])
def test_the_attested_first_places_lead_with_the_jury_and_the_public(
    demo_session: Session, votes: list[tuple[int, int]]
) -> None:
    for number, seed in votes:
        demo.vote(demo_session, number, seed=seed, now=NOW)
    assert winners(demo_session) == FIRST
    for found in results.standing(demo_session, named(demo_session, demo.SLUG)).categories:
        assert found.ranking is not None
        first = found.ranking.standings[0]
        assert first.jury == max(row.jury for row in found.ranking.standings)
        assert first.votes == max(row.votes for row in found.ranking.standings)


@pytest.mark.parametrize("given", ["60", "75"])
def test_they_stay_first_when_one_more_juror_does_not_favour_them(demo_session: Session, given: str) -> None:
    """juri1 gives every attested winner these points and everybody else 75."""
    data = bundles.bundle(demo_session, named(demo_session, demo.SLUG))
    for group in data["categories"]:
        for entry in group["entries"]:
            scores = {one["id"]: given if entry in FIRST else "75" for one in group["criteria"]}
            group["sheets"].append({"juror": "J99", "entry": entry, "scores": scores})
    standing = results.computed(results.canonical(data))
    ranked = [found.ranking for found in standing.categories]
    assert {ranking.standings[0].entry for ranking in ranked if ranking} == FIRST


def test_every_other_contestant_says_that_it_is_an_example_and_from_where(demo_session: Session) -> None:
    own = named(demo_session, demo.SLUG).id
    rows = demo_session.scalars(select(Entry).where(Entry.exhibition_id == own)).all()
    assert len(rows) == len(ENTRIES_2025)
    assert {row.slug for row in rows if not row.is_example} == FIRST
    for row in rows:
        assert ("contoh" in row.summary) is row.is_example, row.slug


def test_its_bundle_says_that_it_is_simulated(demo_session: Session) -> None:
    found = results.standing(demo_session, named(demo_session, demo.SLUG))
    assert found.is_simulated
    assert '"simulated":true' in found.bundle_text


def test_every_juror_has_every_entry_and_juri1_no_sheet(demo_session: Session) -> None:
    names = ["juri1", "juri2", "juri3", "juri4", "juri5"]
    jurors = demo_session.execute(select(Account.username, Account.name, Account.id).order_by(Account.id)).all()[1:]
    assert [row.username for row in jurors] == names
    assert [row.name for row in jurors] == [f"Juri {number} (peragaan)" for number in range(1, 6)]
    for row in jurors:
        sheets = demo_session.scalars(select(Sheet).where(Sheet.juror_id == row.id)).all()
        assigned = select(func.count()).select_from(Assignment).where(Assignment.juror_id == row.id)
        assert demo_session.scalar(assigned) == len(ENTRIES_2025)
        assert len(sheets) == (0 if row.username == "juri1" else len(ENTRIES_2025))
        assert all(sheet.state is SheetState.SUBMITTED and sheet.is_simulated for sheet in sheets)


def test_beside_a_real_exhibition_it_is_refused_and_nothing_changes(session: Session, tmp_path: Path) -> None:
    exhibition(session, "nyata")
    for _again in range(2):
        with pytest.raises(demo.DemoRefusedError, match="DATA_DIR"):
            demo.load(session, media=tmp_path, password=None, now=NOW)
    assert session.scalar(select(func.count(Account.id))) == 0
    assert session.scalars(select(Exhibition.slug)).all() == ["nyata"]
    assert session.get_one(Installation, 1).current_exhibition_id is None


def test_votes_are_refused_once_a_real_exhibition_stands_beside_it(demo_session: Session) -> None:
    exhibition(demo_session, "nyata")
    with pytest.raises(demo.DemoRefusedError):
        demo.vote(demo_session, 3, seed=1, now=NOW)
