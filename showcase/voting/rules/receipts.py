"""Receipts: ten characters that let a voter ask whether the vote is in the count, and tell nobody what it was."""

import hashlib

from showcase.kernel.chain import canonical
from showcase.kernel.codes import CROCKFORD, normal_code
from showcase.voting.rules.votes import BallotKind

TAG = b"showcase-ballot/1\n"
LENGTH = 10


def commitment(nonce: str, ballot: dict[str, str | int]) -> str:
    """SHA256(tag || nonce || canonical ballot), hex: what the ledger holds of a ballot."""
    return hashlib.sha256(TAG + nonce.encode() + canonical(ballot).encode()).hexdigest()


def sealed_body(voter: str, entry: int, slot: str, kind: BallotKind, form: str) -> dict[str, str | int]:
    """What a commitment seals of a ballot."""
    return {"voter": voter, "entry": entry, "slot": slot, "kind": kind.value, "form": form}


def receipt_of(commitment_hex: str) -> str:
    """The first 50 bits of a commitment as ten Crockford characters."""
    number = int(commitment_hex[:16], 16) >> 14
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))


def shown(receipt: str) -> str:
    """A receipt as people read it: K7QF2-M9DAB."""
    return f"{receipt[:5]}-{receipt[5:]}"


def typed(text: str) -> str | None:
    """The receipt from what somebody typed (spaces, hyphens and letter case aside); None if it can't be one."""
    receipt = normal_code(text.replace(" ", ""))
    return receipt if len(receipt) == LENGTH and all(c in CROCKFORD for c in receipt) else None
