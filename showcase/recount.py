"""`python -m showcase.recount [FILE]`: a bundle in, the ranking out. Needs the standard library only.

Without FILE, or with `-`, the bundle is read from standard input. A refusal is printed as JSON too, with exit status 2.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from showcase.ranking.bundle import MAX_BYTES, invalid, load_bundle
from showcase.ranking.model import RankingRefused
from showcase.ranking.result import result_of

REFUSED = 2


def recount(data: bytes) -> dict[str, Any]:
    """The result of a bundle. Raises RankingRefused."""
    return result_of(load_bundle(data))


def main(arguments: list[str]) -> int:
    """Recount the bundle that the arguments name; answers the exit status."""
    if len(arguments) > 1 or (arguments and arguments[0] in {"-h", "--help"}):
        print(__doc__, file=sys.stderr)
        return 0 if len(arguments) == 1 else REFUSED
    try:
        answer, status = recount(_read(arguments[0] if arguments else "-")), 0
    except RankingRefused as refused:
        error = {"code": refused.code, "category": refused.category, "message": refused.message}
        answer, status = {"error": error}, REFUSED
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    # A refusal may quote text that UTF-8 can't write.
    _write(text.encode("utf-8", "backslashreplace") + b"\n")
    return status


def _write(text: bytes) -> None:
    try:
        sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`); the interpreter must not try again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read(name: str) -> bytes:
    try:
        if name == "-" and sys.stdin is None:
            raise OSError("standard input is closed")
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise invalid(f"The file {name} can't be read: {error}") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
