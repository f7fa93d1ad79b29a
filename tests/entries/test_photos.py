"""An entry's pictures: order, crop, limit, and what the files hold, on both engines."""

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.actions import photos
from showcase.entries.actions.photos import Album
from showcase.entries.queries import catalogue
from showcase.entries.rules.photos import MOST_PHOTOS, PhotoLimitError, PhotoNeededError
from showcase.entries.tables import Photo
from showcase.exhibitions.rules import DecidedError, Phase
from showcase.kernel.errors import NotFoundError
from showcase.kernel.tables import AuditEvent
from showcase.printing import photo_sources, pictures
from showcase.printing.cropping import Crop, Shape
from showcase.printing.palette import Palette
from showcase.printing.photo_sources import Upload
from tests.factories import NOW, Cast, by, hall

pytestmark = pytest.mark.both_engines
SECRET = b"RAHASIA-LOKASI"


@pytest.fixture
def cast(session: Session) -> Cast:
    made = hall(session)
    session.commit()
    return made


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def upload(color: str, size: tuple[int, int] = (90, 60)) -> Upload:
    """A picture of one colour, with a place in its metadata."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG", exif=exif)
    return photo_sources.received(file.getvalue())


def album(session: Session, cast: Cast, slug: str = "skpd-1") -> Album:
    return photos.opened(session, by("panitia", NOW), cast.exhibition.id, slug)


def shown(session: Session, cast: Cast, slug: str = "skpd-1") -> list[str]:
    """The pictures' words, cover first, as pages show them."""
    session.flush()
    return [photo.alt for photo in catalogue.load(session).exhibitions["pameran"].by_slug[slug].photos]


def three(session: Session, cast: Cast, media: Path) -> list[int]:
    for color in ("red", "green", "blue"):
        photos.add(album(session, cast), [upload(color)], alt=color, media=media)
    return [line.id for line in photos.listed(session, cast.entry("skpd-1").id)]


def test_pictures_are_appended_and_the_first_is_the_cover(session: Session, cast: Cast, media: Path) -> None:
    three(session, cast, media)
    assert shown(session, cast) == ["red", "green", "blue"]
    view = catalogue.load(session).exhibitions["pameran"].by_slug["skpd-1"]
    assert view.photo is view.photos[0]
    assert catalogue.load(session).exhibitions["pameran"].by_slug["skpd-2"].photo is None


def test_order_and_removal_keep_the_places_without_gaps(session: Session, cast: Cast, media: Path) -> None:
    red, green, blue = three(session, cast, media)
    assert photos.move(album(session, cast), blue, -1) == 2
    assert shown(session, cast) == ["red", "blue", "green"]
    assert photos.move(album(session, cast), red, 9) == 3
    assert shown(session, cast) == ["blue", "green", "red"]
    assert photos.move(album(session, cast), blue, -1) == 1
    photos.remove(album(session, cast), blue)
    session.flush()
    rows = session.execute(select(Photo.id, Photo.position).order_by(Photo.position)).all()
    assert [tuple(row) for row in rows] == [(green, 0), (red, 1)]


def test_a_drawn_picture_gives_way_to_the_first_real_one(session: Session, cast: Cast, media: Path) -> None:
    drawn = pictures.placeholder(Palette.INDIGO, "x")
    photos.add_placeholder(session, cast.entry("skpd-1").id, drawn, alt="gambar", media=media)
    assert shown(session, cast) == ["gambar"]
    photos.add(album(session, cast), [upload("red"), upload("green")], alt="foto", media=media)
    assert shown(session, cast) == ["foto", "foto"]


def test_at_most_eight_and_nothing_of_what_is_too_much(session: Session, cast: Cast, media: Path) -> None:
    one = upload("red")
    photos.add(album(session, cast), [one] * (MOST_PHOTOS - 1), media=media)
    with pytest.raises(PhotoLimitError):
        photos.add(album(session, cast), [one, one], media=media)
    photos.add(album(session, cast), [one], media=media)
    assert len(shown(session, cast)) == MOST_PHOTOS
    with pytest.raises(PhotoNeededError):
        photos.add(album(session, cast), [], media=media)


def test_nothing_of_the_metadata_is_kept_in_any_file(session: Session, cast: Cast, media: Path) -> None:
    three(session, cast, media)
    files = list(media.iterdir())
    assert len(files) == 15
    for file in files:
        assert SECRET not in file.read_bytes()
        with Image.open(file) as opened:
            assert not opened.getexif()


def test_a_crop_can_be_redone_from_the_whole(session: Session, cast: Cast, media: Path) -> None:
    photos.add(album(session, cast), [upload("red", (900, 600))], media=media)
    (before,) = photos.listed(session, cast.entry("skpd-1").id)
    for crop, size in ((Crop(Shape.SQUARE, 50, 0, 100), (300, 300)), (Crop(Shape.WIDE), (900, 506))):
        picture = photo_sources.cropped((media / before.source).read_bytes(), crop)
        photos.crop(album(session, cast), before.id, crop, picture, media=media)
        after = photos.one(session, cast.exhibition.id, "skpd-1", before.id)
        assert (after.width, after.height) == size
        assert (after.crop, after.source) == (crop, before.source)
        assert (media / f"{after.digest}-640.webp").is_file()


def test_an_older_picture_keeps_what_it_showed_as_its_source(session: Session, cast: Cast, media: Path) -> None:
    drawn = pictures.placeholder(Palette.INDIGO, "x")
    photos.add_placeholder(session, cast.entry("skpd-1").id, drawn, alt="", media=media)
    (line,) = photos.listed(session, cast.entry("skpd-1").id)
    data = (media / line.source).read_bytes()
    crop = Crop(Shape.SQUARE)
    photos.crop(album(session, cast), line.id, crop, photo_sources.cropped(data, crop), media=media)
    after = photos.one(session, cast.exhibition.id, "skpd-1", line.id)
    assert after.source == f"{line.digest}-source.webp"
    assert (media / after.source).read_bytes() == data


def test_words_are_plain_and_each_change_is_recorded(session: Session, cast: Cast, media: Path) -> None:
    red, green, _blue = three(session, cast, media)
    photos.describe(album(session, cast), {red: " Tim \x00 di\nstan ", green: "green", 999: "x"})
    assert shown(session, cast)[0] == "Tim di stan"
    photos.describe(album(session, cast), {red: "y" * 400})
    assert len(shown(session, cast)[0]) == 300
    actions = list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
    assert actions == ["entry.photo-add"] * 3 + ["entry.photo-alt"] * 2


def test_whose_picture_and_when(session: Session, cast: Cast, media: Path) -> None:
    red = three(session, cast, media)[0]
    for wrong in ((cast.exhibition.id, "skpd-2"), (cast.exhibition.id + 1, "skpd-1")):
        with pytest.raises(NotFoundError):
            photos.one(session, *wrong, red)
    for change in (photos.remove, lambda found, number: photos.move(found, number, 1)):
        with pytest.raises(NotFoundError):
            change(album(session, cast, "skpd-2"), red)
    cast.exhibition.phase = Phase.FINAL
    session.flush()
    with pytest.raises(DecidedError):
        album(session, cast)
