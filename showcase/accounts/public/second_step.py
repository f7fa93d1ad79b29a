"""The second step of signing in: a code, after the right password."""

from datetime import UTC, datetime

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from showcase.accounts.actions import sessions
from showcase.accounts.public import known_device
from showcase.accounts.public.blueprint import bp
from showcase.accounts.public.entering import PENDING, device, enter, waiting
from showcase.accounts.rules import CodeWrongError, LoginRefusedError, TooManyLoginsError
from showcase.database import transaction
from showcase.kernel.access import Access, allow
from showcase.kernel.refusals import refusal_headers, sentence, status_of


@bp.get("/login/code")
@allow(Access.PUBLIC)
def code() -> Response:
    """Ask for the code; without a right password before, back to the beginning."""
    if waiting() is None:
        return redirect(url_for("account.login"))
    return make_response(render_template("accounts/code.html", error=""))


@bp.post("/login/code")
@allow(Access.PUBLIC)
def check_code() -> Response:
    """Check the code and open the session. The try is written before the code is looked at."""
    account_id = waiting()
    if account_id is None:
        session.pop(PENDING, None)
        return redirect(url_for("account.login"), 303)
    try:
        with transaction() as opened:
            known = known_device.of_account(account_id)
            attempt = sessions.attempt_code(opened, account_id, now=datetime.now(UTC), device=known)
        with transaction() as opened:
            typed = request.form.get("code", "")[:40]
            sessions.prove_code(opened, account_id, typed, attempt_id=attempt, now=datetime.now(UTC))
            token = sessions.open_session(opened, account_id, now=datetime.now(UTC), device=device())
    except LoginRefusedError:
        session.pop(PENDING, None)
        return redirect(url_for("account.login"), 303)
    except (CodeWrongError, TooManyLoginsError) as error:
        html = render_template("accounts/code.html", error=sentence(error.code))
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(enter(token), 303)
