"""`flask anomalies`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from showcase.cli.refusals import told
from showcase.extensions import db, transaction
from showcase.services import anomalies as service
from showcase.services.exhibitions import named

anomalies = AppGroup("anomalies", help="What is odd in the votes.")


@anomalies.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@told
def scan(slug: str | None) -> None:
    """Look through all votes and store what is news; no count changes."""
    with transaction() as session:
        shown = named(session, slug)
        exhibition_id, name = shown.id, shown.slug
        new = service.scan(session, exhibition_id, now=datetime.now(UTC))
    waiting = service.waiting(db.session(), exhibition_id)
    click.echo(f"{name}: {new} new; {waiting} wait for two organizers' decision.")
