"""What a command does: its actor in the audit log is the command line."""

from datetime import UTC, datetime

from showcase.kernel.act import Act

ACTOR = "command line"


def command_act(reason: str = "", *, now: datetime | None = None) -> Act:
    """The act of whoever runs the command, now; `now` where the same moment is used for more."""
    return Act(ACTOR, now or datetime.now(UTC), reason)
