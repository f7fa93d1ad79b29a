"""The trail: which booths a phone has visited, how many it still needs, and the text that its cookie keeps of it."""

import base64
import binascii
from collections.abc import Iterable

from showcase.kernel.errors import N_, DomainError

MOST_REQUIRED = 200
# A cookie has room for a row of this many bits: 300 entries need 50 characters, ten thousand still fit.
SPAN = 16_384


class VisitsNeededError(DomainError):
    """The phone has to visit more booths before it may vote; `details["left"]` says how many."""

    code = "visits-needed"
    status = 403
    sentence = N_("Suara Anda belum tercatat, karena stan yang dikunjungi belum cukup.")


def visits_left(minimum: int, visited: int, booths: int) -> int:
    """How many booths a phone must still visit before it may vote.

    `minimum`: what the exhibition asks for (0: nothing); `visited` of `booths`, withdrawn entries left out of both. The
    minimum never asks for more booths than there are: withdrawing entries must not lock everybody out.
    """
    return max(0, min(minimum, booths) - visited)


def packed(numbers: Iterable[int]) -> str:
    """Entry numbers (positive) as a short text: the lowest, and a row of bits from it on, in URL-safe base 64.

    Numbers more than SPAN below the highest are left out: those are entries of exhibitions long past.
    """
    kept = sorted(set(numbers))
    if not kept:
        return ""
    first = next(number for number in kept if number > kept[-1] - SPAN)
    row = 0
    for number in kept:
        if number >= first:
            row |= 1 << (number - first)
    data = row.to_bytes((row.bit_length() + 7) // 8, "little")
    return f"{first}/{base64.urlsafe_b64encode(data).decode().rstrip('=')}"


def unpacked(text: str) -> frozenset[int]:
    """The numbers in a text that `packed` wrote; none of a text that it did not."""
    first, _, bits = text.partition("/")
    if not (first.isascii() and first.isdigit() and bits):
        return frozenset()
    try:
        data = base64.urlsafe_b64decode(bits + "=" * (-len(bits) % 4))
    except (binascii.Error, ValueError):
        return frozenset()
    start = int(first)
    eights = ((start + 8 * index, byte) for index, byte in enumerate(data) if byte)
    return frozenset(number + place for number, byte in eights for place in range(8) if byte >> place & 1)
