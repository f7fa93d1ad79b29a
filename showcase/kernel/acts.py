"""What the person who is signed in does with this request."""

from datetime import UTC, datetime

from flask_login import current_user

from showcase.kernel.act import Act


def current_act(reason: str = "", *, now: datetime | None = None) -> Act:
    """The act of whoever is signed in, now; `now` where the same moment is used for more."""
    return Act(current_user.username, now or datetime.now(UTC), reason)
