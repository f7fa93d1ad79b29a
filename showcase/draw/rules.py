"""The draw among visitors who finished voting: committed to before the vote closes, recomputed by anybody afterwards.

Everything is SHA-256 over plain ASCII text, written in lower-case hex, so that a pocket tool can repeat it:

- commitment = SHA-256(seed), published before the vote closes; the seed (64 hex digits) is published with the draw.
- ticket = SHA-256(receipt + " " + key): the receipt of the voter's latest standing vote and a key that only the
  voter's phone is shown. Without the key nobody can tell whose ticket it is, or which line of the ledger it belongs to.
- place of a ticket: by SHA-256(seed + head + ticket), smallest first; `head` is the hash of the ledger's line by which
  the vote was closed, which nobody knew when the seed was committed to.
"""

import hashlib
from collections.abc import Iterable

from showcase.exhibitions.rules import AFTER_VOTE
from showcase.kernel.errors import N_, DomainError

MOST_PRIZES = 20
# The commitment must be public while nobody can know how the vote ends; the draw comes after that.
DRAWN_IN = AFTER_VOTE
CLAIM_LENGTH = 8


class PrizesError(DomainError):
    """The number of prizes is not a whole number from 1 to 20."""

    code = "draw-prizes"
    status = 422
    sentence = N_("Tulis jumlah hadiah, 1 sampai 20.")


class DrawPreparedError(DomainError):
    """The draw was prepared before; its commitment never changes."""

    code = "draw-prepared"
    status = 409
    sentence = N_("Undian sudah disiapkan; janjinya tidak bisa diubah lagi.")


class DrawTooLateError(DomainError):
    """The vote is closed: a seed chosen now could be chosen by its outcome."""

    code = "draw-too-late"
    status = 409
    sentence = N_("Undian harus disiapkan sebelum suara ditutup.")


class DrawNotReadyError(DomainError):
    """The draw is not prepared, or the vote is not closed yet, or the draw is not done yet."""

    code = "draw-not-ready"
    status = 409
    sentence = N_("Belum bisa: undian belum disiapkan, suara belum ditutup, atau hadiah itu belum diundi.")


class DrawDoneError(DomainError):
    """The draw happens once."""

    code = "draw-done"
    status = 409
    sentence = N_("Undian sudah dilakukan; hasilnya tidak bisa diulang.")


class DrawEmptyError(DomainError):
    """Nobody finished voting, or nobody is left to take an unclaimed prize."""

    code = "draw-empty"
    status = 409
    sentence = N_("Tidak ada lagi tiket yang bisa terpilih.")


class DrawBrokenError(DomainError):
    """The stored seed is not the one that the ledger was given the commitment to."""

    code = "draw-broken"
    status = 409
    sentence = N_(
        "Angka rahasia yang tersimpan tidak cocok dengan janji di buku besar. Jangan mengundi; hubungi pengelola."
    )


class ClaimUnknownError(DomainError):
    """No prize waits for this claim code."""

    code = "claim-unknown"
    status = 422
    sentence = N_("Tidak ada hadiah yang menunggu dengan kode ini. Periksa lagi ketikannya.")


class PrizeClaimedError(DomainError):
    """The prize was handed over already."""

    code = "prize-claimed"
    status = 409
    sentence = N_("Hadiah ini sudah diserahkan.")


def sha256(text: str) -> str:
    """SHA-256 of an ASCII text, lower-case hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def commitment(seed: str) -> str:
    """What is published of a seed before the draw."""
    return sha256(seed)


def holder_key(nonce: str) -> str:
    """The key of a ticket, 32 hex digits, from its ballot's secret nonce, which itself never leaves the server."""
    return sha256(f"showcase-draw-key/1 {nonce}")[:32]


def ticket_of(receipt: str, key: str) -> str:
    """A voter's ticket in the public list."""
    return sha256(f"{receipt} {key}")


def order(seed: str, head: str, tickets: Iterable[str]) -> tuple[str, ...]:
    """All tickets as the draw places them, the first prize's first. Each ticket counts once."""
    return tuple(sorted(set(tickets), key=lambda ticket: sha256(seed + head + ticket)))


def list_hash(tickets: Iterable[str]) -> str:
    """SHA-256 over the tickets in alphabetical order, each on an ended line: what the ledger seals of the list."""
    return sha256("".join(f"{ticket}\n" for ticket in sorted(set(tickets))))


def has_finished(votes: int, *, vote_limit: int | None, categories: int, entries: int) -> bool:
    """Whether a voter with this many standing votes takes part.

    One vote in every category that has an entry to choose; with a limit of K votes in all, K of them, or as many as
    there are entries. `votes`: with one a category, those in these categories only.
    """
    needed = categories if vote_limit is None else min(vote_limit, entries)
    return needed > 0 and votes >= needed


def check_prizes(number: int) -> None:
    """Raises PrizesError outside of 1 to MOST_PRIZES."""
    if not 1 <= number <= MOST_PRIZES:
        raise PrizesError
