"""Replacing is whole: kept copies are never overwritten, a failure undoes it, and a stop in the middle is finished."""

from pathlib import Path

import pytest

from showcase.installation import replacing
from showcase.installation.replacing import Step
from tests.factories import NOW

STAMP = f"{NOW:%Y%m%dT%H%M%SZ}"
RENAMES = 7


class Stopped(BaseException):
    """Stands for a machine that loses its power."""


def before(folder: Path) -> list[Step]:
    """An installation with a log that was not folded in, and what is ready to replace it."""
    (folder / "media").mkdir()
    (folder / "media" / "old.webp").write_text("old")
    (folder / "new-media").mkdir()
    (folder / "new-media" / "new.webp").write_text("new")
    for name, text in (("secret_key", "old"), ("db", "old"), ("db-wal", "old log"), ("new-key", "new"), ("new", "new")):
        (folder / name).write_text(text)
    return [
        Step(folder / "new-key", folder / "secret_key"),
        Step(folder / "new-media", folder / "media"),
        Step(folder / "new", folder / "db"),
    ]


def tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


AFTER = {
    "secret_key": "new",
    "media/new.webp": "new",
    "db": "new",
    f"secret_key.before-restore-{STAMP}": "old",
    f"media.before-restore-{STAMP}/old.webp": "old",
    f"db.before-restore-{STAMP}": "old",
    f"db.before-restore-{STAMP}-wal": "old log",
}


def failing_at(number: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rename of this number, counted from 0, raises; the later ones succeed."""
    rename, count = Path.rename, iter(range(100))

    def renamed(path: Path, target: Path) -> Path:
        if next(count) == number:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)


def test_everything_is_replaced_and_what_stood_there_is_kept(tmp_path: Path) -> None:
    kept = replacing.put_in_place(tmp_path, before(tmp_path), now=NOW)
    assert tree(tmp_path) == AFTER
    assert [path.name.partition(".")[0] for path in kept] == ["secret_key", "media", "db"]


def test_a_kept_copy_is_never_overwritten(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        (tmp_path / "new").write_text(text)
        replacing.put_in_place(tmp_path, [Step(tmp_path / "new", tmp_path / "db")], now=NOW)
    kept = f"db.before-restore-{STAMP}"
    assert tree(tmp_path) == {"db": "third", kept: "first", f"{kept}-2": "second"}


@pytest.mark.parametrize("number", range(RENAMES))
def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    steps = before(tmp_path)
    stood = tree(tmp_path)
    failing_at(number, OSError("no"), monkeypatch)
    with pytest.raises(OSError, match="no"):
        replacing.put_in_place(tmp_path, steps, now=NOW)
    assert tree(tmp_path) == stood


@pytest.mark.parametrize("number", range(RENAMES))
def test_a_machine_that_stops_in_the_middle_does_the_rest_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    steps = before(tmp_path)
    with monkeypatch.context() as patched:
        failing_at(number, Stopped(), patched)
        # Without power nothing is undone and the journal stays.
        patched.setattr(replacing, "reversed", lambda done: [], raising=False)
        patched.setattr(Path, "unlink", lambda path, missing_ok=False: None)
        with pytest.raises(Stopped):
            replacing.put_in_place(tmp_path, steps, now=NOW)
    assert replacing.is_unfinished(tmp_path)
    replacing.sweep(tmp_path, tmp_path / "db")
    assert replacing.finish(tmp_path)
    assert tree(tmp_path) == AFTER
    assert not replacing.finish(tmp_path)


def test_what_was_made_ready_and_never_put_in_place_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "restoring-abc").mkdir()
    (tmp_path / "restoring-abc" / "secret_key").write_text("key")
    (tmp_path / "db.restoring").write_text("copy")
    (tmp_path / "db").write_text("database")
    replacing.sweep(tmp_path, tmp_path / "db")
    assert tree(tmp_path) == {"db": "database"}
