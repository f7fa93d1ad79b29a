"""Every address in every role: what a view declares is what happens, and nothing else lets anybody in."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from showcase.database import db, transaction
from showcase.entries.tables import BoothCode, Entry
from showcase.kernel.access import ROLES, Access, declared
from showcase.kernel.roles import Role
from showcase.kernel.tables import AuditEvent
from tests import pages
from tests.factories import PASSWORD, account
from tools import access as written

NOBODY = "nobody"
WHO = (NOBODY, *(role.value for role in Role))
USERNAMES = {Role.ORGANIZER.value: "panitia", Role.JUROR.value: "juri1"}
REACHED = "reached"
# What forms of all kinds want first, so that they look for the thing itself.
FORM = {"reason": "Uji", "role": "mc", "pin": "123456", "decision": "approve:1", "entry": "simandor-bmd"}


@pytest.fixture
def open_app(demo_app: Flask) -> Flask:
    """The demonstration with an account of each role; forms need no token, so that only access can refuse."""
    demo_app.config["WTF_CSRF_ENABLED"] = False
    with demo_app.app_context(), transaction() as session:
        for role in (Role.DESK, Role.MC, Role.VIEWER):
            account(session, role.value, role)
    return demo_app


def entered(app: Flask, who: str) -> FlaskClient:
    """A browser of somebody of this role."""
    client = app.test_client()
    if who != NOBODY:
        data = {"username": USERNAMES.get(who, who), "password": PASSWORD}
        assert client.post("/login", data=data).status_code == 303
    return client


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address and method."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def address(rule: Rule, values: dict[str, object]) -> str:
    """The address of a rule with these values; a part without a sample fails the test."""
    absent = set(rule.arguments) - set(values)
    assert not absent, f"{rule.rule}: give a sample of {sorted(absent)} in tests/pages.py, ARGUMENTS"
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None, rule.rule
    return built[1]


def own(app: Flask) -> dict[str, object]:
    """What ARGUMENTS gives as ours, with the booth's code as it is in this database."""
    with app.app_context():
        code = db.session().scalars(select(BoothCode.code).join(Entry).where(Entry.slug == "simandor-bmd")).first()
    return {**{name: mine for name, (mine, _) in pages.ARGUMENTS.items()}, "code": code}


@pytest.mark.parametrize("who", WHO)
def test_a_role_reaches_what_is_declared_for_it_and_nothing_else(open_app: Flask, who: str) -> None:
    client, values = entered(open_app, who), own(open_app)
    for endpoint, view in list(open_app.view_functions.items()):
        open_app.view_functions[endpoint] = stub(view)
    wrong = []
    for rule, method in rules(open_app):
        access = declared(open_app, rule.endpoint)
        assert access is not None, rule.rule
        path = address(rule, values)
        answer = client.open(path, method=method)
        met = (
            REACHED if answer.text == REACHED else f"{answer.status_code} {answer.headers.get('Location', '')}".strip()
        )
        if met != expected(access, who, method):
            wrong.append(f"{method} {path} ({access.value}) as {who}: {met}")
    assert not wrong, "\n".join(wrong)


def stub(view: Callable[..., object]) -> Callable[..., object]:
    """In the view's place: says that it was reached, and changes nothing."""

    def reached(**values: object) -> str:
        return REACHED

    reached._access = getattr(view, "_access", None)  # type: ignore[attr-defined]
    return reached


def expected(access: Access, who: str, method: str) -> str:
    """What the declaration means for this role."""
    if access is Access.PUBLIC or (who != NOBODY and Role(who) in ROLES[access]):
        return REACHED
    if who == NOBODY:
        return "302 /login" if method == "GET" else "401"
    return "404"


@pytest.mark.parametrize("who", [role.value for role in Role])
def test_every_page_opens_for_its_roles_and_is_absent_for_others(open_app: Flask, who: str) -> None:
    """The real views: none refuses by itself what its declaration allows."""
    client, codes = entered(open_app, who), {}
    with open_app.app_context():
        for slug, code in db.session().execute(select(Entry.slug, BoothCode.code).join(BoothCode)):
            codes[slug] = code
    wrong = []
    for rule, paths in {**pages.ORGANIZER, **pages.JUROR}.items():
        endpoint = next(found.endpoint for found, method in rules(open_app) if (found.rule, method) == (rule, "GET"))
        access = declared(open_app, endpoint)
        assert access is not None
        for path in paths:
            status = client.get(re.sub(r"\{([\w-]+)\}", lambda name: codes[name[1]], path)).status_code
            # The jury's room says 409 until one's sheets are locked: the page is there.
            allowed = status in {200, 302, 409} if Role(who) in ROLES[access] else status == 404
            if not allowed:
                wrong.append(f"{path} ({access.value}) as {who}: {status}")
    assert not wrong, "\n".join(wrong)


def test_what_belongs_elsewhere_is_not_found(open_app: Flask) -> None:
    """Another exhibition's entry, an unknown juror, a stranger's session: 404, and nothing is done."""
    clients = {who: entered(open_app, who) for who in (NOBODY, "organizer", "juror")}
    values, wrong = own(open_app), []
    for rule, method in rules(open_app):
        access = declared(open_app, rule.endpoint)
        for name in sorted(rule.arguments):
            strange = pages.ARGUMENTS[name][1]
            if strange is None or (rule.rule, name) in pages.ANY_VALUE:
                continue
            who = NOBODY if access is Access.PUBLIC else "juror" if access is Access.JUROR else "organizer"
            path = address(rule, {**values, name: strange})
            before = acts(open_app)
            status = clients[who].open(path, method=method, data=FORM if method == "POST" else None).status_code
            if status != 404 or acts(open_app) != before:
                wrong.append(f"{method} {path} as {who}: {status}")
    assert not wrong, "\n".join(wrong)


def acts(app: Flask) -> int:
    """How many lines the audit log has."""
    with app.app_context():
        return db.session().scalar(select(func.count(AuditEvent.id))) or 0


def test_the_written_table_is_the_applications(app: Flask) -> None:
    assert written.TARGET.read_text() == written.text(app), "run `make access`"
