"""`flask users`."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from showcase.cli.refusals import told
from showcase.domain.accounts import Role
from showcase.domain.errors import NotFoundError
from showcase.extensions import transaction
from showcase.services import accounts, juries, second_factors
from showcase.services.exhibitions import named

users = AppGroup("users", help="Staff accounts.")
ACTOR = "command line"


@users.command()
@click.option("--role", type=click.Choice([Role.ORGANIZER.value, Role.JUROR.value, Role.DESK.value]), required=True)
@click.option("--username", required=True)
@click.option("--name", required=True, help="The person's name, as it stands in the minutes.")
@told
def create(role: str, username: str, name: str) -> None:
    """Make an account and print its one-time password. A juror is assigned every entry of the current exhibition."""
    with transaction() as session:
        made, password = accounts.create(
            session, username=username, name=name, role=Role(role), now=datetime.now(UTC), actor=ACTOR
        )
        if role == Role.JUROR:
            try:
                juries.assign_all(session, named(session, None).id, made, actor=ACTOR, now=datetime.now(UTC))
            except NotFoundError:
                click.echo("There is no exhibition yet; entries are assigned later.", err=True)
    click.echo(f"{username}: one-time password {password}")


@users.command("reset-second-factor")
@click.argument("username")
@click.option("--reason", required=True, help="For the audit log: whose phone is lost, and who asked.")
@told
def reset_second_factor(username: str, reason: str) -> None:
    """Remove the second factor of somebody whose phone and recovery codes are lost."""
    with transaction() as session:
        second_factors.reset(session, username, reason=reason, actor=ACTOR, now=datetime.now(UTC))
    click.echo(f"{username}: signs in with the password alone until a new second factor is set up")
