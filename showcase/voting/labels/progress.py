"""How far a phone has come with its votes: over the categories, or of the votes that it has in all."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from showcase.exhibitions.views import CategoryView, ExhibitionView


@dataclass(frozen=True, slots=True)
class Progress:
    """`chosen` of `total` categories, or, where an exhibition gives so many votes in all, of these votes.

    `missing`: the categories without a vote of this phone; empty where votes are not counted by category.
    """

    chosen: int
    total: int
    missing: tuple[CategoryView, ...]
    by_category: bool

    @property
    def text(self) -> str:
        """In words, in the page's language."""
        if not self.by_category:
            return _("%(chosen)s dari %(total)s suara sudah Anda pakai", chosen=self.chosen, total=self.total)
        if self.total and self.chosen == self.total:
            return _("Semua kategori sudah Anda pilih. Terima kasih!")
        return _("%(chosen)s dari %(total)s kategori sudah Anda pilih", chosen=self.chosen, total=self.total)


def progress(exhibition: ExhibitionView, voted: Collection[int]) -> Progress:
    """The progress of a phone whose standing votes are for these entries; votes for withdrawn ones do not count."""
    known = [exhibition.by_id[entry_id] for entry_id in voted if entry_id in exhibition.standing]
    if exhibition.vote_limit is not None:
        return Progress(len(known), exhibition.vote_limit, (), by_category=False)
    done = {entry.category.id for entry in known}
    missing = tuple(category for category in exhibition.categories if category.id not in done)
    total = len(exhibition.categories)
    return Progress(total - len(missing), total, missing, by_category=True)
