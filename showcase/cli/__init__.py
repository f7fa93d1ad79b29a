"""The `flask` commands, one module a group."""

from flask import Flask

from showcase.cli import overview
from showcase.cli.anomalies import anomalies
from showcase.cli.backup import backup, restore
from showcase.cli.criteria import criteria
from showcase.cli.demo import demo
from showcase.cli.doctor import doctor
from showcase.cli.entries import entries
from showcase.cli.exhibitions import exhibitions
from showcase.cli.jurors import jurors
from showcase.cli.key import key
from showcase.cli.phase import phase
from showcase.cli.posters import posters
from showcase.cli.privacy import privacy
from showcase.cli.results import results
from showcase.cli.serve import serve
from showcase.cli.troubles import checked
from showcase.cli.users import users


def register(app: Flask) -> None:
    """Make the commands known."""
    groups = (anomalies, criteria, entries, exhibitions, jurors, key, phase, posters, privacy, results, users)
    for command in (*groups, backup, demo, doctor, restore, serve):
        app.cli.add_command(checked(command))
    overview.install(app)
