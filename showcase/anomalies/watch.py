"""Looking for anomalies while somebody looks at the back office: at most once a minute in a process.

The look only reads; the lock that voters wait for is taken when there is something to store.
"""

from datetime import UTC, datetime

from showcase.anomalies.actions import flags
from showcase.database import db, transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.views import ExhibitionView

WATCHED = (Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION)


def watch(shown: ExhibitionView, *, now: datetime, whole: bool = False) -> None:
    """Look at the latest votes, or at all of them, and store what is news."""
    session = db.session()
    if shown.phase not in WATCHED or not flags.is_due(session, shown.id, whole=whole, now=now):
        return
    found = flags.look(session, shown.id, since=None if whole else now - flags.LATEST)
    if found:
        with transaction() as opened:
            flags.keep(opened, shown.id, found, now=datetime.now(UTC))
