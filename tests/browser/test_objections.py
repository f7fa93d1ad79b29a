"""An objection from the counter to the correction that everybody reads, without scripts as well."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, NewPage
from tests.browser.page_checks import ALL_RULES, axe
from tests.browser.test_day import DESK, EXHIBITION, sign_in
from tools.server import Server

PAGE, RESULT = f"{DESK}/objections", f"/results/{EXHIBITION}"
WORDS = "Nama instansi juara kedua yang benar adalah Kecamatan Paringin Selatan."


def stated(desk: Page) -> None:
    """The proposal is taken over by hand."""
    desk.goto(PAGE)
    desk.get_by_role("link", name="Isikan usul ini").click()
    expect(desk.locator("#until")).not_to_have_value("")
    desk.fill("#how", "Kantor Bapperida, ruang Litbang\nSenin sampai Jumat")
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Simpan masa sanggah").click()
    expect(desk.locator("#masa")).to_contain_text("Sanggahan diterima sampai")


def recorded(desk: Page) -> None:
    desk.get_by_role("link", name="Catat sanggahan").click()
    desk.fill("#name", "Siti Aminah")
    desk.fill("#reach", "0812 3456 7890")
    desk.select_option("#about", "entry:simandor-bmd")
    desk.fill("#words", "Nama instansi kami salah tulis.")
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Catat", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sanggahan no. 1")


def answered(desk: Page) -> None:
    desk.get_by_label("Diterima").check()
    desk.fill("#reason", "Benar, salah ketik saat pendaftaran.")
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Simpan jawaban").click()
    expect(desk.locator("[data-outcome=accepted]")).to_contain_text("Benar, salah ketik")


def corrected(desk: Page) -> None:
    desk.get_by_role("link", name="Tulis koreksi").click()
    expect(desk.locator("#objection")).to_have_value("1")
    desk.fill("#words", WORDS)
    desk.fill("#reason", "Salah ketik saat pendaftaran.")
    desk.check("#understood")
    assert not axe(desk, ALL_RULES)
    desk.get_by_role("button", name="Umumkan koreksi").click()
    expect(desk.locator("[data-correction='1']")).to_contain_text(WORDS)


def test_from_the_counter_to_the_correction(own_server: Server, new_page: NewPage) -> None:
    desk, phone = new_page(**LAPTOP), new_page(**PHONE)
    for phase in ("deliberation", "final", "published"):
        accept = ["--accept-gaps"] if phase == "final" else []
        own_server.flask("phase", "set", phase, "--exhibition", EXHIBITION, "--reason", "Sesuai jadwal", *accept)
    phone.goto(RESULT)
    expect(phone.locator("#sanggahan")).to_have_count(0)
    sign_in(desk, "panitia")
    stated(desk)
    recorded(desk)
    desk.goto(DESK)
    expect(desk.get_by_text("1 sanggahan belum dijawab.", exact=True)).to_be_visible()
    desk.goto(f"{PAGE}/1")
    answered(desk)
    corrected(desk)

    phone.goto(RESULT)
    expect(phone.locator("[data-correction='1']")).to_contain_text(WORDS)
    phone.get_by_role("link", name="Cara menyanggah").click()
    expect(phone.locator("#sanggahan")).to_be_in_viewport()
    expect(phone.locator("#sanggahan")).to_contain_text("Senin sampai Jumat")
    expect(phone.locator("[data-received='1'][data-answered='1']")).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text("Siti Aminah")
    assert not axe(phone, ALL_RULES)


def test_an_answer_without_scripts(own_server: Server, new_page: NewPage) -> None:
    desk = new_page(**LAPTOP, java_script_enabled=False)
    for phase in ("deliberation", "final", "published"):
        accept = ["--accept-gaps"] if phase == "final" else []
        own_server.flask("phase", "set", phase, "--exhibition", EXHIBITION, "--reason", "Sesuai jadwal", *accept)
    sign_in(desk, "panitia")
    desk.goto(f"{PAGE}/new")
    desk.fill("#name", "Siti Aminah")
    desk.fill("#words", "Nama instansi kami salah tulis.")
    desk.get_by_role("button", name="Catat", exact=True).click()
    for outcome, reason in (("Ditolak", "Sudah benar."), ("Diterima", "Ternyata salah.")):
        again = desk.get_by_text("Jawab lagi")
        if again.count():
            again.click()
        desk.get_by_label(outcome).check()
        desk.fill("#reason", reason)
        desk.get_by_role("button", name="Simpan jawaban").click()
        expect(desk.locator("[data-outcome]").first).to_contain_text(reason)
    expect(desk.locator("[data-outcome]")).to_have_count(2)
