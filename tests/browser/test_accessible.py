"""axe finds nothing at level A or AA, in either scheme, in either language."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NewPage
from tests.browser.test_day import DESK, EXHIBITION, sign_in
from tools.server import Server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
VISITOR = (
    "/",
    f"/e/{EXHIBITION}/simandor-bmd",
    "/mine",
    "/check",
    "/results/bailang-2024",
    "/login",
    f"/screen/{EXHIBITION}",
)
STAFF = {
    "panitia": [DESK, *(f"{DESK}/{name}" for name in ("entries", "entries/boengas", "jurors", "posters", "screen"))]
    + [f"{DESK}/{name}" for name in ("rules", "phase", "results", "settings", "reports")],
    "juri1": ["/jury", "/jury/instructions"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("who", ["", "panitia", "juri1"])
def test_every_page(server: Server, new_page: NewPage, who: str, language: str, scheme: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    codes = dict(line.split() for line in server.flask("entries", "codes").splitlines())
    paths = list(STAFF.get(who, VISITOR))
    if who:
        sign_in(page, who)
    if who == "juri1":
        paths.append(f"/jury/{codes['simandor-bmd']}")
    found = []
    for path in paths:
        page.goto(f"{path}?lang={language}")
        for violation in Axe().run(page, options=RULES).response["violations"]:
            targets = [str(node["target"]) for node in violation["nodes"]][:3]
            found.append(f"{path}: {violation['id']} {targets}")
    assert not found, "\n".join(found)
