"""The record of the judging: what is stored about it, per category, and nothing that no longer stands."""

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from showcase.entries.actions import entries
from showcase.exhibitions.rules import Phase
from showcase.jury.actions import locks, obstacles, panels, paper_sheets, recusals
from showcase.jury.rules.score_receipts import shown_code
from showcase.jury.tables import CategoryLock
from showcase.kernel import ledger
from showcase.kernel.errors import NotFoundError
from showcase.papers.minutes import queries as judging_minutes
from showcase.papers.minutes.papers import CategoryMinutes, Minutes
from showcase.phases.actions import phases
from showcase.ranking.bundle import sha256
from showcase.results.actions import ties
from showcase.results.queries import bundles, results
from tests.factories import BROUGHT_IN, NOW, Cast, by, exhibition, hall, sheet

pytestmark = pytest.mark.both_engines
THEN = "15 Desember 2025, 10.42 WITA"
TYPED = {"kebaruan": "80", "kemanfaatan": "82.5"}


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    recuse(session, made, 0, "skpd-1", "Istri <b>saya</b> pengusul")
    return made


def recuse(session: Session, cast: Cast, juror: int, slug: str, reason: str) -> None:
    person = cast.jurors[juror]
    code = cast.codes[slug]
    recusals.recuse(session, by(person.username, NOW, reason), person.id, code, confirmed=True)


def read(session: Session) -> Minutes:
    return judging_minutes.minutes(session, "pameran", now=NOW)


def skpd(session: Session) -> CategoryMinutes:
    return read(session).categories[0]


def locked(session: Session, cast: Cast) -> None:
    """Juror 1 scores what is left in the category, and locks it."""
    for number in (2, 3):
        sheet(session, cast.jurors[0], cast.entry(f"skpd-{number}"), cast.criteria["skpd"], 80, 70)
    locks.lock(session, cast.jurors[0].id, "skpd", now=NOW)


def test_a_recused_pair_is_listed_with_its_reason_and_is_not_due(session: Session, cast: Cast) -> None:
    first, second = read(session).categories
    (pair,) = first.recused
    assert (pair.juror, pair.booth, pair.entry) == ("J1 Juri1", "A-01", "Skpd 1")
    assert (pair.words, pair.at) == ("Istri <b>saya</b> pengusul", THEN)
    assert [(row.number, row.due, row.submitted, row.locked) for row in first.panel] == [
        ("J1", 2, 0, 0),
        ("J2", 3, 0, 0),
    ]
    assert not second.recused


def test_a_recusal_that_was_undone_is_not_listed(session: Session, cast: Cast) -> None:
    pair = {"username": "juri1", "entry_slug": "skpd-1"}
    recusals.undo(session, by("panitia", NOW, "salah pilih"), cast.exhibition.id, **pair)
    assert not skpd(session).recused
    assert skpd(session).panel[0].due == 3


def test_a_lock_shows_its_check_code_and_ends_when_a_sheet_is_reopened(session: Session, cast: Cast) -> None:
    locked(session, cast)
    found = skpd(session)
    assert (found.panel[0].submitted, found.panel[0].locked) == (2, 2)
    (lock,) = found.locks
    code = session.query(CategoryLock).one().code
    assert (lock.juror, lock.at, lock.code, lock.state) == ("J1 Juri1", THEN, shown_code(code), "berlaku")
    assert not found.reopened
    locks.reopen(session, by("panitia", NOW, "salah ketik"), cast.exhibition.id, "juri1", "skpd-2")
    found = skpd(session)
    assert found.locks[0].state == f"berakhir {THEN}"
    (sheet_again,) = found.reopened
    assert (sheet_again.juror, sheet_again.booth, sheet_again.words) == ("J1 Juri1", "A-02", "salah ketik")
    assert (sheet_again.at, sheet_again.told) == (THEN, "Panitia")
    assert found.panel[0].locked == 1


def test_a_sheet_from_paper_names_both_readers(session: Session, cast: Cast) -> None:
    assert cast.organizer
    code = f"{cast.codes['skpd-2']}-J1"
    for reader in (cast.organizer, cast.jurors[1]):
        paper_sheets.read_in(session, cast.exhibition.id, code, TYPED, reader_id=reader.id, now=NOW)
    (typed,) = skpd(session).paper
    assert (typed.juror, typed.booth, typed.told, typed.at) == ("J1 Juri1", "A-02", "Panitia dan Juri2", THEN)


def test_obstacles_withdrawn_entries_and_presence_are_told(session: Session, cast: Cast) -> None:
    juror, here = cast.jurors[1], cast.exhibition.id
    obstacles.report(session, juror.id, cast.codes["skpd-2"], cause="other", words="ramai", now=NOW)
    obstacles.report(session, juror.id, cast.codes["skpd-1"], cause="booth-empty", words="", now=NOW)
    obstacles.clear(session, by("juri2", NOW), juror.id, cast.codes["skpd-1"])
    entries.withdraw(session, by("panitia", NOW, "mundur"), here, "skpd-3")
    for present in (True, False):
        panels.set_present(session, by("panitia", NOW), here, "juri1", present=present)
    panels.set_present(session, by("panitia", NOW), here, "juri2", present=True)
    found = skpd(session)
    assert [(row.words, row.told) for row in found.obstacles] == [
        ("Lainnya: ramai", "belum selesai"),
        ("Stan kosong", f"selesai {THEN}, oleh Juri2"),
    ]
    assert [(row.entry, row.words, row.at, row.told) for row in found.withdrawn] == [
        ("Skpd 3", "mundur", THEN, "Panitia")
    ]
    assert [row.presence for row in found.panel] == [f"hadir {THEN} sampai {THEN}", f"hadir sejak {THEN}"]
    assert [row.due for row in found.panel] == [1, 2]


def test_it_carries_the_hashes_that_everybody_else_gets(session: Session, cast: Cast) -> None:
    locked(session, cast)
    found = read(session)
    assert found.sha256 == sha256(bundles.bundle(session, cast.exhibition))
    assert found.sha256 == results.standing(session, cast.exhibition).sha256
    assert found.head == ledger.head(session, cast.exhibition.id)
    assert [row.number for row in found.signers] == ["J1", "J2"]


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_one_and_an_archived_year_none(session: Session, cast: Cast, phase: Phase) -> None:
    cast.exhibition.phase = phase
    session.flush()
    assert len(read(session).categories) == 2
    exhibition(session, "dulu", **BROUGHT_IN)
    for slug in ("dulu", "tidak-ada"):
        with pytest.raises(NotFoundError):
            judging_minutes.minutes(session, slug, now=NOW)


def test_it_costs_the_same_queries_for_any_number_of_sheets(session: Session, cast: Cast, app: Flask) -> None:
    before = queries(session)
    locked(session, cast)
    recuse(session, cast, 1, "skpd-1", "adik")
    recuse(session, cast, 1, "kecamatan-1", "adik")
    locks.reopen(session, by("panitia", NOW, "salah ketik"), cast.exhibition.id, "juri1", "skpd-2")
    assert queries(session) == before <= 26


def queries(session: Session) -> int:
    session.commit()
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    read(session)
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return len(seen)


def test_what_was_missing_and_what_the_jury_decided_is_printed(session: Session, cast: Cast) -> None:
    for juror in cast.jurors:
        for entry in cast.entries:
            if (juror.username, entry.slug) not in {("juri1", "skpd-1"), ("juri2", "kecamatan-3")}:
                sheet(session, juror, entry, cast.criteria[entry.slug.split("-")[0]], 80, 80)
    for group in cast.categories:
        group.winners = 2
    cast.exhibition.phase = Phase.DELIBERATION
    who = by("panitia", NOW)
    ties.decide(
        session, who.because("a"), cast.exhibition.id, "kecamatan", ("kecamatan-3", "kecamatan-1", "kecamatan-2")
    )
    assert read(session).accepted == ()
    assert skpd(session).tie[1] == "Juri belum memutuskan."
    reason = "Juri 2 sakit"
    phases.move(session, who.because(reason), cast.exhibition.id, Phase.FINAL, accept_gaps=True)
    made = read(session)
    assert made.accepted == [
        f"Ditetapkan meski belum lengkap, {THEN}, oleh Panitia. Alasan: {reason}",
        "• Lembar nilai J2 Juri2 untuk Kecamatan 3 (Kecamatan) tidak dikirim.",
        "• J1 Juri1 tidak mengunci lembar nilainya: Skpd, Kecamatan.",
        "• J2 Juri2 tidak mengunci lembar nilainya: Skpd, Kecamatan.",
        "• Skpd: Skpd 1, Skpd 2 dan Skpd 3 sama persis pada peringkat 1; tidak ada yang memutuskan.",
    ]
    assert [group.tie[1] for group in made.categories] == [
        "Tidak ada yang memutuskan: semuanya menjadi juara 1 bersama.",
        "Keputusan juri: Kecamatan 3, lalu Kecamatan 1, lalu Kecamatan 2; jadi juara 1 Kecamatan 3, juara 2 "
        "Kecamatan 1. Alasan: a",
    ]
