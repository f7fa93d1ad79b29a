"""`flask phase`."""

from collections.abc import Callable, Mapping

import click
from flask.cli import AppGroup

from showcase.database import transaction
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import Phase
from showcase.installation.acts import command_act
from showcase.installation.refusals import told
from showcase.phases.actions import phases
from showcase.phases.rules import Gap, GapKind, GapsError

phase = AppGroup("phase", help="Move the exhibition on.")
# What is missing, a line each.
LINES: Mapping[GapKind, Callable[[Gap], str]] = {
    GapKind.SHEET: lambda gap: f"sheet not submitted: {_juror(gap)} on {gap.entries[0]} ({gap.categories[0]})",
    GapKind.LOCK: lambda gap: f"not locked: {_juror(gap)}: {', '.join(gap.categories)}",
    GapKind.TIE: lambda gap: (
        f"tie not decided: {gap.categories[0]}, place {gap.number}: {', '.join(gap.entries)}; "
        f"record the jury's decision with flask results decide-tie --category {gap.categories[0]}"
    ),
    GapKind.ANOMALY: lambda gap: f"anomaly not decided: {gap.number}; flask anomalies list shows it",
    GapKind.OBJECTION: lambda gap: f"objection not answered: number {gap.number}",
}


@phase.command("set")
@click.argument("wanted", metavar="PHASE", type=click.Choice([member.value for member in Phase]))
@click.option("--exhibition", "slug", help="The exhibition's slug; the current one by default.")
@click.option("--reason", default="", help="Why; kept in the history and in the audit log. Every move needs one.")
@click.option("--accept-gaps", is_flag=True, help="Fix the result although something is missing; recorded and printed.")
@told
def set_phase(wanted: str, slug: str | None, reason: str, *, accept_gaps: bool) -> None:
    """Move the exhibition to PHASE; refused when the rules refuse it.

    `final` lists, a line each, what is missing: sheets, jurors' locks, decisions on ties and anomalies.
    """
    try:
        with transaction() as session:
            shown = named(session, slug)
            phases.move(session, command_act(reason), shown.id, Phase(wanted), accept_gaps=accept_gaps)
            moved = shown.slug
    except GapsError as refused:
        for gap in refused.gaps:
            click.echo(LINES[gap.kind](gap), err=True)
        if refused.details["missing"] == "gaps":
            advice = "Mend this, or go on all the same with --accept-gaps and a --reason that the minutes print."
            raise click.ClickException(f"{refused} {advice}") from refused
        raise
    click.echo(f"{moved} is now in phase {wanted}.")


def _juror(gap: Gap) -> str:
    return f"{gap.juror} {gap.person} ({gap.username})"
