"""How an exhibition looks: its organizer's logo and colour."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from showcase.documents.logos import Logo
from showcase.domain import contrast
from showcase.services import exhibitions, photos


def attach_logo(session: Session, slug: str, logo: Logo, *, media: Path, actor: str, now: datetime) -> None:
    """Make this the exhibition's logo. The files are written first: a row never names a file that is not there.

    Raises DecidedError.
    """
    row = exhibitions.to_change(session, slug)
    media.mkdir(parents=True, exist_ok=True)
    for name, data in logo.files().items():
        photos.store(media / name, data)
    values = {"logo_digest": logo.digest, "logo_width": logo.width}
    exhibitions.change(session, row, values, action="exhibition.logo", actor=actor, now=now)


def remove_logo(session: Session, slug: str, *, actor: str, now: datetime) -> None:
    """Show no logo; its files stay, since another year may show them. Raises DecidedError."""
    row = exhibitions.to_change(session, slug)
    values = {"logo_digest": "", "logo_width": 0}
    exhibitions.change(session, row, values, action="exhibition.logo", actor=actor, now=now)


def paint(session: Session, slug: str, colour: str, *, actor: str, now: datetime) -> None:
    """Take this colour (`#rrggbb`; empty: ours). Pages use readable shades of it, whatever it is.

    Raises ColourInvalidError and DecidedError.
    """
    row = exhibitions.to_change(session, slug)
    accent = contrast.parsed(colour) if colour.strip() else ""
    exhibitions.change(session, row, {"accent": accent}, action="exhibition.accent", actor=actor, now=now)
