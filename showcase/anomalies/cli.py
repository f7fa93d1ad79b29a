"""`flask anomalies`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from showcase.anomalies.actions import flags
from showcase.database import db, transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.installation.refusals import told

anomalies = AppGroup("anomalies", help="What is odd in the votes.")


@anomalies.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@told
def scan(slug: str | None) -> None:
    """Look through all votes and store what is news; no count changes."""
    with transaction() as session:
        shown = named(session, slug)
        exhibition_id, name = shown.id, shown.slug
        new = flags.scan(session, exhibition_id, now=datetime.now(UTC))
    waiting = flags.waiting(db.session(), exhibition_id)
    click.echo(f"{name}: {new} new; {waiting} wait for two organizers' decision.")
