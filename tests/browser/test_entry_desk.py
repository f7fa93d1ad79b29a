"""Organizers at their entries: the table by keyboard alone, pictures sent and cropped, all of it without script."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, NewPage
from tests.browser.test_day import DESK, EXHIBITION, sign_in
from tests.browser.troubles import Troubles
from tests.printing.test_pictures import encoded
from tools.server import Server

ENTRY = f"{DESK}/entries/simandor-bmd"
FIRST, SECOND, THIRD = "simandor-bmd", "pepes-papari", "lasungku-talu"
MOST_TABS = 60


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """A red, a green and a blue picture, the last one upright."""
    found = []
    for name, size in (("red", (900, 600)), ("green", (900, 600)), ("blue", (600, 900))):
        found.append(tmp_path / f"{name}.jpg")
        found[-1].write_bytes(encoded(Image.new("RGB", size, name)))
    return found


def cell(page: Page, slug: str, column: str) -> str:
    return page.locator(f'[name="cell.{slug}.{column}"]').input_value()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


def tab_to(page: Page, name: str) -> None:
    """Go there as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if name in focused(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is more than {MOST_TABS} tabs away from {focused(page)}")


def test_a_table_is_edited_by_keyboard_alone(own_server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(f"{DESK}/entries/table?q=skpd")
    tab_to(laptop, f"cell.{FIRST}.name")
    laptop.keyboard.press("Control+A")
    laptop.keyboard.type("Nama baru")
    laptop.keyboard.press("ArrowDown")
    assert focused(laptop) == f"cell.{SECOND}.name"
    before = cell(laptop, SECOND, "name")
    laptop.keyboard.type("keliru")
    expect(laptop.locator("#changed-count")).to_have_text(re.compile("2$"))
    laptop.keyboard.press("Escape")
    assert cell(laptop, SECOND, "name") == before
    expect(laptop.locator("#changed-count")).to_have_text(re.compile("1$"))
    laptop.keyboard.press("Enter")
    assert focused(laptop) == f"cell.{THIRD}.name"
    laptop.keyboard.press("Shift+Enter")
    laptop.keyboard.press("ArrowUp")
    tab_to(laptop, f"cell.{FIRST}.kind")
    laptop.keyboard.press("ArrowDown")
    laptop.keyboard.press("Control+ArrowDown")
    assert focused(laptop) == f"cell.{SECOND}.kind"
    while "Simpan" not in focused(laptop):
        laptop.keyboard.press("Tab")
    with laptop.expect_request(lambda request: request.method == "POST") as sent:
        laptop.keyboard.press("Enter")
    body = sent.value.post_data or ""
    assert f"cell.{FIRST}.name=Nama+baru" in body
    assert f"cell.{SECOND}." not in body
    assert f"seen.{SECOND}" not in body
    expect(laptop.get_by_role("status").first).to_contain_text("Tersimpan: 1 inovasi berubah")
    assert (cell(laptop, FIRST, "name"), cell(laptop, FIRST, "kind")) == ("Nama baru", "digital")


def test_a_wrong_cell_comes_back_and_is_sent_again(own_server: Server, laptop: Page, troubles: Troubles) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(f"{DESK}/entries/table")
    laptop.fill(f'[name="cell.{FIRST}.name"]', "")
    laptop.fill(f'[name="cell.{SECOND}.organisation"]', "Dinas baru")
    laptop.click("#cells [type=submit]")
    expect(laptop.locator(f'[name="cell.{FIRST}.name"]')).to_have_attribute("aria-invalid", "true")
    laptop.fill(f'[name="cell.{FIRST}.name"]', "Terisi")
    laptop.click("#cells [type=submit]")
    expect(laptop.get_by_role("status").first).to_contain_text("Tersimpan: 2 inovasi berubah")
    assert cell(laptop, SECOND, "organisation") == "Dinas baru"
    troubles.expect("422")


def order(page: Page) -> list[str]:
    """What the pictures are said to show, cover first."""
    return [field.input_value() for field in page.locator('.photo-list [name^="alt."]').all()]


def test_pictures_are_sent_ordered_and_cropped_beside_unsaved_words(
    own_server: Server, laptop: Page, pictures: list[Path]
) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(ENTRY)
    laptop.fill("#summary", "Belum tersimpan")
    expect(laptop.locator("#summary-count")).to_contain_text("15/600")
    laptop.set_input_files("#photo", pictures)
    expect(laptop.locator(".photo-list li")).to_have_count(3)
    for place, name in enumerate(("merah", "hijau", "biru")):
        laptop.locator('.photo-list [name^="alt."]').nth(place).fill(name)
    laptop.locator('[value^="up/"]').nth(2).click()
    expect(laptop.locator("#photos-said")).to_have_text("Foto sekarang di urutan 2.")
    assert order(laptop) == ["merah", "biru", "hijau"]
    # The focus stays with the picture, so that it can be moved on at once.
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#photos-said")).to_have_text("Foto sekarang di urutan 1.")
    assert order(laptop) == ["biru", "merah", "hijau"]
    assert focused(laptop).startswith("action")
    assert laptop.input_value("#summary") == "Belum tersimpan"
    laptop.locator(".photo-list a").first.click()
    crop_by_dragging(laptop)
    visitor = laptop.context.new_page()
    visitor.goto(f"/e/{EXHIBITION}/simandor-bmd")
    cover = visitor.locator("img.booth-photo")
    assert (cover.get_attribute("width"), cover.get_attribute("height")) == ("480", "480")
    assert visitor.locator(".booth-more img").count() == 2


def crop_by_dragging(page: Page) -> None:
    """A square of 80 %, dragged to the lower right."""
    page.get_by_label("Persegi").check()
    page.locator("#size").fill("80")
    frame = page.locator("#crop-frame")
    expect(frame).to_be_visible()
    box = frame.bounding_box()
    assert box
    assert abs(box["width"] - box["height"]) < 2
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 400)
    page.mouse.up()
    assert (page.input_value("#x"), page.input_value("#y")) == ("100", "100")
    page.click("#crop [type=submit]")
    expect(page).to_have_url(re.compile("simandor-bmd#photos$"))


def test_a_picture_is_dropped_into_the_box(own_server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(ENTRY)
    given = laptop.evaluate_handle(
        """async () => {
            const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 40 });
            canvas.getContext('2d').fillRect(0, 0, 60, 40);
            const blob = await new Promise(done => canvas.toBlob(done, 'image/png')), given = new DataTransfer();
            given.items.add(new File([blob], 'foto.png', { type: 'image/png' }));
            return given;
        }"""
    )
    laptop.dispatch_event("[data-drop]", "drop", {"dataTransfer": given})
    expect(laptop.locator("#photos-said")).to_contain_text("Foto ditambahkan")
    expect(laptop.locator(".photo-list li")).to_have_count(1)


def test_what_is_no_picture_is_told_beside_the_pictures(
    own_server: Server, laptop: Page, troubles: Troubles, tmp_path: Path
) -> None:
    file = tmp_path / "foto.jpg"
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    sign_in(laptop, "panitia")
    laptop.goto(ENTRY)
    laptop.fill("#summary", "Belum tersimpan")
    laptop.set_input_files("#photo", file)
    expect(laptop.locator("#photos [role=alert]")).to_contain_text("bukan gambar JPEG")
    assert laptop.input_value("#summary") == "Belum tersimpan"
    troubles.expect("422")


def test_everything_works_without_script(own_server: Server, new_page: NewPage, pictures: list[Path]) -> None:
    page = new_page(**LAPTOP, java_script_enabled=False)
    sign_in(page, "panitia")
    page.goto(ENTRY)
    page.set_input_files("#photo", pictures[:2])
    page.locator("#photos [data-upload] [type=submit]").first.click()
    expect(page.locator(".photo-list li")).to_have_count(2)
    page.locator('[value^="down/"]').first.click()
    page.locator(".photo-list a").first.click()
    page.get_by_label("16 : 9").check()
    page.click("#crop [type=submit]")
    image = page.locator(".photo-pic img").first
    expect(image).to_have_attribute("height", "506")
    expect(image).to_have_attribute("width", "900")
    page.goto(f"{DESK}/entries/table")
    page.fill(f'[name="cell.{SECOND}.name"]', "Tanpa skrip")
    page.click("#cells [type=submit]")
    expect(page.locator("body")).to_contain_text("Tersimpan: 1 inovasi berubah")
    page.goto(f"{DESK}/booths")
    page.fill(f'[name="booth.{FIRST}"]', "A-02")
    page.fill(f'[name="booth.{SECOND}"]', "A-01")
    page.click("[name=action][value=preview]")
    expect(page.locator("body")).to_contain_text("Poster 2 inovasi ini perlu dicetak ulang")
    page.fill("#reason", "Denah berubah")
    page.click("[name=action][value=store]")
    expect(page.locator("body")).to_contain_text("Tersimpan. Cetak ulang poster ini")
    page.goto(f"{DESK}/entries?q=tanpa+skrip")
    page.locator("[name=entry]").check()
    page.click("[name=to][value=published]")
    expect(page.locator("body")).to_contain_text("Tersimpan: 0 inovasi")


def test_the_list_is_searched_without_a_new_page(server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(f"{DESK}/entries")
    laptop.fill("#q", "boengas")
    expect(laptop.locator("#list [data-entry]")).to_have_count(1)
    expect(laptop).to_have_url(re.compile("q=boengas"))
    laptop.fill("#q", "")
    laptop.select_option("#by-lacking", "summary")
    expect(laptop.locator("#list [data-entry=simandor-bmd]")).to_have_count(0)


def test_a_swap_of_booths_is_told_before_it_is_stored(server: Server, laptop: Page) -> None:
    sign_in(laptop, "panitia")
    laptop.goto(f"{DESK}/booths")
    laptop.fill(f'[name="booth.{FIRST}"]', "A-02")
    laptop.keyboard.press("Tab")
    expect(laptop.locator("#moves")).to_contain_text("sudah dipakai")
    laptop.fill(f'[name="booth.{SECOND}"]', "A-01")
    laptop.keyboard.press("Tab")
    expect(laptop.locator("#moves")).to_contain_text("Poster 2 inovasi")
