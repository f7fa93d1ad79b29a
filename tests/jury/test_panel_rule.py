"""Who judges what comes later: one rule, whichever way the entry or the juror came."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts
from showcase.accounts.tables import Account
from showcase.entries.actions import entries
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.importing.actions import imports
from showcase.importing.rules.kinds import Kind
from showcase.jury.actions import panel_rule, panels
from showcase.jury.tables import Assignment
from showcase.kernel.roles import Role
from showcase.printing.palette import Palette
from tests.factories import NOW, Cast, account, by, category, entry, exhibition, hall

WHO = by("panitia", NOW)
HEAD = ["nomor stan", "kategori", "nama inovasi", "instansi"]


@pytest.fixture
def cast(session: Session) -> Cast:
    return hall(session)


def judges(session: Session, slug: str) -> list[str]:
    found = select(Account.username).join(Assignment, Assignment.juror_id == Account.id).join(Entry)
    return list(session.scalars(found.where(Entry.slug == slug).order_by(Account.id)))


def imported(session: Session, cast: Cast, kind: Kind, header: list[str], *rows: list[str]) -> imports.Imported:
    sheet = [(number, row) for number, row in enumerate(rows, start=2)]
    found = imports.checked(session, cast.exhibition.id, kind, header, sheet)
    return imports.run(session, WHO, cast.exhibition, found)


def typed(session: Session, cast: Cast) -> None:
    fields = {"category_id": cast.categories[0].id, "booth": "A-09", "name": "Baru"}
    entries.create(session, WHO, cast.exhibition.id, fields)


def from_a_sheet(session: Session, cast: Cast) -> None:
    imported(session, cast, Kind.ENTRIES, HEAD, ["A-09", "SKPD", "Baru", "Dinas"])


def restored(session: Session, cast: Cast) -> None:
    """It was withdrawn before any juror came."""
    entry(session, cast.categories[0], "baru", "A-09")
    entries.withdraw(session, WHO.because("Mundur"), cast.exhibition.id, "baru")
    entries.restore(session, WHO, cast.exhibition.id, "baru")


def from_another_category(session: Session, cast: Cast) -> None:
    entry(session, cast.categories[1], "baru", "A-09")
    entries.update(session, WHO, cast.exhibition.id, "baru", {"category_id": cast.categories[0].id})


WAYS: list[Callable[[Session, Cast], None]] = [typed, from_a_sheet, restored, from_another_category]


@pytest.mark.both_engines
@pytest.mark.parametrize("comes", WAYS)
def test_an_entry_that_comes_later_is_judged_by_its_category(
    session: Session, cast: Cast, comes: Callable[[Session, Cast], None]
) -> None:
    panels.assign_panel(session, WHO, cast.exhibition.id, "skpd", ["juri2"])
    comes(session, cast)
    assert judges(session, "baru") == ["juri2"]


@pytest.mark.parametrize("comes", WAYS)
def test_chosen_by_hand_nothing_is_assigned_by_itself(
    session: Session, cast: Cast, comes: Callable[[Session, Cast], None]
) -> None:
    panel_rule.choose(session, WHO, cast.exhibition.id, everything=False)
    comes(session, cast)
    assert judges(session, "baru") == []
    fresh = account(session, "juri3", Role.JUROR, of=[])
    assert panel_rule.welcome(session, WHO, cast.exhibition.id, fresh.id) == 0
    assert panel_rule.choose(session, WHO, cast.exhibition.id, everything=True) >= 2


def test_an_entry_that_leaves_a_category_leaves_its_jurors(session: Session, cast: Cast) -> None:
    panels.assign_panel(session, WHO, cast.exhibition.id, "kecamatan", ["juri1"])
    entries.update(session, WHO, cast.exhibition.id, "skpd-1", {"category_id": cast.categories[1].id})
    assert judges(session, "skpd-1") == ["juri1"]


def test_a_juror_who_comes_later_or_back_has_every_entry(session: Session, cast: Cast) -> None:
    fresh = account(session, "juri3", Role.JUROR, of=[])
    assert panel_rule.welcome(session, WHO, cast.exhibition.id, fresh.id) == len(cast.entries)
    accounts.set_active(session, WHO, "juri3", role=Role.JUROR, active=False)
    typed(session, cast)
    assert judges(session, "baru") == ["juri1", "juri2"]
    accounts.set_active(session, WHO, "juri3", role=Role.JUROR, active=True)
    panel_rule.return_of(session, WHO, fresh.id)
    assert judges(session, "baru") == ["juri1", "juri2", "juri3"]


@pytest.mark.both_engines
def test_jurors_imported_before_the_entries_have_what_their_row_says(session: Session, cast: Cast) -> None:
    head = ["nama", "nama pengguna", "kategori"]
    rows = [["Ani", "ani", "semua"], ["Budi", "budi", "SKPD"], ["Cici", "cici", ""]]
    imported(session, cast, Kind.JURORS, head, *rows)
    again = imported(session, cast, Kind.JURORS, head, *rows)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    late = category(session, cast.exhibition, "desa", Palette.AMBER, 2)
    for group, booth in ((cast.categories[0], "A-09"), (late, "C-01")):
        fields = {"category_id": group.id, "booth": booth, "name": f"Baru {booth}"}
        entries.create(session, WHO, cast.exhibition.id, fields)
    assert set(judges(session, "baru-a-09")) >= {"ani", "budi"}
    assert "cici" not in judges(session, "baru-a-09")
    assert "ani" in judges(session, "baru-c-01")
    assert "budi" not in judges(session, "baru-c-01")


def test_the_preview_says_how_many_jurors_judge_the_new_entries(session: Session, cast: Cast) -> None:
    panels.assign_panel(session, WHO, cast.exhibition.id, "kecamatan", ["juri1"])
    rows = [
        (2, ["A-08", "SKPD", "Satu", "Dinas"]),
        (3, ["A-09", "SKPD", "Dua", "Dinas"]),
        (4, ["B-09", "Kecamatan", "Tiga", "Desa"]),
    ]
    found = imports.checked(session, cast.exhibition.id, Kind.ENTRIES, HEAD, rows)
    plan = imports.plan(session, cast.exhibition, found, now=NOW)
    assert plan.judges == {"Skpd": (2, 2), "Kecamatan": (1, 1)}  # type: ignore[attr-defined]


def test_a_pair_against_the_rule_makes_it_a_choice_by_hand(session: Session, cast: Cast) -> None:
    shown = {"usernames": ["juri1", "juri2"], "entry_slugs": ["skpd-1"]}
    both = [("juri1", "skpd-1"), ("juri2", "skpd-1")]
    panels.assign(session, WHO, cast.exhibition.id, "skpd", both, **shown)
    assert panel_rule.judges_everything(session, cast.exhibition.id)
    panels.assign(session, WHO, cast.exhibition.id, "skpd", both[:1], **shown)
    assert not panel_rule.judges_everything(session, cast.exhibition.id)


def test_another_exhibition_s_jurors_get_nothing_and_a_fixed_result_stays(session: Session, cast: Cast) -> None:
    hall(session, "lain", prefix="x")
    typed(session, cast)
    assert judges(session, "baru") == ["juri1", "juri2"]
    fixed = exhibition(session, "tetap", phase=Phase.FINAL)
    with pytest.raises(DecidedError):
        panel_rule.choose(session, WHO, fixed.id, everything=False)
    before = session.scalar(select(func.count()).select_from(Assignment))
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    entry(session, cast.categories[0], "terlambat", "A-20")
    panel_rule.follow(session, WHO, cast.exhibition.id)
    assert session.scalar(select(func.count()).select_from(Assignment)) == before
    assert session.scalars(select(Exhibition.panel_judges_all).where(Exhibition.slug == "tetap")).one()
