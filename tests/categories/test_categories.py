"""Categories: making, describing, ordering and removing them."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from showcase.categories.actions import categories
from showcase.declaration.actions import changes
from showcase.declaration.rules import OwnRuleChangeError, RuleChangeWaitingError, RuleKind
from showcase.exhibitions.rules import (
    USUAL,
    CategoriesOpenedError,
    CategoryDescription,
    CategoryInUseError,
    CategoryInvalidError,
    DecidedError,
    Phase,
)
from showcase.kernel.chain import LineType
from showcase.kernel.errors import NotFoundError, ReasonNeededError
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.printing.palette import Palette
from showcase.results.actions import approvals
from tests.factories import NOW, Cast, account, by, category, exhibition, hall

pytestmark = pytest.mark.both_engines
BY = by("panitia", NOW)
SCHOOL = CategoryDescription("Sekolah", Palette.BERRY, 3)


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session, phase=Phase.SETUP)


def told(session: Session, action: str) -> AuditEvent:
    newest = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id.desc())
    found = session.scalars(newest).first()
    assert found
    return found


def order(session: Session, cast: Cast) -> list[str]:
    return [line.slug for line in categories.lines(session, cast.exhibition.id)]


def test_the_list_counts_entries_and_weights(session: Session, cast: Cast) -> None:
    made = categories.add(session, BY, cast.exhibition.id, [SCHOOL], template="empty")
    first, _, last = categories.lines(session, cast.exhibition.id)
    assert (first.entries, first.criteria, first.weight_bp, first.is_whole) == (3, 2, 10000, True)
    assert made == ("sekolah",)
    assert (last.slug, last.winners, last.criteria, last.weight_bp, last.is_whole) == ("sekolah", 3, 0, 0, False)


def test_the_usual_four_come_in_their_own_colours(session: Session) -> None:
    owner = exhibition(session, phase=Phase.SETUP)
    proposal = categories.proposed(USUAL, beside=[Palette.INDIGO])
    categories.add(session, BY, owner.id, proposal, template="iga-2023")
    found = categories.lines(session, owner.id)
    assert [line.name for line in found] == list(USUAL)
    assert Palette.INDIGO not in {line.palette for line in found}
    assert {line.weight_bp for line in found} == {10000}
    assert [line.slug for line in found] == ["skpd", "kecamatan", "uptd-puskesmas", "tenaga-pendidik"]


def test_more_categories_than_colours_begin_again(session: Session) -> None:
    assert len(categories.proposed([str(n) for n in range(20)], beside=list(Palette))) == 20


def test_names_that_cannot_be_stored_are_told(session: Session, cast: Cast) -> None:
    for name, code in (("", "text-needed"), ("x" * 121, "text-long"), ("sKpD ", "name-taken"), ("a\0", "text-invalid")):
        one = [replace(SCHOOL, name=name)]
        with pytest.raises(CategoryInvalidError) as refused:
            categories.add(session, BY, cast.exhibition.id, one, template="empty")
        assert refused.value.fields == {"name": code}
    many = categories.proposed([str(n) for n in range(19)])
    for described, template, field in ((many, "empty", "name"), ([SCHOOL], "nihil", "criteria")):
        with pytest.raises(CategoryInvalidError) as refused:
            categories.add(session, BY, cast.exhibition.id, described, template=template)
        assert set(refused.value.fields) == {field}
    assert order(session, cast) == ["skpd", "kecamatan"]


def test_long_names_with_one_beginning_get_addresses_of_their_own(session: Session, cast: Cast) -> None:
    long = [replace(SCHOOL, name="a" * 100 + end) for end in "xyz"]
    made = categories.add(session, BY, cast.exhibition.id, long, template="empty")
    assert len(set(made)) == 3
    assert max(len(slug) for slug in made) == 60


def test_a_renamed_category_keeps_its_slug(session: Session, cast: Cast) -> None:
    changed = CategoryDescription(" Dinas  dan badan ", Palette.BRICK, 3)
    categories.describe(session, BY, cast.exhibition.id, "skpd", changed)
    line = categories.lines(session, cast.exhibition.id)[0]
    assert (line.slug, line.name, line.palette, line.winners) == ("skpd", "Dinas dan badan", Palette.BRICK, 3)
    recorded = told(session, "category.describe")
    assert recorded.before == {"name": "Skpd", "palette": "indigo", "winners": 5}
    assert recorded.after == {"name": "Dinas dan badan", "palette": "brick", "winners": 3}


@pytest.mark.parametrize("winners", [0, 51])
def test_there_are_one_to_fifty_winners(session: Session, cast: Cast, winners: int) -> None:
    wrong = CategoryDescription("Skpd", Palette.INDIGO, winners)
    with pytest.raises(CategoryInvalidError) as refused:
        categories.describe(session, BY, cast.exhibition.id, "skpd", wrong)
    assert refused.value.fields == {"winners": "winners-range"}


def test_after_the_opening_winners_take_a_reason_and_another_organizer(session: Session, cast: Cast) -> None:
    """What else is typed holds at once; the number is a proposal, and sealed when another organizer approves it."""
    cast.exhibition.phase = Phase.VOTING
    account(session, "siti", Role.ORGANIZER)
    session.flush()
    here, fewer = cast.exhibition.id, CategoryDescription("Dinas", Palette.INDIGO, 3)
    with pytest.raises(ReasonNeededError):
        categories.describe(session, BY.because(" "), here, "skpd", fewer)
    assert not categories.describe(session, BY.because("anggaran"), here, "skpd", fewer)
    line = next(line for line in categories.lines(session, here) if line.slug == "skpd")
    assert (line.name, line.winners) == ("Dinas", 5)
    (change,) = changes.waiting(session, here)
    assert (change.kind, change.category, change.before, change.after, change.reason) == (
        RuleKind.WINNERS,
        "skpd",
        {"winners": 5},
        {"winners": 3},
        "anggaran",
    )
    with pytest.raises(RuleChangeWaitingError):
        categories.describe(session, BY.because("lagi"), here, "skpd", replace(fewer, winners=2))
    with pytest.raises(OwnRuleChangeError):
        approvals.approve(session, BY, here, change.id)
    assert session.scalars(select(BallotRecord)).all() == []
    approvals.approve(session, by("siti", BY.now), here, change.id)
    sealed = session.scalars(select(BallotRecord)).one()
    assert sealed.type == LineType.RULES_CHANGE
    assert json.loads(sealed.body or "") == {"rule": "winners", "category": "skpd", "before": 5, "after": 3}
    assert next(line for line in categories.lines(session, here) if line.slug == "skpd").winners == 3
    assert not changes.waiting(session, here)


def test_the_order_changes_by_one_place_and_stops_at_the_ends(session: Session, cast: Cast) -> None:
    category(session, cast.exhibition, "sekolah", Palette.TEAL, 7)
    for slug, steps, expected in (
        ("sekolah", -1, ["skpd", "sekolah", "kecamatan"]),
        ("skpd", -1, ["skpd", "sekolah", "kecamatan"]),
        ("skpd", 1, ["sekolah", "skpd", "kecamatan"]),
        ("kecamatan", 1, ["sekolah", "skpd", "kecamatan"]),
    ):
        categories.move(session, BY, cast.exhibition.id, slug, by=steps)
        assert order(session, cast) == expected
    assert told(session, "category.move").after == {"order": ["sekolah", "skpd", "kecamatan"]}


def test_only_an_empty_category_is_removed(session: Session, cast: Cast) -> None:
    categories.add(session, BY, cast.exhibition.id, [SCHOOL], template="simple")
    with pytest.raises(CategoryInUseError):
        categories.remove(session, BY, cast.exhibition.id, "skpd")
    categories.remove(session, BY, cast.exhibition.id, "sekolah")
    assert order(session, cast) == ["skpd", "kecamatan"]
    assert told(session, "category.remove").before["criteria"] == ["Kebaruan", "Manfaat", "Penyajian"]


def test_after_the_opening_no_category_comes_or_goes(session: Session, cast: Cast) -> None:
    categories.add(session, BY, cast.exhibition.id, [SCHOOL], template="simple")
    cast.exhibition.phase = Phase.VOTING
    session.flush()
    another = [replace(SCHOOL, name="Lain")]
    with pytest.raises(CategoriesOpenedError):
        categories.add(session, BY, cast.exhibition.id, another, template="simple")
    with pytest.raises(CategoriesOpenedError):
        categories.remove(session, BY, cast.exhibition.id, "sekolah")


def test_after_the_result_nothing_changes(session: Session, cast: Cast) -> None:
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(DecidedError):
        categories.describe(session, BY, cast.exhibition.id, "skpd", SCHOOL)
    with pytest.raises(DecidedError):
        categories.move(session, BY, cast.exhibition.id, "skpd", by=1)


def test_another_exhibitions_category_is_not_found(session: Session, cast: Cast) -> None:
    other = hall(session, "lain", prefix="lain-", phase=Phase.SETUP)
    category(session, other.exhibition, "sekolah", Palette.TEAL, 2)
    with pytest.raises(NotFoundError):
        categories.remove(session, BY, cast.exhibition.id, "sekolah")


def test_the_list_is_one_query_for_any_number(session: Session, cast: Cast) -> None:
    more = categories.proposed([f"Kategori {n}" for n in range(12)])
    categories.add(session, BY, cast.exhibition.id, more, template="iga-2023")
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    assert len(categories.lines(session, cast.exhibition.id)) == 14
    event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 1
