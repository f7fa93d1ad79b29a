"""`flask exhibitions`."""

import click
from flask.cli import AppGroup

from showcase.archive import queries as exhibition_lists
from showcase.archive.actions import archive
from showcase.archive.queries import Line
from showcase.database import db, transaction
from showcase.entries.queries import catalogue
from showcase.exhibitions.actions import exhibitions as service
from showcase.installation.acts import command_act
from showcase.installation.refusals import told

exhibitions = AppGroup("exhibitions", help="All exhibitions: list them, make one current, archive.")


@exhibitions.command("list")
def listed() -> None:
    """List every exhibition with its phase and counts, and say which is the current one (*)."""
    session = db.session()
    for line in exhibition_lists.lines(session, catalogue.load(session)):
        click.echo(_told(line))


@exhibitions.command("current")
@click.argument("slug")
@told
def make_current(slug: str) -> None:
    """Make SLUG the exhibition that `/`, the jurors' lists and the commands open. Nothing else changes that."""
    with transaction() as session:
        service.make_current(session, command_act(), slug)
    click.echo(f"{slug} is the current exhibition.")


@exhibitions.command("archive")
@click.argument("slug")
@click.option("--reason", default="", help="Why; kept in the audit log.")
@told
def put_away(slug: str, reason: str) -> None:
    """Put the published exhibition SLUG into the archive; everything in it stays open."""
    with transaction() as session:
        archive.put_away(session, command_act(reason), slug)
    click.echo(f"{slug} is in the archive.")


@exhibitions.command("unarchive")
@click.argument("slug")
@click.option("--reason", default="", help="Why; kept in the audit log.")
@told
def take_out(slug: str, reason: str) -> None:
    """Take the exhibition SLUG out of the archive."""
    with transaction() as session:
        archive.take_out(session, command_act(reason), slug)
    click.echo(f"{slug} is not in the archive.")


def _told(line: Line) -> str:
    mark = "*" if line.is_current else " "
    votes = "no figures" if line.votes is None else f"{line.votes} votes"
    winners = "" if line.winners is None else f", {line.winners} winners"
    counts = f"{line.entries} entries, {votes}{winners}"
    standing = "  (current)" if line.is_current else "  (archive)" if line.shown.is_archive else ""
    return f"{mark} {line.shown.slug:<24} {line.shown.phase.value:<12} {counts}{standing}"
