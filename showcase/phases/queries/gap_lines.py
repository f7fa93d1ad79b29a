"""What was missing when a result was fixed, and the jury's decisions on ties, as papers say it: in Indonesian."""

from collections.abc import Sequence

from showcase.phases.rules import Gap, GapKind
from showcase.results.actions.ties import CategoryTie
from showcase.results.queries.results import Names
from showcase.results.rules import Decision


def gap_line(gap: Gap, names: Names, juror: str) -> str:
    """One thing that was missing. `juror` is how the paper calls the gap's juror."""
    groups = ", ".join(names.categories[slug].name for slug in gap.categories)
    entries = _listed([names.entries[slug].name for slug in gap.entries])
    return {
        GapKind.SHEET: f"Lembar nilai {juror} untuk {entries} ({groups}) tidak dikirim.",
        GapKind.LOCK: f"{juror} tidak mengunci lembar nilainya: {groups}.",
        GapKind.TIE: f"{groups}: {entries} sama persis pada peringkat {gap.number}; tidak ada yang memutuskan.",
        GapKind.ANOMALY: f"Kejanggalan suara nomor {gap.number} belum diputuskan.",
        GapKind.OBJECTION: f"Sanggahan nomor {gap.number} belum dijawab.",
    }[gap.kind]


def tie_lines(found: CategoryTie | None, names: Names, *, decided: bool) -> Sequence[str]:
    """The tie across a category's last awarded place; `decided`: the result is fixed."""
    if found is None:
        return ()
    who = _listed([names.entries[slug].name for slug in found.tie.entries])
    told = f"{who} sama persis pada peringkat {found.tie.place}; juara sampai tempat {found.winners}."
    if found.decision is not None:
        return (told, _decision(found.decision, found.winners, names))
    if decided:
        return (told, f"Tidak ada yang memutuskan: semuanya menjadi juara {found.tie.place} bersama.")
    return (told, "Juri belum memutuskan.")


def _decision(decision: Decision, winners: int, names: Names) -> str:
    reason = f"Alasan: {decision.reason}"
    if decision.shared:
        return f"Keputusan juri: juara {decision.place} bersama. {reason}"
    given = [
        f"juara {place} {names.entries[entry].name}"
        for place, entry in enumerate(decision.entries, start=decision.place)
        if place <= winners
    ]
    order = ", lalu ".join(names.entries[entry].name for entry in decision.entries)
    return f"Keputusan juri: {order}; jadi {', '.join(given)}. {reason}"


def _listed(called: Sequence[str]) -> str:
    *others, last = [*called] or [""]
    return f"{', '.join(others)} dan {last}" if others else last
