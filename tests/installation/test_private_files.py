"""What lies in DATA_DIR is its owner's: wider modes of an older installation are taken back, and the doctor tells."""

from pathlib import Path

from showcase.installation import private_files


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.lstat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}


def test_an_installation_with_wide_modes_is_tightened(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "media").mkdir(parents=True)
    for name in ("showcase.sqlite3", "showcase.sqlite3-wal", "secret_key", "media/foto.webp", "readme.txt"):
        (folder / name).write_text("x")
        (folder / name).chmod(0o644)
    (folder / "media").chmod(0o755)
    folder.chmod(0o755)
    outside = tmp_path / "elsewhere"
    outside.write_text("x")
    outside.chmod(0o644)
    (folder / "media" / "link").symlink_to(outside)
    own = [folder / name for name in ("showcase.sqlite3", "showcase.sqlite3-wal", "secret_key", "media", "gone")]
    told = private_files.faults(folder, own)
    assert told[0] == f"{folder} can be used by others: chmod go-rwx"
    assert told[-1] == "and 3 more"
    private_files.tighten(folder, own)
    assert private_files.faults(folder, own) == []
    found = modes(folder)
    assert (found.pop("readme.txt"), found.pop("link")) == (0o644, 0o777), "not ours"
    assert outside.stat().st_mode & 0o777 == 0o644
    assert {name: mode for name, mode in found.items() if mode not in {0o600, 0o700}} == {}


def test_a_folder_shared_by_everybody_is_not_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    private_files.tighten(tmp_path, [])
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777
