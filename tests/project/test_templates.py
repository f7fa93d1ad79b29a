"""Templates mirror the rooms, each is used, and each that is asked for exists."""

import re
from pathlib import Path

from flask import Flask
from jinja2 import TemplateSyntaxError, nodes

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = {
    str(path.relative_to(FOLDER)): path for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt", ".js", ".css"}
}
NAMED = re.compile(r"""["']([\w/.-]+\.(?:html|txt|js|css))["']""")
SHARED = {"components"}


def test_folders_mirror_rooms() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and any(path.iterdir())}
    rooms = {path.name for path in (ROOT / "showcase").iterdir() if path.is_dir()}
    assert folders <= rooms | SHARED


def test_every_template_is_used_and_every_used_one_exists() -> None:
    sources = [*(ROOT / "showcase").rglob("*.py"), *TEMPLATES.values()]
    named = {name for source in sources for name in NAMED.findall(source.read_text())}
    unused = set(TEMPLATES) - named
    absent = {name for name in named if name.endswith(".html")} - set(TEMPLATES)
    assert not unused, f"used nowhere: {sorted(unused)}"
    assert not absent, f"asked for, but not there: {sorted(absent)}"


def test_every_template_parses(app: Flask) -> None:
    broken = {}
    for name, path in TEMPLATES.items():
        try:
            app.jinja_env.parse(path.read_text())
        except TemplateSyntaxError as error:
            broken[name] = f"line {error.lineno}: {error.message}"
    assert not broken


def test_every_filter_exists(app: Flask) -> None:
    unknown = {
        f"{name}: {found.name}"
        for name, path in TEMPLATES.items()
        for found in app.jinja_env.parse(path.read_text()).find_all(nodes.Filter)
        if found.name not in app.jinja_env.filters
    }
    assert not unknown


def test_no_script_and_no_style_stands_in_a_page() -> None:
    """The content security policy forbids both; a browser would drop them silently."""
    inline = re.compile(
        r"<style\b|\sstyle\s*=|\son\w+\s*=\s*[\"']|<script\b(?![^>]*\bsrc=)(?![^>]*application/)|javascript:", re.I
    )
    found = {name: match.group() for name, path in TEMPLATES.items() if (match := inline.search(path.read_text()))}
    assert not found


def test_nothing_comes_from_another_server() -> None:
    foreign = re.compile(
        r"<(?:script|link|img|iframe|source|video)\b[^>]*\b(?:src|href|srcset)\s*=\s*[\"']?(?:https?:)?//", re.I
    )
    assert not {name for name, path in TEMPLATES.items() if foreign.search(path.read_text())}
