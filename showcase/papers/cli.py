"""`flask posters`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from showcase.database import db
from showcase.entries.queries import catalogue
from showcase.exhibitions.actions.exhibitions import named
from showcase.installation import addresses
from showcase.installation.refusals import told
from showcase.papers.posters import queries as service
from showcase.papers.posters.papers import Size


@click.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--size", type=click.Choice(service.SIZES), default="a4", show_default=True)
@with_appcontext
@told
def posters(slug: str | None, out: Path, size: Size) -> None:
    """Write the QR posters of an exhibition as a PDF."""
    shown = catalogue.load(db.session()).exhibitions[named(db.session(), slug).slug]
    settings = current_app.extensions["settings"]
    address = addresses.base_url()
    logo = service.logo(shown, settings.data_dir / "media")
    wanted = service.chosen(shown)
    out.write_bytes(service.pack(shown, wanted, size, base_url=address, logo=logo))
    for entry, letters in service.unprintable(wanted):
        click.echo(
            f"booth {entry.booth}: {entry.name}: these characters can't be printed: {' '.join(letters)}. "
            "Give the entry a short name that can be printed.",
            err=True,
        )
    click.echo(f"Wrote {out}; its codes open {address}.")
