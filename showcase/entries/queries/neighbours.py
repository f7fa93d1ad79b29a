"""What the rules of an entry ask about the exhibition around it, read once for one entry or for thousands."""

from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.followers import traces
from showcase.entries.tables import Entry
from showcase.exhibitions.tables import Category


class Neighbours:
    """The exhibition's categories, and which booths and slugs are taken: two queries.

    Two more when somebody first asks which entries are judged.
    """

    def __init__(self, session: Session, exhibition_id: int) -> None:
        self.exhibition_id = exhibition_id
        self._session = session
        self.categories = set(session.scalars(select(Category.id).where(Category.exhibition_id == exhibition_id)))
        self.booths: dict[str, int | None] = {}
        self.slugs: set[str] = set()
        rows = session.execute(select(Entry.id, Entry.booth, Entry.slug).where(Entry.exhibition_id == exhibition_id))
        for row in rows:
            self.booths[row.booth] = row.id
            self.slugs.add(row.slug)

    def is_judged(self, entry_id: int) -> bool:
        """Whether the entry ever had a vote or a sheet."""
        return entry_id in self._judged

    @cached_property
    def _judged(self) -> set[int]:
        found: set[int] = set()
        for table in traces():
            mine = (
                select(table.entry_id)
                .join(Entry, Entry.id == table.entry_id)
                .where(Entry.exhibition_id == self.exhibition_id)
            )
            found.update(self._session.scalars(mine.distinct()))
        return found
