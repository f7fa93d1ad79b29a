"""Changes of rules in use, in words: what they were, what they became, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from showcase.database import db
from showcase.declaration.actions import changes
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import ALL, Declaration, RuleKind
from showcase.exhibitions.actions import exhibitions
from showcase.kernel.filters import moment
from showcase.results.labels import words
from showcase.results.queries import results
from showcase.results.queries.results import Names


@dataclass(frozen=True, slots=True)
class StatedChange:
    """A change as pages and papers state it. `was` is empty where nothing had been declared before."""

    about: str
    was: str
    became: str
    at: datetime | None
    reason: str

    def sentence(self, zone: ZoneInfo) -> str:
        """All of it in one line of plain text, as a spreadsheet wants it."""
        told = [
            _(
                "Aturan diubah %(moment)s, sesudah pemungutan suara atau penilaian berjalan.",
                moment=moment(self.at, zone),
            ),
            _("Semula: %(rules)s", rules=f"{self.about} {self.was}".strip()) if self.was else "",
            _("Menjadi: %(rules)s", rules=f"{self.about} {self.became}".strip()),
            _("Alasan: %(reason)s", reason=self.reason),
        ]
        return " ".join(part for part in told if part)


def stated(slug: str) -> list[StatedChange]:
    """Every approved change of an exhibition's rules, in order of time; mostly none."""
    session = db.session()
    row = exhibitions.named(session, slug)
    found = changes.approved(session, row.id)
    names = results.names(session, row) if found else None
    return [told(change, names) for change in found] if names else []


def sentences(slug: str) -> list[str]:
    """The same, each as one line of plain text."""
    zone = ZoneInfo(exhibitions.named(db.session(), slug).timezone)
    return [change.sentence(zone) for change in stated(slug)]


def told(change: Change, names: Names) -> StatedChange:
    """One change, approved or still waiting."""
    if change.kind is RuleKind.CRITERIA:
        group = names.categories.get(change.category)
        named = group.criteria if group else {}
        about = _("Bobot kriteria %(category)s:", category=group.name if group else change.category)
        was, became = _weights(change.before, named), _weights(change.after, named)
    elif change.kind is RuleKind.WINNERS:
        shown = names.categories.get(change.category)
        about = _("Jumlah juara %(category)s:", category=shown.name if shown else change.category)
        was, became = str(change.before["winners"]), str(change.after["winners"])
    else:
        about = ""
        before = _sentences(change.before) if change.before else []
        after = _sentences(change.after)
        was = " ".join(sentence for sentence in before if sentence not in after)
        became = " ".join(sentence for sentence in after if sentence not in before)
        if not was or not became:
            # A rule came or went: side by side both are clear.
            was, became = " ".join(before), " ".join(after)
    return StatedChange(about, was, became, change.decided_at, change.reason)


def _sentences(columns: Mapping[str, object]) -> Sequence[str]:
    return words.rules_sentences(Declaration.from_columns(columns).exact())


def _weights(weights: Mapping[str, int], named: Mapping[str, str]) -> str:
    return ", ".join(f"{named.get(slug, slug)} {words.percent(Fraction(bp, ALL))} %" for slug, bp in weights.items())
