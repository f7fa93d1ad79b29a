"""A form whose answer is shown only once is sent once: a second touch would throw the first answer away."""

from tests.browser.conftest import LAPTOP, NewPage
from tests.factories import PASSWORD

DESK = "/organizer/bailang-2025"
TOUCHED_TWICE = """path => {
  const form = document.querySelector(`form[method=post][action="${path}"]`);
  return [1, 2].map(() => form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true })));
}"""


def test_a_second_touch_is_not_sent(new_page: NewPage) -> None:
    page = new_page(**LAPTOP)
    page.goto("/login")
    page.fill("[name=username]", "panitia")
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    for path, form in (
        (f"{DESK}/jurors", f"{DESK}/jurors"),
        (f"{DESK}/jurors", f"{DESK}/jurors/cards"),
        (f"{DESK}/jurors/juri1", f"{DESK}/jurors/juri1/card"),
        (f"{DESK}/profiles", f"{DESK}/profiles/links"),
        ("/organizer/people", "/organizer/people"),
    ):
        page.goto(path)
        assert page.evaluate(TOUCHED_TWICE, form) == [True, False], form
