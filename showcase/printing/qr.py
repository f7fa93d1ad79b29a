"""QR codes as matrices and as inline SVG, for pages and paper."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

Level = Literal["L", "M", "Q", "H"]
Matrix = tuple[tuple[bool, ...], ...]

LEVELS: dict[Level, int] = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
# Empty modules that must surround a code, by the standard; less, and older phones do not find it.
QUIET_ZONE = 4


def booth_url(base_url: str, code: str) -> str:
    """What a booth's QR holds: `HTTP://HOST:8000/B/7QK2M`.

    Capitals fit the code's alphanumeric mode, which needs a third fewer bits, so that each module is larger. Scheme and
    host mean the same in any case, and the booth's path is answered in any case; a path that the base URL
    itself brings is left as it is.
    """
    return _in_capitals(base_url, f"/B/{code.upper()}")


def ticket_url(base_url: str, token: str) -> str:
    """What a ticket's QR holds: `HTTP://HOST:8000/T/...`, in capitals as a booth's."""
    return _in_capitals(base_url, f"/T/{token.upper()}")


def _in_capitals(base_url: str, path: str) -> str:
    parts = urlsplit(base_url.strip())
    origin = f"{parts.scheme}://{parts.netloc}".upper()
    return f"{origin}{parts.path.rstrip('/')}{path}"


@lru_cache(maxsize=512)
def qr_matrix(text: str, level: Level = "H") -> Matrix:
    """The modules of the smallest code for a text, row by row from the top, True is black; without the quiet zone.

    Level H survives the loss of 30 % of its area. Raises ValueError when the text is empty or too long for any code.
    """
    if not text:
        raise ValueError("A QR code needs a text.")
    code = QRCode(error_correction=LEVELS[level], border=0)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def runs(matrix: Matrix) -> Iterator[tuple[int, int, int]]:
    """The black runs of each row as (x, y, length) in modules, from the top left: far fewer shapes than modules."""
    for y, row in enumerate(matrix):
        start = None
        for x, black in enumerate((*row, False)):
            if black and start is None:
                start = x
            elif not black and start is not None:
                yield start, y, x - start
                start = None


def qr_svg(text: str, level: Level = "H", *, label: str) -> str:
    """An inline `<svg>` one user unit a module, quiet zone included; `label` says what the code is for.

    It has no size of its own (a style sheet gives it one) and no style attributes, which a strict
    Content-Security-Policy would drop.
    """
    matrix = qr_matrix(text, level)
    side = len(matrix) + 2 * QUIET_ZONE
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{n}v1h-{n}z" for x, y, n in runs(matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label={quoteattr(label)} '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )
