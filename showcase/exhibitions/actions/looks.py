"""How an exhibition looks: its organizer's logo and colour."""

from pathlib import Path

from sqlalchemy.orm import Session

from showcase.exhibitions.actions import exhibitions
from showcase.kernel.act import Act
from showcase.kernel.media import store
from showcase.printing import contrast
from showcase.printing.logos import Logo


def attach_logo(session: Session, act: Act, slug: str, logo: Logo, *, media: Path) -> None:
    """Make this the exhibition's logo. The files are written first: a row never names a file that is not there.

    Raises DecidedError.
    """
    row = exhibitions.to_change(session, slug)
    media.mkdir(parents=True, exist_ok=True)
    for name, data in logo.files().items():
        store(media / name, data)
    values = {"logo_digest": logo.digest, "logo_width": logo.width}
    exhibitions.change(session, act, row, values, action="exhibition.logo")


def remove_logo(session: Session, act: Act, slug: str) -> None:
    """Show no logo; its files stay, since another year may show them. Raises DecidedError."""
    row = exhibitions.to_change(session, slug)
    values = {"logo_digest": "", "logo_width": 0}
    exhibitions.change(session, act, row, values, action="exhibition.logo")


def paint(session: Session, act: Act, slug: str, colour: str) -> None:
    """Take this colour (`#rrggbb`; empty: ours). Pages use readable shades of it, whatever it is.

    Raises ColourInvalidError and DecidedError.
    """
    row = exhibitions.to_change(session, slug)
    accent = contrast.parsed(colour) if colour.strip() else ""
    exhibitions.change(session, act, row, {"accent": accent}, action="exhibition.accent")
