"""The back office: its people, their roles, invitations and sessions. The page belongs to the whole installation."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.accounts import labels as role_words
from showcase.accounts.actions import accounts, invitations, memberships, second_factors
from showcase.accounts.actions import people as everybody
from showcase.accounts.rules import RoleRefusedError
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.roles import OFFICE_ROLES, Role


@bp.get("/organizer/people")
@allow(Access.ORGANIZER)
def people() -> Response:
    """Everybody of the back office, the open invitations, and the form for another."""
    return make_response(_page())


@bp.post("/organizer/people")
@allow(Access.ORGANIZER)
def invite() -> Response:
    """Make an invitation; its link is shown this once."""
    name, role = request.form.get("name", "")[:200], request.form.get("role", "")
    try:
        with transaction() as session:
            wanted = _wanted()
            token = invitations.invite(session, current_act(), name=name, role=_role(role), exhibition_ids=wanted)
    except DomainError as error:
        return _refused(error, typed={"name": name, "role": role})
    return make_response(_page(link=_link(token), link_for=name.strip()))


@bp.post("/organizer/people/<username>/exhibitions")
@allow(Access.ORGANIZER)
def belong(username: str) -> Answer:
    """Say which exhibitions a person belongs to; an organizer belongs to the installation."""
    with transaction() as session:
        memberships.set_of(session, current_act(), username, _wanted())
    return redirect(url_for("organizer.people", _anchor=f"person-{username}"), 303)


@bp.post("/organizer/people/<username>/link")
@allow(Access.ORGANIZER)
def invite_again(username: str) -> Response:
    """A link for a new password, shown this once."""
    with transaction() as session:
        token = invitations.invite_again(session, current_act(), username)
    return make_response(_page(link=_link(token), link_for=username, renews=True))


@bp.post("/organizer/people/invitations/<int:invitation_id>/revoke")
@allow(Access.ORGANIZER)
def revoke_invitation(invitation_id: int) -> Answer:
    """End a link that nobody has used."""
    with transaction() as session:
        invitations.revoke(session, current_act(), invitation_id)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/role")
@allow(Access.ORGANIZER)
def change_role(username: str) -> Answer:
    """Give a person another role, with a reason."""
    role, reason = request.form.get("role", ""), request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            everybody.change_role(session, current_act(reason), username, _role(role))
    except DomainError as error:
        return _refused(error, changing=username, typed={"new_role": role, "reason": reason})
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/active")
@allow(Access.ORGANIZER)
def switch_person(username: str) -> Answer:
    """Disable a person, which ends the sessions at once, or enable again."""
    active = request.form.get("active") == "1"
    try:
        with transaction() as session:
            everybody.set_active(session, current_act(), username, active=active)
    except DomainError as error:
        return _refused(error, changing=username)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/<username>/sessions")
@allow(Access.ORGANIZER)
def end_sessions_of(username: str) -> Answer:
    """Sign a person, a juror too, out of every device."""
    with transaction() as session:
        everybody.end_sessions(session, current_act(), username)
    return redirect(url_for("organizer.people"), 303)


@bp.post("/organizer/people/second-factor")
@allow(Access.ORGANIZER)
def require_second_factor() -> Answer:
    """Say whether organizers must have a second factor."""
    required = request.form.get("required") == "1"
    try:
        with transaction() as session:
            second_factors.require(session, current_act(), required, actor_id=current_user.id)
    except DomainError as error:
        return _refused(error)
    return redirect(url_for("organizer.people"), 303)


def _wanted() -> list[int]:
    """The ticked exhibitions; a form from before there were any has none, and then it is the current one."""
    ticked = [int(text) for text in request.form.getlist("exhibition") if text.isdecimal() and len(text) < 10]
    current = memory.fresh().current
    return ticked if ticked or "choosing" in request.form or current is None else [current.id]


def _role(text: str) -> Role:
    if text not in set(Role):
        raise RoleRefusedError
    return Role(text)


def _link(token: str) -> str:
    return f"{current_app.extensions['settings'].public_base_url}{url_for('account.invitation', token=token)}"


def _refused(error: DomainError, *, changing: str = "", typed: dict[str, str] | None = None) -> Response:
    if isinstance(error, NotFoundError):
        raise error
    return make_response(_page(error=sentence(error.code), changing=changing, typed=typed), status_of(error.code))


def _page(
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    changing: str = "",
    link: str = "",
    link_for: str = "",
    renews: bool = False,
) -> str:
    session, now = db.session(), datetime.now(UTC)
    return render_template(
        "accounts/people.html",
        exhibition=memory.fresh().front,
        exhibitions=sorted(memory.fresh().exhibitions.values(), key=lambda view: (view.is_archive, -view.id)),
        current=memory.fresh().current,
        people=everybody.people(session, now=now),
        jurors=accounts.by_role(session, Role.JUROR),
        invitations=invitations.pending(session, now=now),
        required=second_factors.is_required(session),
        roles=OFFICE_ROLES,
        role_names=role_words.NAMES,
        role_texts=role_words.WHAT,
        zone=memory.zone(),
        days=invitations.DAYS,
        typed=typed or {},
        error=error,
        changing=changing,
        link=link,
        link_for=link_for,
        renews=renews,
    )
