"""`flask --help` lists every command of ours once, under a heading."""

import flask.cli
from flask import Flask
from flask.cli import ScriptInfo

from showcase.installation.overview import SECTIONS


def test_commands_stand_under_headings(app: Flask) -> None:
    info = ScriptInfo(create_app=lambda: app)
    blocks = app.test_cli_runner().invoke(flask.cli.cli, ["--help"], obj=info).output.split("\n\n")
    listed = {
        block.split(":")[0]: tuple(line.split()[0] for line in block.splitlines()[1:] if line[2] != " ")
        for block in blocks
        if block.startswith(("Commands", *SECTIONS))
    }
    assert listed == SECTIONS | {"Commands": ("db", "routes", "run", "shell")}


def test_no_command_is_forgotten(app: Flask) -> None:
    assert {name for names in SECTIONS.values() for name in names} | {"db"} == set(app.cli.commands)
