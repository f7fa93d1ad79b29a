"""The draw as visitors, strangers and organizers see it."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.kernel import content
from showcase.phases.actions import phases
from tests.factories import NOW, Cast, by, hall
from tests.signing_in import post, sign_in
from tests.voting.test_vote import page, token

GUIDE = Path(__file__).parents[2] / "docs" / "draw.md"
DESK, PUBLIC = "/organizer/pameran/draw", "/draw/pameran"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(app: Flask) -> Cast:
    with app.app_context(), transaction() as session:
        made = hall(session)
        content.touch(session)
        return made


@pytest.fixture
def organizer(app: Flask, cast: Cast) -> FlaskClient:
    made = app.test_client()
    sign_in(made, "panitia")
    return made


def vote(client: FlaskClient, cast: Cast, *slugs: str) -> None:
    for slug in slugs:
        client.post(f"/b/{cast.codes[slug]}/vote", data={"token": token(page(client, cast, slug))})


def close(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction() as session:
        wanted = Phase.DELIBERATION
        phases.move(session, by("panitia", NOW, "selesai"), cast.exhibition.id, wanted)


def own(html: str, what: str) -> str:
    found = re.search(rf'data-own="{what}">(\w+)<', html)
    assert found, html
    return found[1]


def state(html: str) -> str:
    found = re.search(r'data-draw="(\w+)"', html)
    return found[1] if found else ""


def test_the_whole_draw(app: Flask, client: FlaskClient, organizer: FlaskClient, cast: Cast) -> None:
    assert client.get(PUBLIC).status_code == 404
    assert post(organizer, f"{DESK}/prepare", {"prizes": "1"}, form=DESK).status_code == 303
    assert state(client.get("/mine").text) == "out"
    phones = [client, app.test_client(), app.test_client()]
    for phone in phones:
        vote(phone, cast, "skpd-1", "kecamatan-2")
    html = client.get(PUBLIC).text
    assert state(html) == "in"
    mine = hashlib.sha256(f"{own(html, 'receipt')} {own(html, 'key')}".encode()).hexdigest()
    assert mine == own(html, "ticket")
    assert client.get(f"{PUBLIC}/tickets.json").status_code == 404
    assert 'id="seed"' not in html
    close(app, cast)
    assert post(organizer, DESK, {}).status_code == 303

    data = client.get(f"{PUBLIC}/tickets.json").get_json()
    assert hashlib.sha256(data["seed"].encode()).hexdigest() == data["commitment"]
    assert data["commitment"] in html
    assert mine in data["tickets"]
    first = min(data["tickets"], key=lambda t: hashlib.sha256((data["seed"] + data["head"] + t).encode()).hexdigest())
    assert data["winners"] == [{"prize": 1, "ticket": first, "passed": False}]

    winners = [phone for phone in phones if state(phone.get("/mine").text) == "won"]
    assert len(winners) == 1
    assert own(winners[0].get(PUBLIC).text, "ticket") == first
    code = re.search(r'data-claim="(\w{8})"', winners[0].get("/mine").text)
    assert code
    for stranger in (*(phone for phone in phones if phone is not winners[0]), app.test_client(), organizer):
        for path in (PUBLIC, "/mine", f"{PUBLIC}/tickets.json"):
            assert code[1] not in stranger.get(path).text
    assert code[1] not in organizer.get(DESK).text
    answer = post(organizer, f"{DESK}/claim", {"code": code[1].lower()}, form=DESK)
    assert answer.headers["Location"] == f"{DESK}?handed=1"
    assert "Hadiah 1 sudah dicatat" in organizer.get(f"{DESK}?handed=1").text
    assert "sudah dicatat" not in organizer.get(f"{DESK}?handed=2").text
    assert "Hadiah sudah diserahkan" in winners[0].get("/mine").text
    again = post(organizer, f"{DESK}/claim", {"code": code[1]}, form=DESK)
    assert (again.status_code, 'data-error="prize-claimed"' in again.text) == (409, True)


def test_an_unclaimed_prize_is_passed_on_with_a_reason(
    app: Flask, client: FlaskClient, organizer: FlaskClient, cast: Cast
) -> None:
    post(organizer, f"{DESK}/prepare", {"prizes": "1"}, form=DESK)
    phones = [client, app.test_client()]
    for phone in phones:
        vote(phone, cast, "skpd-1", "kecamatan-2")
    close(app, cast)
    post(organizer, DESK, {})
    before = [state(phone.get(PUBLIC).text) for phone in phones]
    refused = post(organizer, f"{DESK}/redraw", {"prize": "1", "reason": " "}, form=DESK)
    assert (refused.status_code, 'data-error="reason-needed"' in refused.text) == (422, True)
    assert post(organizer, f"{DESK}/redraw", {"prize": "1", "reason": "pulang"}, form=DESK).status_code == 303
    assert [state(phone.get(PUBLIC).text) for phone in phones] == before[::-1]
    assert "pulang" not in client.get(PUBLIC).text
    last = post(organizer, f"{DESK}/redraw", {"prize": "1", "reason": "pulang"}, form=DESK)
    assert (last.status_code, 'data-error="draw-empty"' in last.text) == (409, True)


def test_the_recipe_in_the_guide_finds_the_winners(
    app: Flask, client: FlaskClient, organizer: FlaskClient, cast: Cast, tmp_path: Path
) -> None:
    post(organizer, f"{DESK}/prepare", {"prizes": "2"}, form=DESK)
    for phone in (client, app.test_client(), app.test_client()):
        vote(phone, cast, "skpd-1", "kecamatan-2")
    close(app, cast)
    post(organizer, DESK, {})
    answer = client.get(f"{PUBLIC}/tickets.json")
    (tmp_path / "tickets.json").write_bytes(answer.data)
    recipe = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert recipe
    command = [sys.executable, "-S", "-c", recipe[1]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([winner["ticket"] for winner in answer.get_json()["winners"]])


@pytest.mark.parametrize("prizes", ["", "0", "21", "x", "1.5", "-1"])
def test_one_to_twenty_prizes(organizer: FlaskClient, prizes: str) -> None:
    answer = post(organizer, f"{DESK}/prepare", {"prizes": prizes}, form=DESK)
    assert (answer.status_code, 'data-error="draw-prizes"' in answer.text) == (422, True)


def test_the_order_of_things(app: Flask, organizer: FlaskClient, cast: Cast) -> None:
    for path, code in ((DESK, "draw-not-ready"), (f"{DESK}/claim", "claim-unknown")):
        answer = post(organizer, path, {"code": "00000000"}, form=DESK)
        assert f'data-error="{code}"' in answer.text
    close(app, cast)
    assert "sudah terlambat" in organizer.get(DESK).text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', organizer.get("/organizer/pameran/phase").text)
    assert csrf
    late = organizer.post(f"{DESK}/prepare", data={"csrf_token": csrf[1], "prizes": "3"})
    assert (late.status_code, 'data-error="draw-too-late"' in late.text) == (409, True)


def test_strangers_and_jurors_have_no_desk(app: Flask, client: FlaskClient, cast: Cast) -> None:
    assert client.get(DESK).status_code == 302
    sign_in(client, "juri1")
    assert client.get(DESK).status_code == 404


def test_looking_sets_no_cookie_and_is_in_no_cache(client: FlaskClient, organizer: FlaskClient) -> None:
    post(organizer, f"{DESK}/prepare", {"prizes": "3"}, form=DESK)
    answer = client.get(PUBLIC)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "<h1>Visitors' draw</h1>" in client.get(f"{PUBLIC}?lang=en").text
