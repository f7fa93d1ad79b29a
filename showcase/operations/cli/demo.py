"""`flask demo`."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from showcase.database import transaction
from showcase.installation.refusals import told
from showcase.operations.actions import demo as demonstration


@click.command()
@click.option("--votes", type=click.IntRange(0, 1_000_000), default=0, help="Add this many simulated voters.")
@click.option("--seed", type=int, default=1, help="Which voters: the same seed gives the same ones.")
@with_appcontext
@told
def demo(votes: int, seed: int) -> None:
    """Load the demonstration, unless it is here; with --votes add simulated voters.

    Refused where a real exhibition stands: the demonstration lives only in an installation of its own.
    """
    settings = current_app.extensions["settings"]
    with transaction() as session:
        demonstration.check_alone(session)
        if not demonstration.is_loaded(session):
            password = demonstration.load(
                session, media=settings.data_dir / "media", password=settings.demo_password, now=datetime.now(UTC)
            )
            click.echo("\n".join(demonstration.account_lines(password)))
    if votes:
        with transaction() as session:
            cast = demonstration.vote(session, votes, seed=seed, now=datetime.now(UTC))
        click.echo(f"{votes} simulated voters cast {cast} votes.")
