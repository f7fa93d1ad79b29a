"""Every route says who may call it, and stands where one looks for it."""

from flask import Flask

from showcase.kernel.access import Access
from tests import pages


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert rules
    undeclared = {
        rule.endpoint
        for rule in rules
        if not isinstance(getattr(app.view_functions[rule.endpoint], "_access", None), Access)
    }
    assert not undeclared


def test_every_route_belongs_to_a_blueprint(app: Flask) -> None:
    assert not [
        rule.rule for rule in app.url_map.iter_rules() if "." not in rule.endpoint and rule.endpoint != "static"
    ]


def test_reading_and_writing_are_different_requests(app: Flask) -> None:
    """No route changes something by GET: what writes has POST alone, or shows its form by GET."""
    unknown = {
        rule.rule: methods
        for rule in app.url_map.iter_rules()
        if (methods := (rule.methods or set()) - {"HEAD", "OPTIONS"}) - {"GET", "POST"}
    }
    assert not unknown


def test_every_page_is_one_that_the_browser_looks_at(app: Flask) -> None:
    """A new page goes into the table of tests/pages.py, and what is no page into its NO_PAGE."""
    asked = {
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"
    }
    assert asked == set(pages.EVERY) | pages.NO_PAGE
