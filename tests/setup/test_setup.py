"""The set-up's pages: each step's errors in words, saving and going on, leaving and taking up again."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, update

from showcase.database import transaction
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import Exhibition
from showcase.kernel import content
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests.factories import account, hall
from tests.signing_in import csrf, post, sign_in

BASE = "/organizer/pameran"


@pytest.fixture
def organizer(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), transaction() as session:
        hall(session, phase=Phase.SETUP)
    sign_in(client, "panitia")
    return client


def steps(client: FlaskClient) -> dict[str, bool]:
    """The list's steps, and whether each is done."""
    html = client.get(f"{BASE}/setup").text
    return {step: done == "1" for step, done in re.findall(r'data-step="(\w+)" data-done="(\d)"', html)}


def change(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Exhibition).values(**values))
        content.touch(session)


def test_the_list_says_what_is_missing(organizer: FlaskClient) -> None:
    html = organizer.get(f"{BASE}/setup").text
    assert "Belum dijawab: apa yang bergantung pada suara pengunjung?" in html
    assert "Kode QR akan berisi http://localhost" in html
    done = steps(organizer)
    assert (len(done), done["categories"], done["voters"]) == (12, True, False)
    assert "12 dari" not in html


def test_the_rail_stands_on_every_page_until_the_set_up_is_over(app: Flask, organizer: FlaskClient) -> None:
    assert "Langkah 10 dari 12" in organizer.get(f"{BASE}/entries").text
    assert "Langkah 6 dari 12" in organizer.get(f"{BASE}/rules").text
    dashboard = organizer.get(BASE).text
    assert "dari 12 langkah selesai" in dashboard
    # It leads to the first step that is open.
    assert "Lanjut: Pameran" in dashboard
    change(app, phase=Phase.VOTING)
    assert "Langkah" not in organizer.get(f"{BASE}/entries").text


def test_the_rail_is_the_organizers_own(app: Flask, organizer: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        account(session, "tamu", Role.VIEWER)
    guest = app.test_client()
    sign_in(guest, "tamu")
    html = guest.get(BASE).text
    assert "langkah selesai" not in html
    assert guest.get(f"{BASE}/setup").status_code == 404


def test_saving_leads_to_the_next_step(organizer: FlaskClient) -> None:
    settings = {"name": "Pameran Uji", "timezone": "Asia/Makassar", "venue": "Gedung", "organiser": "Bapperida"}
    days = {"starts_on": "2026-12-14", "ends_on": "2026-12-16"}
    assert post(organizer, f"{BASE}/settings", {**settings, **days}).headers["Location"] == f"{BASE}/look"
    level = {"stakes": "no", "level": "booth"}
    assert post(organizer, f"{BASE}/voters", level).headers["Location"] == f"{BASE}/hours"
    done = steps(organizer)
    assert done["exhibition"]
    assert done["voters"]


def test_days_in_the_wrong_order(organizer: FlaskClient) -> None:
    wrong = {"name": "Pameran", "timezone": "Asia/Makassar", "starts_on": "2026-12-16", "ends_on": "2026-12-14"}
    answer = post(organizer, f"{BASE}/settings", wrong)
    assert answer.status_code == 422
    assert "Hari terakhir lebih awal daripada hari pertama." in answer.text
    assert 'value="2026-12-16"' in answer.text


def test_hours_that_look_odd_are_stored_and_told(organizer: FlaskClient) -> None:
    days = {"name": "Pameran", "timezone": "Asia/Makassar", "starts_on": "2099-12-14", "ends_on": "2099-12-16"}
    post(organizer, f"{BASE}/settings", days)
    hours = {"opens_at": "2099-12-13T08:00", "closes_at": "2099-12-16T15:00"}
    answer = post(organizer, f"{BASE}/hours", hours)
    assert answer.headers["Location"] == f"{BASE}/hours?saved=1"
    html = organizer.get(answer.headers["Location"]).text
    assert "Pembukaan jatuh sebelum hari pertama pameran." in html
    assert 'value="2099-12-13T08:00"' in html
    fine = post(organizer, f"{BASE}/hours", {**hours, "opens_at": "2099-12-14T08:00"})
    assert fine.headers["Location"] == f"{BASE}/notice"
    wrong = post(organizer, f"{BASE}/hours", {"opens_at": "nanti siang", "closes_at": ""})
    assert (wrong.status_code, "Tanggal tidak terbaca." in wrong.text) == (422, True)


def test_hours_can_be_skipped_and_asked_for_again(organizer: FlaskClient) -> None:
    skip = post(organizer, f"{BASE}/setup/hours", {"done": "1", "onward": "1"}, form=f"{BASE}/hours")
    assert skip.headers["Location"] == f"{BASE}/notice"
    assert steps(organizer)["hours"]
    post(organizer, f"{BASE}/setup/hours", {"done": "0"}, form=f"{BASE}/setup")
    assert not steps(organizer)["hours"]
    assert post(organizer, f"{BASE}/setup/voters", {"done": "1"}, form=f"{BASE}/setup").status_code in {404, 405}


@pytest.mark.parametrize("typed", [{}, {"stakes": "no"}, {"level": "booth"}, {"stakes": "x", "level": "ticket"}])
def test_both_questions_want_an_answer(organizer: FlaskClient, typed: dict[str, str]) -> None:
    answer = post(organizer, f"{BASE}/voters", typed)
    assert (answer.status_code, "Pilih salah satu." in answer.text) == (422, True)


def test_a_weak_level_for_much_money_wants_a_confirmation(app: Flask, organizer: FlaskClient) -> None:
    much = {"stakes": "yes", "level": "open"}
    asked = post(organizer, f"{BASE}/voters", much)
    assert asked.status_code == 422
    assert "Ini lebih lemah daripada yang bergantung padanya." in asked.text
    assert 'name="confirmed"' in asked.text
    assert not steps(organizer)["voters"]
    assert post(organizer, f"{BASE}/voters", {**much, "confirmed": "1"}).status_code == 303
    with app.app_context(), transaction() as session:
        found = session.scalars(select(AuditEvent).where(AuditEvent.action == "exhibition.level")).one()
        assert (found.before, found.after) == ({"stakes": None}, {"stakes": True})


def test_the_level_stays_after_the_opening(app: Flask, organizer: FlaskClient) -> None:
    change(app, phase=Phase.VOTING, stakes=False)
    form = f"{BASE}/settings"
    answer = post(organizer, f"{BASE}/voters", {"stakes": "no", "level": "booth"}, form=form)
    assert (answer.status_code, "tidak bisa diubah lagi" in answer.text) == (409, True)
    assert 'name="level"' not in organizer.get(f"{BASE}/voters").text
    # The hours may still change, with a reason, on the page of the phase.
    assert organizer.get(f"{BASE}/hours").headers["Location"] == f"{BASE}/phase#jadwal"


def test_nothing_changes_once_the_result_is_fixed(app: Flask, organizer: FlaskClient) -> None:
    change(app, phase=Phase.FINAL)
    notice = {"office": "Bapperida", "reach": "0526", "retention_days": "90"}
    for path, data in (("hours", {}), ("notice", notice), ("look/colour", {"own": "1", "accent": "#0b6b46"})):
        form = f"{BASE}/look"
        assert post(organizer, f"{BASE}/{path}", data, form=form).status_code == 409


def test_the_notice_wants_somebody_who_answers(organizer: FlaskClient) -> None:
    answer = post(organizer, f"{BASE}/notice", {"office": "", "reach": " ", "retention_days": "0", "more": "Ada foto."})
    assert answer.status_code == 422
    assert answer.text.count("Wajib diisi.") == 2
    assert "Tulis bilangan hari dari 1 sampai 3650." in answer.text
    assert "Ada foto." in answer.text
    good = {"office": "Bapperida", "reach": "0526-2021010", "retention_days": "90", "more": ""}
    assert post(organizer, f"{BASE}/notice", good).headers["Location"] == f"{BASE}/entries"
    assert steps(organizer)["privacy"]


def test_it_is_finished_when_nothing_is_open(app: Flask, organizer: FlaskClient) -> None:
    finish, form = f"{BASE}/setup/finish", f"{BASE}/setup"
    early = post(organizer, finish, {"done": "1"}, form=form)
    assert (early.status_code, "Masih ada langkah yang belum selesai." in early.text) == (409, True)
    day = {"starts_on": "2026-12-14", "ends_on": "2026-12-16"}
    settings = {"name": "Pameran Uji", "timezone": "Asia/Makassar", "venue": "Gedung", "organiser": "Bapperida"}
    post(organizer, f"{BASE}/settings", {**settings, **day})
    post(organizer, f"{BASE}/voters", {"stakes": "no", "level": "booth"})
    post(organizer, f"{BASE}/notice", {"office": "Bapperida", "reach": "0526", "retention_days": "90"})
    for step in ("look", "hours", "print"):
        post(organizer, f"{BASE}/setup/{step}", {"done": "1"}, form=form)
    assert all(steps(organizer).values())
    assert "Semua langkah selesai." in organizer.get(form).text
    assert post(organizer, finish, {"done": "1"}, form=form).status_code == 303
    assert "Langkah" not in organizer.get(f"{BASE}/entries").text
    # Saving then stays on the page, and says so.
    assert post(organizer, f"{BASE}/hours", {}).headers["Location"] == f"{BASE}/hours?saved=1"
    post(organizer, finish, {"done": "0"}, form=form)
    assert "Langkah 10 dari 12" in organizer.get(f"{BASE}/entries").text


def test_a_copy_of_last_year_skips_what_is_decided(organizer: FlaskClient) -> None:
    page = organizer.get("/organizer/new").text
    assert '<option value="pameran">Pameran Uji</option>' in page
    new = {"name": "Pekan 2027", "timezone": "Asia/Makassar", "source": "pameran", "venue": "Gedung"}
    days = {"organiser": "Bapperida", "starts_on": "2027-12-14", "ends_on": "2027-12-16"}
    made = post(organizer, "/organizer/new", {**new, **days})
    assert made.headers["Location"] == "/organizer/pekan-2027/look"
    html = organizer.get("/organizer/pekan-2027/setup").text
    assert 'data-step="criteria" data-done="1"' in html
    assert 'data-step="rules" data-done="0"' in html
    lost = post(organizer, "/organizer/new", {**new, "source": "nihil"})
    assert lost.status_code == 404


def test_an_exhibition_called_new_does_not_hide_the_form(organizer: FlaskClient) -> None:
    made = post(organizer, "/organizer/new", {"name": "New", "timezone": "Asia/Makassar"})
    assert made.headers["Location"] == "/organizer/new-2/settings"


def test_categories_are_added_to_those_there(organizer: FlaskClient) -> None:
    path = f"{BASE}/setup/categories"
    added = post(organizer, path, {"categories": "skpd\nSekolah", "criteria": "simple-5"})
    assert added.status_code == 303
    html = organizer.get(path).text
    assert html.count("band-berry") == 1
    assert html.count("Sekolah") == 1
    many = "\n".join(f"Kategori {number}" for number in range(19))
    refused = post(organizer, path, {"categories": many, "criteria": "simple"})
    assert (refused.status_code, "Kategori 18" in refused.text) == (422, True)


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 100)) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "#0b6b46").save(file, kind)
    return file.getvalue()


def upload(client: FlaskClient, data: bytes, name: str = "logo.png", action: str = "set") -> tuple[int, str]:
    form = {"csrf_token": csrf(client, f"{BASE}/look"), "action": action, "logo": (io.BytesIO(data), name)}
    answer = client.post(f"{BASE}/look/logo", data=form, content_type="multipart/form-data")
    return answer.status_code, answer.text


def test_a_logo_is_shown_everywhere_and_can_go(organizer: FlaskClient) -> None:
    assert "brand.css" not in organizer.get("/e/pameran").text
    assert upload(organizer, picture())[0] == 303
    html = organizer.get("/e/pameran/skpd-1").text
    found = re.search(r'class="logo" src="(/media/[0-9a-f]{32}-logo\.webp)" width="120" height="32"', html)
    assert found
    answer = organizer.get(found[1])
    assert (answer.status_code, answer.mimetype, len(answer.data) < 6000) == (200, "image/webp", True)
    answer.close()
    assert found[1] in organizer.get("/screen/pameran").text
    assert found[1] in organizer.get(BASE).text
    assert steps(organizer)["look"]
    assert upload(organizer, b"", action="remove")[0] == 303
    assert "-logo.webp" not in organizer.get("/e/pameran").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Pilih dulu berkas logonya."),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "Berkas SVG tidak diterima"),
        (b"\xef\xbb\xbf<svg/>", "Berkas SVG tidak diterima"),
        (b"%PDF-1.7", "bukan gambar JPEG, PNG, atau WebP"),
        (picture()[:60], "rusak atau terpotong"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(organizer: FlaskClient, data: bytes, words: str) -> None:
    status, html = upload(organizer, data)
    assert (status, words in html) == (422, True)


def test_a_colour_is_checked_when_it_is_set(organizer: FlaskClient) -> None:
    colour = f"{BASE}/look/colour"
    wrong = post(organizer, colour, {"own": "1", "accent": "merah"}, form=f"{BASE}/look")
    assert (wrong.status_code, "misalnya #0b6b46" in wrong.text) == (422, True)
    assert post(organizer, colour, {"own": "1", "accent": "#FFC02E"}, form=f"{BASE}/look").status_code == 303
    html = organizer.get(f"{BASE}/look").text
    assert "Kontras 1,63 banding 1, perlu 4,5." in html
    assert "Kurang." in html
    offered = re.search(r'name="accent" value="(#[0-9a-f]{6})">Pakai', html)
    assert offered
    post(organizer, colour, {"own": "1", "accent": offered[1]}, form=f"{BASE}/look")
    assert "Pakai #" not in organizer.get(f"{BASE}/look").text
    post(organizer, colour, {"own": "0", "accent": offered[1]}, form=f"{BASE}/look")
    assert "brand.css" not in organizer.get("/e/pameran").text


def test_the_criteria_have_a_step_of_their_own(organizer: FlaskClient) -> None:
    """Categories and criteria are one list, and the way on from it must not lead back to itself."""
    onward = re.compile(r'class="button-plain setup-on" href="([^"]+)"')
    html = organizer.get(f"{BASE}/categories").text
    assert "Langkah 4 dari 12" in html
    passed = []
    for number in (5, 6):
        found = onward.search(html)
        assert found
        html = organizer.get(found[1]).text
        passed.append(f"Langkah {number} dari 12" in html)
    assert passed == [True, True]
    slug = re.findall(r"/categories/([\w-]+)/criteria", organizer.get(f"{BASE}/categories").text)[0]
    assert "Langkah 5 dari 12" in organizer.get(f"{BASE}/categories/{slug}/criteria").text
    assert "Langkah 5 dari 12" in organizer.get(f"{BASE}/categories/{slug}/sheet").text
