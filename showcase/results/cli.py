"""`flask results`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from showcase.database import db, transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.installation.acts import command_act
from showcase.installation.refusals import told
from showcase.kernel.simulated import MARK
from showcase.ranking.numbers import exact, rounded
from showcase.results.actions import ties
from showcase.results.queries import results as service
from showcase.results.queries.results import CategoryResult

results = AppGroup("results", help="The ranking as it stands, and its bundle.")


@results.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--json", "as_json", is_flag=True, help="Machine form, exact numbers.")
@told
def show(slug: str | None, *, as_json: bool) -> None:
    """Show the ranking as it stands: for organizers, in every phase."""
    session = db.session()
    exhibition = named(session, slug)
    names = service.names(session, exhibition)
    found = [(category, _category(category, names)) for category in service.standing(session, exhibition).categories]
    mark = {"simulated": True} if exhibition.is_simulated else {}
    if as_json:
        click.echo(json.dumps({**mark, "categories": [data for _, data in found]}, ensure_ascii=False, indent=1))
        return
    if mark:
        click.echo(f"{MARK}: votes and sheets of this demonstration are made up.")
    for category, data in found:
        _print(category, data)


@results.command()
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output by default.")
@told
def export(slug: str | None, out: Path | None) -> None:
    """Write the bundle that anybody can recount: submitted and locked sheets, never drafts."""
    session = db.session()
    text = service.standing(session, named(session, slug)).bundle_text
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"{out} can't be written: {error.strerror}.") from error
    click.echo(f"Wrote {out}.")


@results.command("decide-tie")
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--category", required=True, help="The category's slug.")
@click.option("--order", help="The tied entries' slugs, the first one first, by commas.")
@click.option("--shared", is_flag=True, help="The tied entries share the prize.")
@click.option("--reason", required=True, help="Why the jury decided so; printed in the minutes.")
@told
def decide_tie(slug: str | None, category: str, order: str | None, reason: str, *, shared: bool) -> None:
    """Record the jury's decision on a tie across the last awarded place. No score and no place changes."""
    if shared == (order is not None):
        raise click.UsageError("Give either --order ENTRY,ENTRY,... or --shared.")
    entries = None if order is None else [entry.strip() for entry in order.split(",")]
    with transaction() as session:
        exhibition = named(session, slug)
        now = datetime.now(UTC)
        ties.decide(session, command_act(reason, now=now), exhibition.id, category, entries)
    click.echo(f"Recorded: {'a shared prize' if entries is None else ', then '.join(entries)}.")


def _category(found: CategoryResult, names: service.Names) -> dict[str, Any]:
    """One category; where the ranking is refused, votes and sheets stand and the rest is null."""
    refused, ranking = found.refused, found.ranking
    order = [row.entry for row in ranking.standings] if ranking else list(found.category.standing)
    rows = []
    for entry in order:
        row = ranking.of(entry) if ranking else None
        rows.append(
            {
                "entry": entry,
                "name": names.entries[entry].name,
                "place": row.place if row else None,
                "votes": found.category.votes.get(entry, 0),
                "sheets": found.sheets[entry],
                "jury": exact(row.jury) if row else None,
                "public": exact(row.public) if row else None,
                "final": exact(row.final) if row else None,
            }
        )
    error = {"code": refused.code, "message": refused.message} if refused else None
    return {"slug": found.slug, "error": error, "rows": rows}


def _print(found: CategoryResult, data: dict[str, Any]) -> None:
    click.echo(f"\n{data['slug']}")
    if found.refused is not None:
        click.echo(f"  no ranking: {found.refused.code}. {found.refused.message}")
    for row in data["rows"]:
        standing = found.ranking.of(row["entry"]) if found.ranking else None
        figures = ""
        if standing:
            parts = {"final": standing.final, "jury": standing.jury, "public": standing.public}
            figures = "  ".join(f"{name} {rounded(value, 2):>7}" for name, value in parts.items())
        place = f"{row['place']}." if row["place"] else "-"
        click.echo(f"  {place:>3} {row['name']:<28} {figures}  votes {row['votes']:>5}  sheets {row['sheets']}")
