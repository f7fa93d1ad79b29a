"""`flask users`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships, second_factors
from showcase.database import transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.installation.acts import command_act
from showcase.installation.refusals import told
from showcase.jury.actions import panel_rule
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role

users = AppGroup("users", help="Staff accounts.")


@users.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--username", required=True)
@click.option("--name", required=True, help="The person's name, as it stands in the minutes.")
@click.option("--exhibition", "slug", help="What the person belongs to; the current exhibition by default.")
@told
def create(role: str, username: str, name: str, slug: str | None) -> None:
    """Make an account and print its one-time password.

    Everybody but an organizer belongs to an exhibition. A juror judges every entry of it, unless its assignments are
    chosen by hand.
    """
    wanted = Role(role)
    if slug is not None and wanted is Role.ORGANIZER:
        raise click.UsageError("An organizer belongs to the installation: leave --exhibition out.")
    with transaction() as session:
        now = datetime.now(UTC)
        made, password = accounts.create(session, command_act(now=now), username=username, name=name, role=wanted)
        if wanted is not Role.ORGANIZER:
            _join(session, made, wanted, slug, now)
    click.echo(f"{username}: one-time password {password}")


def _join(session: Session, account_id: int, role: Role, slug: str | None, now: datetime) -> None:
    try:
        exhibition = named(session, slug)
    except NotFoundError:
        if slug is not None:
            raise
        click.echo("There is no current exhibition: an organizer says later what the person belongs to.", err=True)
        return
    if role is Role.JUROR:
        panel_rule.welcome(session, command_act(now=now), exhibition.id, account_id)
    else:
        memberships.join(session, command_act(now=now), account_id, exhibition.id)


@users.command("reset-second-factor")
@click.argument("username")
@click.option("--reason", required=True, help="For the audit log: whose phone is lost, and who asked.")
@told
def reset_second_factor(username: str, reason: str) -> None:
    """Remove the second factor of somebody whose phone and recovery codes are lost."""
    with transaction() as session:
        second_factors.reset(session, command_act(reason), username)
    click.echo(f"{username}: signs in with the password alone until a new second factor is set up")
