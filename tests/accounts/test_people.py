"""The people's page: invitations, roles, disabling, sessions, and what nobody can do to the last organizer."""

import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from showcase.accounts.tables import Account, OneTimeLink, StaffSession
from showcase.database import db, transaction
from showcase.kernel import work_queues
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests.factories import account, hall
from tests.signing_in import csrf, post, sign_in

pytestmark = pytest.mark.both_engines
PAGE = "/organizer/people"
THREADS = 8


@pytest.fixture(autouse=True)
def cast(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        hall(session)
        account(session, "meja", Role.DESK)
        account(session, "ketua", Role.ORGANIZER)


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    sign_in(client, "panitia")
    return client


def act(office: FlaskClient, path: str, **data: str) -> int:
    return post(office, f"{PAGE}/{path}", data, form=PAGE).status_code


def link_in(html: str) -> str:
    found = re.search(r'id="link">http://localhost(/invite/[\w-]+)<', html)
    assert found, html[:3000]
    return found[1]


def invited(office: FlaskClient, name: str = "Rina", role: str = "mc") -> str:
    return link_in(post(office, PAGE, {"name": name, "role": role}).text)


def row(app: Flask, username: str) -> Account:
    with app.app_context():
        return db.session().scalars(select(Account).where(Account.username == username)).one()


def acts(app: Flask, action: str) -> list[AuditEvent]:
    with app.app_context():
        return list(db.session().scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_an_invitation_makes_one_account_of_its_role(app: Flask, office: FlaskClient) -> None:
    path, guest = invited(office), app.test_client()
    for _ in range(3):
        page = guest.get(path)
        assert page.status_code == 200
        assert "Rina" in page.text
        assert "Pembawa acara" in page.text
    typed = {"username": "rina", "password": "rahasia-rina"}
    assert post(guest, path, {**typed, "password": "pendek"}).status_code == 422
    assert post(guest, path, {**typed, "username": "meja"}).status_code == 409
    entered = post(guest, path, typed)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/organizer/pameran/screen")
    assert guest.get("/organizer/pameran/screen").status_code == 200
    made = row(app, "rina")
    assert (made.name, made.role) == ("Rina", Role.MC)
    again = app.test_client()
    assert again.get(path).status_code == 410
    data = {"csrf_token": csrf(again, "/login"), "username": "lain", "password": "rahasia-lain"}
    assert again.post(path, data=data).status_code == 410


def test_an_invitation_opens_nothing_but_its_own_role(app: Flask, office: FlaskClient) -> None:
    """Not the set-up page either, which makes an organizer of whoever comes with its link."""
    token, guest = invited(office, role="viewer").removeprefix("/invite/"), app.test_client()
    data = {"csrf_token": csrf(guest, "/login"), "name": "Tamu", "username": "tamu", "password": "rahasia-tamu"}
    assert guest.get(f"/setup/{token}").status_code == 410
    assert guest.post(f"/setup/{token}", data=data).status_code == 410
    with app.app_context():
        assert db.session().scalar(select(Account.id).where(Account.username == "tamu")) is None
    assert guest.get(f"/invite/{token}").status_code == 200


@pytest.mark.parametrize("how", ["active", "role"])
def test_who_is_no_organizer_any_more_comes_back_by_no_invitation(app: Flask, office: FlaskClient, how: str) -> None:
    """Nor does the password of somebody else renew for them: a link that they made is as good as their own session."""
    chief = app.test_client()
    sign_in(chief, "ketua")
    back, renewed = invited(chief, "Ketua Lagi", "organizer"), link_in(post(chief, f"{PAGE}/meja/link", {}, PAGE).text)
    kept = invited(office)
    change = {"active": {"active": "0"}, "role": {"role": "desk", "reason": "pindah tugas"}}[how]
    assert act(office, f"ketua/{how}", **change) == 303
    assert [app.test_client().get(path).status_code for path in (back, renewed, kept)] == [410, 410, 200]
    assert [event.subject for event in acts(app, "invitation.revoke")] == ["meja", "Ketua Lagi"]


def test_of_many_uses_at_once_one_makes_an_account(
    app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_queues.STRANGERS, "places", THREADS)
    path = invited(office)
    guests = [app.test_client() for _ in range(THREADS)]
    tokens = [csrf(guest, path) for guest in guests]
    start, statuses = threading.Barrier(THREADS), []

    def use(number: int) -> None:
        data = {"csrf_token": tokens[number], "username": f"tamu{number}", "password": "rahasia-tamu"}
        start.wait()
        statuses.append(guests[number].post(path, data=data).status_code)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [410] * (THREADS - 1)
    with app.app_context():
        made = select(func.count(Account.id)).where(Account.username.startswith("tamu"))
        assert db.session().scalar(made) == 1


def test_only_the_links_hash_is_stored_and_it_is_shown_once(app: Flask, office: FlaskClient) -> None:
    token = invited(office).removeprefix("/invite/")
    assert token not in office.get(PAGE).text
    with app.app_context():
        link = db.session().scalars(select(OneTimeLink)).one()
        told = " ".join(str(vars(event)) for event in db.session().scalars(select(AuditEvent)))
    assert token not in str(vars(link)) + told
    assert len(link.token_hash) == 64
    assert (link.expires_at - link.created_at).days == 7


def test_a_revoked_link_and_an_old_one_do_not_open(app: Flask, office: FlaskClient) -> None:
    path = invited(office)
    with app.app_context():
        number = db.session().scalars(select(OneTimeLink.id)).one()
    assert act(office, f"invitations/{number}/revoke") == 303
    assert act(office, f"invitations/{number}/revoke") == 404
    assert office.get(path).status_code == 410
    late = invited(office)
    with app.app_context(), transaction() as session:
        link = session.get(OneTimeLink, number + 1)
        assert link is not None
        link.expires_at = link.created_at
    assert office.get(late).status_code == 410


def test_a_new_link_renews_the_password_and_ends_sessions(app: Flask, office: FlaskClient) -> None:
    desk = app.test_client()
    sign_in(desk, "meja")
    first = link_in(post(office, f"{PAGE}/meja/link", {}, form=PAGE).text)
    path = link_in(post(office, f"{PAGE}/meja/link", {}, form=PAGE).text)
    guest = app.test_client()
    assert guest.get(first).status_code == 410
    assert desk.get("/organizer/pameran/paper").status_code == 200
    answer = post(guest, path, {"username": "orang-lain", "password": "sandi-yang-baru"})
    assert answer.headers["Location"].startswith("/login")
    assert desk.get("/organizer/pameran/paper").status_code == 302
    assert sign_in(desk, "meja").status_code == 401
    assert sign_in(desk, "meja", "sandi-yang-baru").status_code == 303
    assert guest.get(path).status_code == 410


def test_a_role_changes_with_a_reason_and_ends_what_was_open(app: Flask, office: FlaskClient) -> None:
    desk = app.test_client()
    sign_in(desk, "meja")
    assert act(office, "meja/role", role="mc", reason=" ") == 422
    assert act(office, "meja/role", role="juror", reason="x") == 422
    assert act(office, "meja/role", role="raja", reason="x") == 422
    assert act(office, "meja/role", role="mc", reason="Pindah ke panggung") == 303
    assert row(app, "meja").role is Role.MC
    assert desk.get("/organizer/pameran/paper").status_code == 302
    (event,) = acts(app, "account.role")
    assert (event.before, event.after, event.reason) == ({"role": "desk"}, {"role": "mc"}, "Pindah ke panggung")


def test_nobody_changes_the_own_account(app: Flask, office: FlaskClient) -> None:
    assert act(office, "panitia/role", role="viewer", reason="x") == 409
    assert act(office, "panitia/active", active="0") == 409
    assert row(app, "panitia").is_active
    assert 'action="/organizer/people/panitia/role"' not in office.get(PAGE).text


def test_of_two_organizers_who_disable_each_other_one_stays(app: Flask, office: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "ketua")
    desks = {"ketua": (office, csrf(office, PAGE)), "panitia": (other, csrf(other, PAGE))}
    start, statuses = threading.Barrier(2), []

    def disable(username: str) -> None:
        client, token = desks[username]
        start.wait()
        data = {"csrf_token": token, "active": "0"}
        statuses.append(client.post(f"{PAGE}/{username}/active", data=data).status_code)

    threads = [threading.Thread(target=disable, args=(username,)) for username in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who comes second was signed out meanwhile, or finds the last organizer.
    assert 303 in statuses
    with app.app_context():
        left = select(func.count(Account.id)).where(Account.role == Role.ORGANIZER, Account.is_active)
        assert db.session().scalar(left) == 1


def test_disabling_ends_sessions_and_links_at_once(app: Flask, office: FlaskClient) -> None:
    desk, guest = app.test_client(), app.test_client()
    sign_in(desk, "meja")
    path = link_in(post(office, f"{PAGE}/meja/link", {}, form=PAGE).text)
    assert act(office, "meja/active", active="0") == 303
    assert desk.get("/organizer/pameran/paper").status_code == 302
    assert guest.get(path).status_code == 410
    assert act(office, "meja/link") == 404
    assert act(office, "meja/active", active="1") == 303
    assert sign_in(desk, "meja").status_code == 303


def test_an_organizer_ends_anybodys_sessions(app: Flask, office: FlaskClient) -> None:
    juror = app.test_client()
    sign_in(juror, "juri1")
    assert act(office, "juri1/sessions") == 303
    assert juror.get("/jury").status_code == 302
    assert act(office, "tidakada/sessions") == 404
    assert [event.subject for event in acts(app, "account.sessions")] == ["juri1"]
    with app.app_context():
        assert db.session().scalars(select(StaffSession).where(StaffSession.ended_at.is_(None))).all()


def test_jurors_are_not_made_or_changed_here(app: Flask, office: FlaskClient) -> None:
    assert post(office, PAGE, {"name": "Juri", "role": "juror"}).status_code == 422
    assert post(office, PAGE, {"name": " ", "role": "mc"}).status_code == 422
    for path in ("juri1/role", "juri1/active", "juri1/link"):
        assert act(office, path, role="organizer", reason="x", active="0") == 404
    assert row(app, "juri1").role is Role.JUROR
