"""`flask exhibitions`: the list, and the archive's two ways."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel.tables import AuditEvent
from tests.factories import BROUGHT_IN, exhibition, hall


@pytest.fixture(autouse=True)
def exhibitions(session: Session) -> None:
    exhibition(session, "lama", **BROUGHT_IN)
    hall(session, "ini", phase=Phase.PUBLISHED)
    exhibition(session, "depan", phase=Phase.SETUP)
    session.commit()


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["exhibitions", *arguments])
    return answer.exit_code, answer.output


def test_the_list_says_which_is_current_and_a_command_changes_it(app: Flask) -> None:
    code, text = run(app, "list")
    assert code == 0
    ini, depan, lama = text.splitlines()
    assert ini.startswith("* ini")
    assert ini.endswith("published    6 entries, 0 votes, 0 winners  (current)")
    assert run(app, "current", "depan") == (0, "depan is the current exhibition.\n")
    depan, ini, lama = run(app, "list")[1].splitlines()
    assert depan.startswith("* depan")
    assert depan.endswith("setup        0 entries, 0 votes  (current)")
    assert ini.endswith("published    6 entries, 0 votes, 0 winners")
    assert lama.endswith("published    0 entries, no figures, 0 winners  (archive)")


def test_in_and_out(app: Flask, session: Session) -> None:
    assert run(app, "archive", "ini", "--reason", "tahun berganti") == (0, "ini is in the archive.\n")
    assert "(archive)" in next(line for line in run(app, "list")[1].splitlines() if " ini " in line)
    assert run(app, "unarchive", "ini") == (0, "ini is not in the archive.\n")
    rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == "ini").order_by(AuditEvent.id))
    assert [(row.actor, row.action, row.reason) for row in rows] == [
        ("command line", "exhibition.archive", "tahun berganti"),
        ("command line", "exhibition.unarchive", ""),
    ]


@pytest.mark.parametrize(
    ("act", "slug", "said"),
    [
        ("archive", "depan", "Only a published exhibition"),
        ("unarchive", "lama", "without figures"),
        ("archive", "tidak-ada", "There is no exhibition"),
        ("current", "tidak-ada", "There is no exhibition"),
        ("current", "lama", "in the archive"),
    ],
)
def test_a_refusal_is_a_sentence(app: Flask, act: str, slug: str, said: str) -> None:
    code, text = run(app, act, slug)
    assert code == 1
    assert said in text


def test_a_command_without_a_name_says_that_everything_is_in_the_archive(app: Flask, session: Session) -> None:
    session.execute(update(Exhibition).values(phase=Phase.PUBLISHED, is_archive=True))
    session.commit()
    answer = app.test_cli_runner().invoke(args=["results", "show"])
    assert answer.exit_code == 1
    assert "Every exhibition is in the archive: name one." in answer.output
