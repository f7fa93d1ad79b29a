"""Which exhibition is the current one, asked of the database and of the catalogue."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.domain.phases import Phase
from showcase.services import catalogue
from showcase.services.current import current_id
from showcase.services.exhibitions import named
from tests.factories import exhibition

RUNNING = [Phase.VOTING, Phase.PAUSED, Phase.DELIBERATION, Phase.FINAL]


def chosen(session: Session) -> str:
    by_catalogue = catalogue.load(session).current
    assert by_catalogue is not None
    assert by_catalogue.id == session.scalar(select(current_id()))
    assert by_catalogue.slug == named(session, None).slug
    return by_catalogue.slug


@pytest.mark.both_engines
@pytest.mark.parametrize("phase", RUNNING)
def test_next_year_in_preparation_does_not_hide_the_running_one(session: Session, phase: Phase) -> None:
    exhibition(session, "ini", phase=phase)
    exhibition(session, "depan", phase=Phase.SETUP)
    assert chosen(session) == "ini"


@pytest.mark.both_engines
@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.PUBLISHED])
def test_else_the_newest_that_is_no_archive(session: Session, phase: Phase) -> None:
    exhibition(session, "ini", phase=phase)
    exhibition(session, "depan", phase=Phase.SETUP)
    exhibition(session, "lama", phase=Phase.VOTING, is_archive=True)
    assert chosen(session) == "depan"
