"""`flask phase`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from showcase.cli.refusals import told
from showcase.domain.phases import Phase
from showcase.extensions import transaction
from showcase.services import phases
from showcase.services.exhibitions import named

phase = AppGroup("phase", help="Move the exhibition on.")


@phase.command("set")
@click.argument("wanted", metavar="PHASE", type=click.Choice([member.value for member in Phase]))
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--reason", required=True, help="Why; kept in the history and in the audit log.")
@told
def set_phase(wanted: str, slug: str | None, reason: str) -> None:
    """Move the exhibition to PHASE; refused when the rules refuse it."""
    with transaction() as session:
        shown = named(session, slug)
        phases.move(session, shown.id, Phase(wanted), reason=reason, actor="command line", now=datetime.now(UTC))
        moved = shown.slug
    click.echo(f"{moved} is now in phase {wanted}.")
