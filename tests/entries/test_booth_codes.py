"""Booth codes issued anew: one active code an entry, whoever presses at once, and a line in the log."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from showcase.database import db, transaction
from showcase.entries.actions import booth_codes
from showcase.entries.rules.entries import CodesChangedError
from showcase.entries.tables import BoothCode
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.kernel.errors import DomainError, NotFoundError, ReasonNeededError
from showcase.kernel.tables import AuditEvent
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        return hall(session)


def active(app: Flask, cast: Cast, slug: str = "") -> dict[str, str]:
    """As a fresh reader sees them."""
    with app.app_context():
        return booth_codes.active(db.session(), cast.exhibition.id, slug)


def seen(app: Flask, cast: Cast, slug: str = "") -> str:
    return booth_codes.state(active(app, cast, slug))


def reissue(app: Flask, cast: Cast, slug: str, state: str, reason: str = "poster hilang") -> int:
    with app.app_context(), transaction() as session:
        return booth_codes.reissue(session, by("panitia", NOW, reason), cast.exhibition.id, slug, seen=state)


def test_one_entry_gets_a_new_code_and_the_others_keep_theirs(app: Flask, cast: Cast) -> None:
    assert reissue(app, cast, "skpd-1", seen(app, cast, "skpd-1")) == 1
    codes = active(app, cast)
    assert codes.pop("skpd-1") != cast.codes["skpd-1"]
    assert codes == {slug: code for slug, code in cast.codes.items() if slug != "skpd-1"}
    with app.app_context():
        assert db.session().get_one(BoothCode, cast.codes["skpd-1"]).revoked_at is not None
        (line,) = db.session().scalars(select(AuditEvent))
    assert (line.action, line.subject, line.reason) == ("code.reissue", "skpd-1", "poster hilang")
    assert line.before == {"codes": {"skpd-1": cast.codes["skpd-1"]}}
    assert line.after == {}


def test_all_codes_at_once(app: Flask, cast: Cast) -> None:
    assert reissue(app, cast, "", seen(app, cast)) == 6
    codes = active(app, cast)
    assert set(codes) == set(cast.codes)
    assert not set(codes.values()) & set(cast.codes.values())


@pytest.mark.parametrize(
    ("slug", "reason", "phase", "refusal"),
    [
        ("", "  ", Phase.VOTING, ReasonNeededError),
        ("tidak-ada", "hilang", Phase.VOTING, NotFoundError),
        ("", "hilang", Phase.FINAL, DecidedError),
    ],
)
def test_what_is_refused_changes_nothing(
    app: Flask, cast: Cast, slug: str, reason: str, phase: Phase, refusal: type[DomainError]
) -> None:
    with app.app_context(), transaction() as session:
        session.merge(cast.exhibition).phase = phase
    with pytest.raises(refusal):
        reissue(app, cast, slug, seen(app, cast), reason)
    assert active(app, cast) == cast.codes


def test_of_many_who_press_at_once_one_replaces(app: Flask, cast: Cast) -> None:
    state = seen(app, cast)

    def press(_: int) -> str:
        try:
            return str(reissue(app, cast, "", state))
        except CodesChangedError as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(press, range(6)))
    assert told == ["6"] + ["codes-changed"] * 5
    with app.app_context():
        valid = select(BoothCode.entry_id, func.count()).where(BoothCode.revoked_at.is_(None))
        assert {count for _, count in db.session().execute(valid.group_by(BoothCode.entry_id))} == {1}
        assert db.session().scalar(select(func.count(BoothCode.code))) == 12


def test_new_codes_are_nobodys(app: Flask, cast: Cast) -> None:
    with app.app_context():
        drawn = booth_codes.fresh(db.session(), 200)
        assert len(set(drawn)) == 200
        assert not set(drawn) & set(cast.codes.values())
