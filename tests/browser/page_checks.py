"""What a test asks of a page as it stands in the browser. Each check answers a list of complaints."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# axe leaves the newest rule out unless it is named.
ALL_RULES = {"runOnly": LEVELS, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
ROOT_PIXELS = 16

# The vote bar scrolls by itself when it is high; sideways neither it nor the page may.
WIDER = """Math.max(...[document.documentElement, document.querySelector('.vote-bar')]
    .map(e => e ? e.scrollWidth - e.clientWidth : 0))"""
SIZE = "pixels => { document.documentElement.style.fontSize = pixels + 'px'; }"
# Text that its box hides, without a way to scroll to it.
HIDDEN_TEXT = """() => [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e), hides = value => value === 'hidden' || value === 'clip';
    return e.textContent.trim() && e.checkVisibility() && !e.closest('.visually-hidden, svg') &&
        (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1 && style.display !== 'inline' ||
         hides(style.overflowY) && e.scrollHeight > e.clientHeight + 2 && style.display !== 'inline');
}).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30))"""
# Two things to touch in the same place; what sticks to the window may lie over the page.
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll('main :is(a, button, input:not([type=hidden]), summary, select)')]
        .filter(e => e.checkVisibility() && !e.closest('.vote-bar, .foot-bar, .visually-hidden'))
        .flatMap(e => [...e.getClientRects()].map(box => [e, box]));
    return boxes.flatMap(([e, a], n) => boxes.slice(n + 1)
        .filter(([f, b]) => e !== f && !e.contains(f) && !f.contains(e) && a.left < b.right - 2 &&
            b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        .map(([f]) => e.outerHTML.slice(0, 60) + ' / ' + f.outerHTML.slice(0, 60)));
}"""
# A link in a sentence may be as high as its line; everything else takes a thumb.
SMALL = """least => [...document.querySelectorAll(
        'a[href], button, summary, select, textarea, input:not([type=hidden])')].filter(e => {
    if (!e.checkVisibility() || e.closest('.visually-hidden') || e.classList.contains('skip')) return false;
    const target = e.matches('[type=radio], [type=checkbox]') ? e.closest('label') ?? e : e;
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    if (style.display === 'inline') return box.height < 24;
    return box.height < least - .5 || box.width < 24;
}).map(e => { const box = e.getBoundingClientRect();
    return Math.round(box.width) + 'x' + Math.round(box.height) + ' ' + e.outerHTML.slice(0, 90); })"""


def axe(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds; it is brought along once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(results => results.violations)")
    return [f"{one['id']} {[str(node['target']) for node in one['nodes']][:3]}" for one in found]


def too_wide(page: Page) -> list[str]:
    """Whether one must scroll sideways."""
    over = page.evaluate(WIDER)
    return [f"{over} px too wide"] if over > 0 else []


def with_large_text(page: Page, percent: int) -> list[str]:
    """What is lost, or lies over something else, when the text is that large."""
    page.evaluate(SIZE, ROOT_PIXELS * percent // 100)
    found = too_wide(page)
    found += [f"hidden text: {text}" for text in page.evaluate(HIDDEN_TEXT)]
    found += [f"overlap: {pair}" for pair in page.evaluate(OVERLAPS)]
    page.evaluate(SIZE, ROOT_PIXELS)
    return found


def small_targets(page: Page, least: int) -> list[str]:
    """Things to touch that are lower than `least` px, or links in sentences lower than 24."""
    return list(page.evaluate(SMALL, least))
