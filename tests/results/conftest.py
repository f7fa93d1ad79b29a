"""The published hall."""

import pytest
from flask import Flask

from showcase.exhibitions.rules import Phase
from tests.factories import Cast
from tests.results.judging import judged, move


@pytest.fixture
def published(app: Flask) -> Cast:
    with app.app_context():
        cast = judged(Phase.DELIBERATION)
        move(cast, Phase.FINAL, Phase.PUBLISHED)
    return cast
