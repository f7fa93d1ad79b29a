"""Pictures that innovators propose: limits, decisions, and what is left of them, on both engines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from showcase.database import db, transaction
from showcase.entries.actions import photos
from showcase.entries.actions.photos import PhotoLine
from showcase.entries.rules.photos import MOST_PHOTOS, PhotoLimitError, PhotoNeededError
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.exhibitions.tables import Exhibition
from showcase.innovators.actions import links, profile, proposals
from showcase.innovators.actions import photos as proposed_photos
from showcase.innovators.actions.photos import Chosen, ProposedLine
from showcase.innovators.rules import (
    MOST_WAITING_BYTES,
    NothingProposedError,
    ProfileClosedError,
    ProposalMovedError,
    ProposalState,
    ProposedFullError,
)
from showcase.innovators.tables import ProposedPhoto
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.printing import photo_sources, pictures
from showcase.printing.palette import Palette
from showcase.printing.photo_sources import Upload
from tests.factories import NOW, Cast, by, hall
from tests.printing.test_pictures import encoded

pytestmark = pytest.mark.both_engines
COLORS = ("red", "green", "blue", "teal", "pink", "gold", "navy", "gray", "black")


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    with app.app_context():
        with transaction() as session:
            made = hall(session)
        yield made


@pytest.fixture
def token(cast: Cast) -> str:
    return give(cast, "skpd-1")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


def give(cast: Cast, slug: str) -> str:
    with transaction() as session:
        return links.give(session, by("panitia", NOW), cast.exhibition.id, only=slug)[0].token


def upload(color: str) -> Upload:
    return photo_sources.received(encoded(Image.new("RGB", (90, 60), color)))


def add(token: str, *colors: str) -> None:
    with transaction() as session:
        profile.add_photos(session, token, [upload(color) for color in colors], now=NOW)


def remove(token: str, photo_id: int) -> None:
    with transaction() as session:
        profile.remove_photo(session, token, photo_id, now=NOW)


def propose(token: str, alts: dict[int, str] | None = None, **typed: str) -> None:
    with transaction() as session:
        profile.propose(session, token, typed, alts or {}, note="", now=NOW)


def waiting(token: str) -> tuple[ProposedLine, ...]:
    found = profile.own(db.session(), token, now=NOW).waiting
    return found.photos if found else ()


def stored() -> int:
    return db.session().scalar(select(func.count(ProposedPhoto.id))) or 0


def shown(cast: Cast) -> list[PhotoLine]:
    db.session().expire_all()
    return photos.listed(db.session(), cast.entry("skpd-1").id)


def approve(
    cast: Cast,
    token: str,
    ids: Sequence[int],
    media: Path,
    *,
    alt: str = "",
    fields: Sequence[str] = (),
    version: int = 0,
) -> None:
    """Decide as the route does: the sources first, then the transaction."""
    found = profile.own(db.session(), token, now=NOW)
    sources = proposed_photos.sources(db.session(), cast.exhibition.id, "skpd-1", ids)
    chosen = [Chosen(number, alt, photo_sources.again(source)) for number, source in sources.items()]
    with transaction() as session:
        proposals.approve(
            session,
            by("panitia", NOW),
            cast.exhibition.id,
            "skpd-1",
            version=version or (found.waiting.version if found.waiting else 0),
            fields=fields,
            seen=dict(found.profile),
            pictures=chosen,
            media=media,
        )


def test_a_picture_waits_without_a_file_and_is_one_of_the_entrys_once_approved(
    cast: Cast, token: str, media: Path
) -> None:
    add(token, "red", "green")
    assert not media.exists()
    assert shown(cast) == []
    assert links.waiting_count(db.session(), cast.exhibition.id) == 1
    first, second = waiting(token)
    propose(token, {first.id: " Tim\n di stan ", second.id: "hijau", 999: "x"})
    assert [line.alt for line in waiting(token)] == ["Tim di stan", "hijau"]
    approve(cast, token, [first.id], media, alt="Tim di stan kami")
    (line,) = shown(cast)
    assert (line.alt, line.width, line.height) == ("Tim di stan kami", 90, 60)
    assert stored() == 0
    files = {path.name: path.read_bytes() for path in media.iterdir()}
    # All sizes and the whole of the one, and nothing of the other.
    assert files == photo_sources.again(upload("red").source).files()
    assert len(files) == 5
    actions = list(db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
    assert actions[1:] == ["profile.photo-add", "profile.propose", "entry.photo-add", "profile.approve"]
    assert links.waiting_count(db.session(), cast.exhibition.id) == 0


def test_words_and_pictures_are_one_proposal(cast: Cast, token: str, media: Path) -> None:
    propose(token, summary="Baru")
    add(token, "red")
    propose(token, summary="Lebih baru", name="Nama")
    (line,) = waiting(token)
    approve(cast, token, [line.id], media, fields=["summary"])
    entry = db.session().scalars(select(Entry).where(Entry.slug == "skpd-1")).one()
    assert (entry.summary, entry.name, len(shown(cast))) == ("Lebih baru", "Skpd 1", 1)


def test_words_may_be_taken_alone_and_the_pictures_go(cast: Cast, token: str, media: Path) -> None:
    add(token, "red")
    propose(token, summary="Baru")
    with pytest.raises(NothingProposedError):
        approve(cast, token, [], media)
    approve(cast, token, [], media, fields=["summary"])
    assert (shown(cast), stored(), media.exists()) == ([], 0, False)


def test_refused_and_taken_back_pictures_are_deleted(cast: Cast, token: str) -> None:
    add(token, "red")
    found = profile.own(db.session(), token, now=NOW).waiting
    assert found
    with transaction() as session:
        where = (cast.exhibition.id, "skpd-1")
        proposals.refuse(session, by("panitia", NOW, "Buram"), *where, version=found.version)
    assert stored() == 0
    add(token, "green")
    with transaction() as session:
        profile.take_back(session, token, now=NOW)
    assert stored() == 0


def test_one_is_removed_and_the_proposal_goes_with_the_last(token: str) -> None:
    add(token, "red", "green")
    first, second = waiting(token)
    remove(token, first.id)
    remove(token, first.id)
    assert waiting(token) == (second,)
    remove(token, second.id)
    latest = profile.own(db.session(), token, now=NOW).latest
    assert latest
    assert latest.state is ProposalState.WITHDRAWN
    propose(token, summary="Baru")
    add(token, "red")
    remove(token, waiting(token)[0].id)
    latest = profile.own(db.session(), token, now=NOW).latest
    assert latest
    assert latest.is_waiting


def test_what_changed_since_the_page_was_read_is_not_decided(cast: Cast, token: str, media: Path) -> None:
    add(token, "red")
    (first,) = waiting(token)
    found = profile.own(db.session(), token, now=NOW).waiting
    assert found
    changes = (lambda: add(token, "green"), lambda: propose(token, {first.id: "x"}), lambda: remove(token, first.id))
    for change in changes:
        change()
        with pytest.raises(ProposalMovedError):
            approve(cast, token, [first.id], media, version=found.version)
    assert not media.exists()


def test_a_form_sent_twice_keeps_nothing_twice(token: str) -> None:
    add(token, "red", "red")
    add(token, "red")
    assert len(waiting(token)) == 1
    with pytest.raises(PhotoNeededError):
        add(token)


def test_waiting_and_shown_pictures_are_at_most_eight(cast: Cast, token: str, media: Path) -> None:
    with transaction() as session:
        drawn = pictures.placeholder(Palette.INDIGO, "x")
        photos.add_placeholder(session, cast.entry("skpd-1").id, drawn, alt="", media=media)
    add(token, *COLORS[: MOST_PHOTOS - 1])
    with pytest.raises(ProposedFullError):
        add(token, *COLORS[-2:])
    add(token, COLORS[-1])
    assert profile.own(db.session(), token, now=NOW).room == 0
    ids = [line.id for line in waiting(token)]
    with transaction() as session:
        album = photos.opened(session, by("panitia", NOW), cast.exhibition.id, "skpd-1")
        photos.add(album, [upload("white")], media=media)
    files = set(media.iterdir())
    with pytest.raises(PhotoLimitError):
        approve(cast, token, ids, media)
    # Not one file of what was not approved may lie where it could be fetched.
    assert set(media.iterdir()) == files
    approve(cast, token, ids[1:], media)
    assert len(shown(cast)) == MOST_PHOTOS


def test_what_waits_is_bounded_in_bytes(cast: Cast, token: str) -> None:
    large = replace(upload("red"), source=b"x" * (MOST_WAITING_BYTES // 2))
    with transaction() as session:
        profile.add_photos(session, token, [large], now=NOW)
    with pytest.raises(ProposedFullError), transaction() as session:
        profile.add_photos(session, token, [replace(large, source_digest="other")], now=NOW)
    assert len(waiting(token)) == 1
    # Another entry's innovator has room of the own.
    add(give(cast, "skpd-2"), "red")


def test_until_the_deadline_only(cast: Cast, token: str, media: Path) -> None:
    add(token, "red")
    (line,) = waiting(token)
    with transaction() as session:
        session.get_one(Exhibition, cast.exhibition.id).profiles_until = NOW
    for act in (lambda: add(token, "green"), lambda: remove(token, line.id)):
        with pytest.raises(ProfileClosedError):
            act()
    # An organizer may still decide, until the result is fixed.
    with transaction() as session:
        row = session.get_one(Exhibition, cast.exhibition.id)
        row.profiles_until, row.phase = NOW + timedelta(days=1), Phase.FINAL
    with pytest.raises(DecidedError):
        approve(cast, token, [line.id], media)
    with pytest.raises(ProfileClosedError):
        add(token, "green")
    assert not media.exists()


def test_a_withdrawn_entry_takes_no_picture(cast: Cast, token: str) -> None:
    with transaction() as session:
        row = session.get_one(Entry, cast.entry("skpd-1").id)
        row.status, row.withdrawn_reason = Status.WITHDRAWN, "mundur"
    with pytest.raises(ProfileClosedError):
        add(token, "red")


def test_whose_picture_it_is(cast: Cast, token: str, media: Path) -> None:
    add(token, "red")
    (line,) = waiting(token)
    other = give(cast, "skpd-2")
    with pytest.raises(NotFoundError):
        profile.preview(db.session(), other, line.id)
    for wrong in ((cast.exhibition.id, "skpd-2"), (cast.exhibition.id + 1, "skpd-1")):
        with pytest.raises(NotFoundError):
            proposed_photos.source(db.session(), *wrong, line.id)
    remove(other, line.id)
    with pytest.raises(NothingProposedError):
        propose(other, {line.id: "bukan milik saya"})
    assert waiting(token) == (line,)
    approve(cast, token, [line.id], media)
    with pytest.raises(NotFoundError):
        profile.preview(db.session(), token, line.id)
