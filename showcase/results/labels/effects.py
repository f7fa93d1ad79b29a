"""What rules really do to a category of this exhibition's size, as pages show it: simulated, never promised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from showcase.declaration.rules import PRESETS, Declaration
from showcase.exhibitions.views import ExhibitionView
from showcase.results.labels import words as ranking_words
from showcase.results.rules import FEWEST_ENTRIES, Simulated, Winner, simulate

# Where no juror has been named yet.
USUAL_JURORS = 5
COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Dot:
    """One of the hundred contests in the picture."""

    kind: Winner
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Effects:
    """The rules in question, and the presets beside them, for a category of `entries` and a panel of `jurors`."""

    entries: int
    jurors: int
    chosen: Simulated
    dots: tuple[Dot, ...]
    rows: tuple[tuple[LazyString, Simulated], ...]


def effects(view: ExhibitionView, jurors: int, current: Declaration, chosen: Declaration | None = None) -> Effects:
    """The largest category here is the one that is simulated: the vote leads there the least, elsewhere more."""
    largest = max(Counter(entry.category.slug for entry in view.entries if not entry.withdrawn).values(), default=6)
    entries, panel = max(largest, FEWEST_ENTRIES), jurors or USUAL_JURORS
    offered = [(ranking_words.PRESETS[preset][0], declaration) for preset, declaration in PRESETS.items()]
    if not any(current.same_method(declaration) for _, declaration in offered):
        offered.insert(0, (_l("Yang berlaku sekarang"), current))
    shown = simulate(chosen or current, entries, panel)
    rows = tuple((words, simulate(declaration, entries, panel)) for words, declaration in offered)
    return Effects(entries, panel, shown, _dots(shown.winners), rows)


def _dots(winners: Sequence[Winner]) -> tuple[Dot, ...]:
    return tuple(Dot(kind, 12 * (n % COLUMNS) + 6, 12 * (n // COLUMNS) + 6) for n, kind in enumerate(winners))
