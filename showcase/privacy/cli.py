"""`flask privacy`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from showcase.database import transaction
from showcase.installation.acts import command_act
from showcase.installation.refusals import told
from showcase.privacy.actions import retention
from showcase.privacy.actions.retention import Kept

privacy = AppGroup("privacy", help="Personal data: destroy what is no longer needed.")


@privacy.command("purge")
@click.option("--dry-run", is_flag=True, help="Say what would be destroyed; change nothing.")
@told
def purge(*, dry_run: bool) -> None:
    """Destroy the voters' key of every exhibition whose retention is over.

    For a daily timer; harmless when repeated.
    """
    with transaction() as session:
        found = retention.everywhere(session, now=datetime.now(UTC))
        due = [kept for kept in found if kept.holds and kept.is_due]
        if not dry_run:
            for kept in due:
                retention.purge(session, command_act(), kept.slug)
    for kept in found:
        click.echo(f"{kept.slug}: {_fate(kept, dry_run=dry_run)}")
    if due and not dry_run:
        click.echo("Backups made before now still hold these keys: delete them, and their copies elsewhere.", err=True)


def _fate(kept: Kept, *, dry_run: bool) -> str:
    if not kept.holds:
        return "holds no key"
    if not kept.published:
        return "kept: the result is not published"
    if not kept.is_due:
        return f"kept until {kept.ends or 'its last day is known'}"
    what = f"the voters' key, {kept.messages} senders, {kept.turns} turns at the desk, {kept.claims} claim codes"
    what = f"{what}, {kept.objectors} objectors" if kept.has_key else f"{kept.objectors} objectors"
    if kept.photos:
        what += f", {kept.photos} undecided pictures"
    return f"{'would destroy' if dry_run else 'destroyed'} {what}"
