"""Names in addresses."""

import re
import unicodedata
from collections.abc import Container

SLUG_LENGTH = 60


# Addresses below an exhibition's own, or in the back office, that are taken: no entry or exhibition may be called so.
RESERVED_SLUGS = frozenset({"privacy", "new"})


def slug_from(text: str, taken: Container[str], fallback: str = "inovasi") -> str:
    """A URL's name for a text: lower-case ASCII letters, digits, hyphens; 60 at most; numbered when taken or reserved.

    `fallback` is the name of a text without any such letter.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:SLUG_LENGTH].strip("-") or fallback
    slug, number = base, 1
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        tail = f"-{number}"
        slug = base[: SLUG_LENGTH - len(tail)].rstrip("-") + tail
    return slug
