"""The back office: jurors."""

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.domain.accounts import Role
from showcase.domain.errors import DomainError
from showcase.extensions import db, transaction
from showcase.services import accounts, juries, juror_cards
from showcase.services.exhibitions import named
from showcase.web import visitor
from showcase.web.access import Access, allow
from showcase.web.errors import sentence, status_of
from showcase.web.organizer.blueprint import bp


@bp.get("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def jurors(exhibition_slug: str) -> Response:
    """Every juror with progress, and the form for another."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def create_juror(exhibition_slug: str) -> Response:
    """Make a juror, assigned every entry; the one-time password is shown this once."""
    typed = {name: request.form.get(name, "")[:200] for name in ("name", "username", "organisation")}
    actor = current_user.username
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            made, password = accounts.create(
                session,
                username=typed["username"],
                name=typed["name"],
                organisation=typed["organisation"],
                role=Role.JUROR,
                now=datetime.now(UTC),
                actor=actor,
            )
            juries.assign_all(session, exhibition.id, made, actor=actor, now=datetime.now(UTC))
    except DomainError as error:
        return make_response(_page(exhibition_slug, typed=typed, error=sentence(error.code)), status_of(error.code))
    return make_response(_page(exhibition_slug, shown_for=typed["username"].strip().lower(), password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/password")
@allow(Access.ORGANIZER)
def reset_juror(exhibition_slug: str, username: str) -> Response:
    """Give a juror a new one-time password, shown this once; the juror's sessions end."""
    with transaction() as session:
        named(session, exhibition_slug)
        password = accounts.reset_password(
            session, username, role=Role.JUROR, actor=current_user.username, now=datetime.now(UTC)
        )
    return make_response(_page(exhibition_slug, shown_for=username, password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/active")
@allow(Access.ORGANIZER)
def switch_juror(exhibition_slug: str, username: str) -> Answer:
    """Disable a juror's account, or enable it again."""
    active = request.form.get("active") == "1"
    with transaction() as session:
        named(session, exhibition_slug)
        accounts.set_active(
            session, username, role=Role.JUROR, active=active, actor=current_user.username, now=datetime.now(UTC)
        )
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/assign")
@allow(Access.ORGANIZER)
def assign_juror(exhibition_slug: str, username: str) -> Answer:
    """Assign the juror every entry of the exhibition that is not yet."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        juror = accounts.of_role(session, username, Role.JUROR)
        juries.assign_all(session, exhibition.id, juror, actor=current_user.username, now=datetime.now(UTC))
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


def _page(
    exhibition_slug: str,
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    shown_for: str = "",
    password: str = "",
) -> str:
    shown = visitor.exhibition_or_404(exhibition_slug)
    return render_template(
        "organizer/jurors.html",
        exhibition=shown,
        jurors=juries.progress(db.session(), shown.id),
        cards=juror_cards.cards(db.session()),
        entries=len(shown.entries),
        typed=typed or {},
        error=error,
        shown_for=shown_for,
        password=password,
    )
