"""The trail on a phone's own page: which booths it has visited, category by category."""

from dataclasses import dataclass

from showcase.exhibitions.views import CategoryView, EntryView, ExhibitionView
from showcase.voting import visitor

# Above this many booths only the groups that are not finished begin open.
OPEN_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class Group:
    """The booths of one category in booth order, each with whether it was visited."""

    category: CategoryView
    booths: tuple[tuple[EntryView, bool], ...]
    visited: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """All booths of an exhibition that were not withdrawn. `left`: still to visit before voting."""

    groups: tuple[Group, ...]
    visited: int
    booths: int
    left: int

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100, rounded down."""
        return 100 * self.visited // self.booths if self.booths else 0


def trail(exhibition: ExhibitionView, held: frozenset[int]) -> Trail:
    """The trail of a phone that has come through these entries' booths."""
    groups = tuple(_group(exhibition, category, held) for category in exhibition.categories)
    return Trail(
        groups=tuple(group for group in groups if group.booths),
        visited=len(held & exhibition.standing),
        booths=len(exhibition.standing),
        left=visitor.still_to_visit(exhibition, held),
    )


def _group(exhibition: ExhibitionView, category: CategoryView, held: frozenset[int]) -> Group:
    booths = tuple(
        (entry, entry.id in held)
        for entry in exhibition.entries
        if entry.category.id == category.id and not entry.withdrawn
    )
    visited = sum(done for _, done in booths)
    small = len(exhibition.standing) <= OPEN_AT_ONCE
    return Group(category, booths, visited, is_open=small or 0 < visited < len(booths))
