"""What an exhibition says of itself: each change recorded, none after the result, the level never after the opening."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.categories.actions import first as first_categories
from showcase.exhibitions.actions import exhibitions, levels, looks
from showcase.exhibitions.actions.exhibitions import Description, ExhibitionInvalidError
from showcase.exhibitions.rules import DecidedError, Level, LevelFixedError, LevelWeakError, Phase, PhaseRefusedError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.tables import Criterion
from showcase.kernel.tables import AuditEvent, BallotRecord
from showcase.phases.actions import schedule
from showcase.printing.contrast import ColourInvalidError
from showcase.privacy.actions import notice
from tests.factories import NOW, by, exhibition

pytestmark = pytest.mark.both_engines
BY = by("panitia", NOW)
SAID = Description("Pameran Uji", "Bapperida", "Gedung", None, None, "Asia/Makassar")


@pytest.fixture
def row(session: Session) -> Exhibition:
    made = exhibition(session, phase=Phase.SETUP, timezone="Asia/Makassar")
    session.commit()
    return made


def recorded(session: Session) -> list[tuple[str, dict[str, object], dict[str, object]]]:
    found = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(one.action, one.before, one.after) for one in found]


def move(session: Session, phase: Phase) -> None:
    session.execute(update(Exhibition).values(phase=phase))


def test_only_what_differs_is_recorded(session: Session, row: Exhibition) -> None:
    exhibitions.describe(session, BY, row.slug, SAID)
    exhibitions.describe(session, BY, row.slug, SAID)
    told = ("exhibition.describe", {"organiser": "", "venue": ""}, {"organiser": "Bapperida", "venue": "Gedung"})
    assert recorded(session) == [told]


def test_hours_are_recorded_as_text(session: Session, row: Exhibition) -> None:
    closes_at = datetime(2026, 12, 16, 7, tzinfo=UTC)
    schedule.change(session, BY.because(""), row.slug, opens_at=None, closes_at=closes_at)
    assert recorded(session) == [("exhibition.schedule", {"closes_at": ""}, {"closes_at": "2026-12-16T07:00:00+00:00"})]


def test_hours_are_told_in_one_zone_whichever_they_were_typed_in(session: Session, row: Exhibition) -> None:
    """The moments come from the database in UTC and from a form in local time; the ledger holds both, for good."""
    move(session, Phase.VOTING)
    zone = ZoneInfo("Asia/Makassar")
    for hour in (15, 16):
        closes_at = datetime(2026, 12, 16, hour, tzinfo=zone)
        schedule.change(session, BY.because("ramai"), row.slug, opens_at=None, closes_at=closes_at)
    first, second = "2026-12-16T07:00:00+00:00", "2026-12-16T08:00:00+00:00"
    assert [after for _, _, after in recorded(session)] == [{"closes_at": first}, {"closes_at": second}]
    line = session.scalars(select(BallotRecord.body).order_by(BallotRecord.seq.desc())).first()
    assert json.loads(line or "") == {"rule": "closes_at", "before": first, "after": second}


def choose(session: Session, level: Level | None, stakes: bool | None, *, confirmed: bool = False) -> None:
    levels.choose(session, BY, "pameran", level, stakes=stakes, confirmed=confirmed)


def test_level_and_stakes(session: Session, row: Exhibition) -> None:
    choose(session, Level.BOOTH, False)
    assert (row.level, row.stakes) == (Level.BOOTH, False)
    with pytest.raises(LevelWeakError):
        choose(session, Level.BOOTH, True)
    assert row.stakes is False
    choose(session, Level.BOOTH, True, confirmed=True)
    assert recorded(session) == [
        ("exhibition.level", {"stakes": None, "level": "open"}, {"stakes": False, "level": "booth"}),
        ("exhibition.level", {"stakes": False}, {"stakes": True}),
    ]


@pytest.mark.parametrize(("level", "stakes"), [(None, True), (Level.BOOTH, None), (Level.EMAIL, False)])
def test_what_is_not_answered_or_not_offered(
    session: Session, row: Exhibition, level: Level | None, stakes: bool | None
) -> None:
    with pytest.raises(ExhibitionInvalidError):
        choose(session, level, stakes, confirmed=True)


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION])
def test_the_level_stays_after_the_opening(session: Session, row: Exhibition, phase: Phase) -> None:
    move(session, phase)
    with pytest.raises(LevelFixedError):
        choose(session, Level.BOOTH, False)
    with pytest.raises(PhaseRefusedError):
        first_categories.add_categories(session, BY, row.slug, ["Sekolah"], "simple")
    looks.paint(session, BY, row.slug, "#0b6b46")
    assert row.accent == "#0b6b46"


@pytest.mark.parametrize("phase", [Phase.FINAL, Phase.PUBLISHED])
def test_nothing_after_the_result(session: Session, row: Exhibition, phase: Phase) -> None:
    move(session, phase)
    with pytest.raises(DecidedError):
        looks.paint(session, BY, row.slug, "#0b6b46")
    with pytest.raises(DecidedError):
        looks.remove_logo(session, BY, row.slug)
    with pytest.raises(DecidedError):
        schedule.change(session, BY.because(""), row.slug, opens_at=None, closes_at=None)
    with pytest.raises(DecidedError):
        notice.describe(session, BY, row.slug, "Bapperida", "0526", "", 90)
    with pytest.raises(DecidedError):
        choose(session, Level.BOOTH, False)
    assert recorded(session) == []


def test_a_colour_can_go_again(session: Session, row: Exhibition) -> None:
    looks.paint(session, BY, row.slug, "#0B6B46")
    with pytest.raises(ColourInvalidError):
        looks.paint(session, BY, row.slug, "hijau")
    assert row.accent == "#0b6b46"
    looks.paint(session, BY, row.slug, " ")
    assert row.accent == ""


@pytest.mark.parametrize(
    ("texts", "days", "field"),
    [
        ((" ", "0526", ""), 90, "office"),
        (("Bapperida", "", ""), 90, "reach"),
        (("x" * 201, "0526", ""), 90, "office"),
        (("Bapperida", "0526", "x" * 5001), 90, "more"),
        (("Bapperida", "0526", ""), 0, "retention_days"),
        (("Bapperida", "0526", ""), 3651, "retention_days"),
    ],
)
def test_what_the_notice_refuses(
    session: Session, row: Exhibition, texts: tuple[str, str, str], days: int, field: str
) -> None:
    with pytest.raises(ExhibitionInvalidError) as refused:
        notice.describe(session, BY, row.slug, *texts, days)
    assert set(refused.value.fields) == {field}


def test_categories_get_free_colours_and_whole_criteria(session: Session, row: Exhibition) -> None:
    first_categories.add_categories(session, BY, row.slug, ["SKPD", " Sekolah ", "skpd"], "iga-2023")
    first_categories.add_categories(session, BY, row.slug, ["sekolah", "Desa"], "simple")
    groups = list(session.scalars(select(Category).order_by(Category.position)))
    assert [(group.slug, group.name) for group in groups] == [
        ("skpd", "SKPD"),
        ("sekolah", "Sekolah"),
        ("desa", "Desa"),
    ]
    assert len({group.palette for group in groups}) == 3
    for group in groups:
        weights = session.scalars(select(Criterion.weight_bp).where(Criterion.category_id == group.id))
        assert sum(weights) == 10_000
