"""A hall that was judged and voted for, in any phase."""

from sqlalchemy import update

from showcase.database import transaction
from showcase.entries.tables import Tally
from showcase.exhibitions.rules import Phase
from showcase.phases.actions import phases
from tests.factories import NOW, Cast, by, hall, sheet

SCORES = {"skpd": ((80, 70, 60), (90, 55, 65)), "kecamatan": ((75, 64, 88), (71, 69, 81))}
VOTES = {"skpd-1": 100, "skpd-2": 400, "skpd-3": 400, "kecamatan-2": 7}


def judged(phase: Phase) -> Cast:
    """A hall with all sheets and votes; skpd-2 and skpd-3 are equal in everything."""
    with transaction() as session:
        cast = hall(session, phase=phase)
        cast.entry("skpd-1").name = "<b>Simandor</b>"
        for group, columns in SCORES.items():
            for juror, values in zip(cast.jurors, columns, strict=True):
                for number, value in enumerate(values, start=1):
                    sheet(session, juror, cast.entry(f"{group}-{number}"), cast.criteria[group], value, value)
        for slug, votes in VOTES.items():
            session.execute(update(Tally).where(Tally.entry_id == cast.entry(slug).id).values(votes=votes))
    return cast


def move(cast: Cast, *wanted: Phase) -> None:
    with transaction() as session:
        for phase in wanted:
            accept = phase is Phase.FINAL
            who = by("panitia", NOW)
            phases.move(session, who.because("sesuai jadwal"), cast.exhibition.id, phase, accept_gaps=accept)
