"""Who of the staff may see figures that the hall may not."""

from datetime import datetime

from flask_login import current_user

from showcase.board.rules import frozen_since
from showcase.exhibitions.rules import Phase, Visibility
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.roles import Role


def sees_votes(shown: ExhibitionView, now: datetime) -> bool:
    """Whether this person may see votes by entry and category as they stand.

    Organizers and viewers always. An MC speaks to the hall, and sees no more than the hall does: nothing that is
    hidden or came after the freeze.
    """
    if current_user.role is not Role.MC or shown.phase is Phase.PUBLISHED:
        return True
    return shown.visibility is Visibility.COUNTS and frozen_since(shown.frozen_at, shown.freeze_at, now) is None
