"""Which address a command prints: the one that the server was started with, whatever this shell knows of it."""

import click
from flask import current_app

from showcase.config import Settings
from showcase.database import db
from showcase.installation import served_address


def base_url() -> str:
    """The public address, without a path.

    Where this shell names another one than the server's (PUBLIC_BASE_URL, HOST or PORT), that one is taken, and the
    difference is told on standard error; where it names none, the server's is taken.
    """
    settings: Settings = current_app.extensions["settings"]
    served = served_address.remembered(db.session())
    if not served or served == settings.public_base_url:
        return settings.public_base_url
    if not settings.names_address:
        return served
    click.echo(
        f"Note: addresses are printed for {settings.public_base_url}, as this shell's settings say, but the server was "
        f"last started for {served}. To print that one, leave PUBLIC_BASE_URL, HOST and PORT unset here.",
        err=True,
    )
    return settings.public_base_url
