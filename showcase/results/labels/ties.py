"""A tie across the last awarded place in words: who is tied, and what the jury decided."""

from collections.abc import Mapping

from flask_babel import gettext as _

from showcase.ranking.model import CategoryRanking
from showcase.results.queries.results import CategoryName
from showcase.results.rules import BoundaryTie, boundary_tie, holding, prizes


def sentence(ranking: CategoryRanking, shown: CategoryName, names: Mapping[str, str]) -> str:
    """What the jury decided about the tie, or that nobody did; empty where no tie crosses the last awarded place."""
    tie = boundary_tie(ranking, shown.winners)
    if tie is None:
        return ""
    who, decision = listed(tie, names), holding(shown.decision, ranking, shown.winners)
    if decision is None:
        return _(
            "%(entries)s sama persis pada tempat juara terakhir. Tanpa keputusan juri, semuanya menjadi juara "
            "%(place)s bersama.",
            entries=who,
            place=tie.place,
        )
    if decision.shared:
        return _(
            "%(entries)s sama persis pada tempat juara terakhir. Menurut keputusan juri, semuanya menjadi juara "
            "%(place)s bersama. Alasan: %(reason)s",
            entries=who,
            place=tie.place,
            reason=decision.reason,
        )
    given = [prize for prize in prizes(ranking, shown.winners, decision) if prize.entry in tie.entries]
    awards = [_("%(name)s juara %(place)s", name=names[prize.entry], place=prize.place) for prize in given]
    return _(
        "%(entries)s sama persis pada tempat juara terakhir. Menurut keputusan juri: %(awards)s. Nilai dan peringkat "
        "tidak berubah. Alasan: %(reason)s",
        entries=who,
        awards=", ".join(awards),
        reason=decision.reason,
    )


def listed(tie: BoundaryTie, names: Mapping[str, str]) -> str:
    """The tied entries' names."""
    *others, last = [names[entry] for entry in tie.entries]
    return _("%(others)s dan %(last)s", others=", ".join(others), last=last)
