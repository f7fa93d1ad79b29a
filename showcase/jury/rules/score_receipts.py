"""The receipt of a juror's locked scores: one text, to the byte, whose hash anybody can compute again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from showcase.kernel.chain import canonical, moment
from showcase.kernel.codes import CROCKFORD, normal_code

FORMAT = "showcase-scores/1"
CODE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class LockedSheet:
    """One locked sheet: the entry's slug, and (criterion, score) in machine form."""

    entry: str
    scores: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose lock it is. `juror` is J1, J2, ...; `nonce` keeps the hash from being guessed from likely scores."""

    exhibition: str
    category: str
    juror: str
    name: str
    nonce: str
    at: datetime


def receipt_text(signature: Signature, sheets: Sequence[LockedSheet]) -> str:
    """The receipt: canonical JSON (sorted keys, no spaces)."""
    return canonical(
        {
            "format": FORMAT,
            "exhibition": signature.exhibition,
            "category": signature.category,
            "juror": signature.juror,
            "name": signature.name,
            "nonce": signature.nonce,
            "locked_at": moment(signature.at),
            "sheets": [{"entry": sheet.entry, "scores": dict(sheet.scores)} for sheet in sheets],
        }
    )


def fingerprint(text: str) -> str:
    """SHA-256 of a receipt's UTF-8 text, hex: what `sha256sum` prints for the downloaded file."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_code(sha256: str) -> str:
    """The first 80 bits of the hash as sixteen Crockford characters."""
    number = int(sha256[:20], 16)
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in reversed(range(CODE_LENGTH)))


def shown_code(code: str) -> str:
    """A check code as people read it: K7QF-2M9D-ABX0-3TRW."""
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def typed_code(text: str) -> str | None:
    """The check code from what somebody typed (spaces, hyphens, letter case aside); None if it can't be one."""
    code = normal_code(text.replace(" ", ""))
    return code if len(code) == CODE_LENGTH and all(letter in CROCKFORD for letter in code) else None
