"""An exhibition's instruction cards, with its own voting rule and the address under which it is reached."""

from typing import get_args
from urllib.parse import urlsplit

from showcase.exhibitions.views import ExhibitionView
from showcase.papers.instructions.papers import CardSize, Instruction
from showcase.papers.instructions.words import KINDS, Kind, Language, words

CARD_SIZES: tuple[CardSize, ...] = get_args(CardSize)
__all__ = ["CARD_SIZES", "KINDS", "CardSize", "Kind", "Language", "card"]
# Who scans the catalogue, and who signs in.
TO_CATALOGUE: frozenset[Kind] = frozenset({"visitors", "entrance"})
TO_LOGIN: frozenset[Kind] = frozenset({"jurors", "desk"})


def card(shown: ExhibitionView, kind: Kind, language: Language, *, base_url: str) -> Instruction:
    """What a card says. Its code leads to the catalogue of this exhibition, whichever is the current one."""
    parts = urlsplit(base_url)
    place = f"{parts.netloc}{parts.path.rstrip('/')}"
    addresses = dict.fromkeys(TO_CATALOGUE, place) | dict.fromkeys(TO_LOGIN, f"{place}/login")
    return Instruction(
        kind=kind,
        language=language,
        exhibition=shown.name,
        words=words(kind, language, shown.vote_limit),
        url=f"{base_url.rstrip('/')}/e/{shown.slug}" if kind in TO_CATALOGUE else "",
        address=addresses.get(kind, ""),
    )
