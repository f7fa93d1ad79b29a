"""`flask results` and `flask phase`: what scripts rely on."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Category, Exhibition
from showcase.ranking.bundle import canonical
from showcase.results.tables import Snapshot
from tests.factories import BROUGHT_IN, Cast, hall, lock_all, sheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cast(app: Flask, session: Session) -> Cast:
    made = hall(session, "lama", prefix="lama-", **BROUGHT_IN)
    made = hall(session)
    made.entry("skpd-1").short_name = "Satu"
    for juror, values in zip(made.jurors, ((80, 70, 60), (90, 60, 75)), strict=True):
        for number, value in enumerate(values, start=1):
            sheet(session, juror, made.entry(f"skpd-{number}"), made.criteria["skpd"], value, value)
    sheet(session, made.jurors[0], made.entry("kecamatan-1"), made.criteria["kecamatan"], 80, 80)
    session.commit()
    return made


def test_show_tells_the_ranking_and_the_refusals(app: Flask, cast: Cast) -> None:
    answer = app.test_cli_runner().invoke(args=["results", "show", "--json"])
    assert answer.exit_code == 0, answer.output
    skpd, kecamatan = json.loads(answer.stdout)["categories"]
    assert skpd["slug"] == "skpd"
    assert skpd["error"] is None
    assert skpd["rows"][0] == {
        "entry": "skpd-1",
        "name": "Satu",
        "place": 1,
        "votes": 0,
        "sheets": 2,
        "jury": "70",
        "public": "0",
        "final": "56",
    }
    assert kecamatan["error"]["code"] == "ENTRY_WITHOUT_SCORES"
    assert "kecamatan-2" in kecamatan["error"]["message"]
    assert kecamatan["rows"][0] == {
        "entry": "kecamatan-1",
        "name": "Kecamatan 1",
        "place": None,
        "votes": 0,
        "sheets": 1,
        "jury": None,
        "public": None,
        "final": None,
    }
    words = app.test_cli_runner().invoke(args=["results", "show", "--exhibition", "pameran"])
    assert "Satu" in words.output
    assert "ENTRY_WITHOUT_SCORES" in words.output


def test_an_export_is_a_bundle_that_recounts(app: Flask, cast: Cast, session: Session, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    text = runner.invoke(args=["results", "export"]).stdout
    written = tmp_path / "bundle.json"
    assert runner.invoke(args=["results", "export", "--out", str(written)]).exit_code == 0
    assert json.loads(written.read_text()) == json.loads(text)
    command = [sys.executable, "-m", "showcase.recount"]
    refused = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=False)
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["code"] == "ENTRY_WITHOUT_SCORES"
    for number in (2, 3):
        sheet(session, cast.jurors[0], cast.entry(f"kecamatan-{number}"), cast.criteria["kecamatan"], 50 + number, 60)
    session.commit()
    text = runner.invoke(args=["results", "export"]).stdout
    recounted = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=True)
    shown = json.loads(runner.invoke(args=["results", "show", "--json"]).stdout)
    for found, expected in zip(json.loads(recounted.stdout)["categories"], shown["categories"], strict=True):
        names = ("entry", "place", "votes", "jury", "public", "final")
        assert [[row[name] for name in names] for row in found["standings"]] == [
            [row[name] for name in names] for row in expected["rows"]
        ]


def test_the_whole_demonstration_recounts_to_the_stored_result_bit_for_bit(
    demo_app: Flask, demo_session: Session
) -> None:
    runner = demo_app.test_cli_runner()
    assert runner.invoke(args=["demo", "--votes", "40"]).exit_code == 0
    for phase in ("deliberation", "final"):
        accept = ["--accept-gaps"] if phase == "final" else []
        assert runner.invoke(args=["phase", "set", phase, "--reason", "sesuai jadwal", *accept]).exit_code == 0
    stored = demo_session.scalars(select(Snapshot).where(Snapshot.kind == "final")).one()
    exported = runner.invoke(args=["results", "export"]).stdout
    assert canonical(json.loads(exported)) == stored.bundle
    assert sha256(stored.bundle.encode()).hexdigest() == stored.sha256
    # An interpreter without any installed package, isolated from its environment.
    command = [sys.executable, "-S", "-E", "-m", "showcase.recount", "-"]
    recounted = subprocess.run(command, input=exported, capture_output=True, text=True, cwd=ROOT, check=True)
    assert canonical(json.loads(recounted.stdout)) == canonical(json.loads(stored.result))
    assert len(json.loads(stored.result)["categories"]) == 4


def test_phase_set_moves_or_says_why_not(app: Flask, cast: Cast, session: Session) -> None:
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["phase", "set", "final", "--reason", "coba"])
    assert refused.exit_code == 1
    assert "can't move" in refused.stderr
    for phase in ("paused", "deliberation"):
        assert runner.invoke(args=["phase", "set", phase, "--reason", "sesuai jadwal"]).exit_code == 0
    refused = runner.invoke(args=["phase", "set", "final", "--exhibition", "pameran", "--reason", "sidang"])
    assert refused.exit_code == 1
    assert "kecamatan: ENTRY_WITHOUT_SCORES" in refused.stderr
    assert "sheet not submitted: J3 Juri1 (juri1) on kecamatan-2 (kecamatan)\n" in refused.stderr
    assert runner.invoke(args=["phase", "set", "paused", "--exhibition", "entah", "--reason", "x"]).exit_code == 1
    session.expire_all()
    assert session.get_one(Exhibition, cast.exhibition.id).phase is Phase.DELIBERATION


def test_final_lists_what_is_missing_and_a_tie_is_decided(app: Flask, session: Session) -> None:
    cast = hall(session)
    for juror in cast.jurors:
        for entry in cast.entries:
            sheet(session, juror, entry, cast.criteria[entry.slug.split("-")[0]], 80, 80)
    lock_all(session, cast)
    session.execute(update(Category).where(Category.slug == "skpd").values(winners=2))
    session.execute(update(Exhibition).values(phase=Phase.DELIBERATION))
    session.commit()
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["phase", "set", "final"])
    assert refused.exit_code == 1
    first, told = refused.stderr.splitlines()
    assert first.startswith("tie not decided: skpd, place 1: skpd-1, skpd-2, skpd-3;")
    assert "--accept-gaps" in told
    decide = ["results", "decide-tie", "--category", "skpd", "--reason", "sidang"]
    for wrong in ([], ["--shared", "--order", "skpd-1,skpd-2,skpd-3"]):
        assert runner.invoke(args=[*decide, *wrong]).exit_code == 2
    for category, order in (("skpd", "skpd-1,skpd-2"), ("skpd", ""), ("kecamatan", "kecamatan-1"), ("entah", "x")):
        found = runner.invoke(args=[*decide, "--category", category, "--order", order])
        assert (found.exit_code, found.stderr[:7]) == (1, "Error: ")
    assert runner.invoke(args=[*decide, "--order", "skpd-3, skpd-1,skpd-2"]).exit_code == 0
    assert runner.invoke(args=["phase", "set", "final"]).exit_code == 1
    assert runner.invoke(args=["phase", "set", "final", "--reason", "sidang"]).exit_code == 0
    assert runner.invoke(args=[*decide, "--shared"]).exit_code == 1
