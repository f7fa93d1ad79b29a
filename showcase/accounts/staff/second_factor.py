"""One's own second factor: setting it up with a QR code, and switching it off."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from showcase.accounts.actions import accounts, second_factors, sessions
from showcase.accounts.public.blueprint import bp
from showcase.accounts.public.entering import first_page
from showcase.accounts.rules import LoginRefusedError
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.kernel import work_queues
from showcase.kernel.access import MUST_SET_UP, Access, allow
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.printing.qr import qr_svg

GROUP = 4


@bp.get("/account/second-factor")
@allow(Access.SIGNED_IN)
def second_factor() -> Response:
    """Where one stands: off, a code to scan and confirm, or on."""
    if MUST_SET_UP in session and not second_factors.must_set_up(db.session(), current_user.id):
        session.pop(MUST_SET_UP)
    return make_response(_page())


@bp.post("/account/second-factor")
@allow(Access.SIGNED_IN)
def propose_second_factor() -> AnyResponse:
    """Make a secret to scan; nothing is asked at sign-in until a code of it was typed."""
    with transaction() as opened:
        second_factors.propose(opened, current_user.id, now=datetime.now(UTC))
    return redirect(url_for("account.second_factor"), 303)


@bp.post("/account/second-factor/confirm")
@allow(Access.SIGNED_IN)
def confirm_second_factor() -> Response:
    """Switch it on with the first code; the recovery codes are shown this once."""
    try:
        with transaction() as opened:
            typed = request.form.get("code", "")[:40]
            codes = second_factors.confirm(opened, current_user.id, typed, now=datetime.now(UTC))
    except DomainError as error:
        return _refused(error)
    session.pop(MUST_SET_UP, None)
    return make_response(_page(codes=codes))


@bp.post("/account/second-factor/off")
@allow(Access.SIGNED_IN)
def switch_off_second_factor() -> AnyResponse:
    """Switch it off with the password and a code; both tries are counted as at sign-in."""
    account_id, username = current_user.id, current_user.username
    password, code = request.form.get("password", "")[:300], request.form.get("code", "")[:40]
    try:
        with work_queues.STAFF.place():
            with transaction() as opened:
                here = current_user.get_id()
                attempt = sessions.attempt(opened, username, now=datetime.now(UTC), device=here)
                second = sessions.attempt_code(opened, account_id, now=datetime.now(UTC), device=here)
            if not accounts.knows_password(db.session(), account_id, password):
                raise LoginRefusedError
        with transaction() as opened:
            sessions.clear(opened, attempt)
            second_factors.switch_off(opened, account_id, code, now=datetime.now(UTC))
            sessions.clear(opened, second)
    except DomainError as error:
        return _refused(error)
    return redirect(url_for("account.second_factor"), 303)


def _refused(error: DomainError) -> Response:
    html = _page(error=sentence(error.code))
    return refusal_headers(make_response(html, status_of(error.code)), error.code)


def _page(*, error: str = "", codes: list[str] | None = None) -> str:
    found, opened = second_factors.state(db.session(), current_user.id), db.session()
    svg = ""
    if found.secret:
        svg = qr_svg(second_factors.address(found.secret, current_user.username), "M", label="QR")
    return render_template(
        "accounts/second_factor.html",
        factor=found,
        qr=Markup(svg),  # noqa: S704 - drawn by us; the only text in it is escaped
        secret=_grouped(found.secret).upper(),
        codes=[_grouped(code) for code in codes or []],
        must=MUST_SET_UP in session,
        required=second_factors.is_required(opened),
        zone=memory.zone(),
        next_page=first_page(current_user.id, current_user.role),
        error=error,
    )


def _grouped(text: str) -> str:
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
