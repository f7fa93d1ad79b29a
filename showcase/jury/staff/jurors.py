"""The back office: jurors."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.accounts.actions import accounts, cards
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.jury.actions import panel_rule
from showcase.jury.queries import jurors as juries
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.roles import Role


@bp.get("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def jurors(exhibition_slug: str) -> Response:
    """Every juror with progress, and the form for another."""
    return make_response(_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def create_juror(exhibition_slug: str) -> Response:
    """Make a juror of this exhibition, assigned as its rule says; the one-time password is shown this once."""
    typed = {name: request.form.get(name, "")[:200] for name in ("name", "username", "organisation")}
    try:
        with work_queues.STAFF.turn(), transaction() as session:
            exhibition = named(session, exhibition_slug)
            made, password = accounts.create(
                session,
                current_act(),
                username=typed["username"],
                name=typed["name"],
                organisation=typed["organisation"],
                role=Role.JUROR,
            )
            panel_rule.welcome(session, current_act(), exhibition.id, made)
    except DomainError as error:
        return make_response(_page(exhibition_slug, typed=typed, error=sentence(error.code)), status_of(error.code))
    return make_response(_page(exhibition_slug, shown_for=typed["username"].strip().lower(), password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/password")
@allow(Access.ORGANIZER)
def reset_juror(exhibition_slug: str, username: str) -> Response:
    """Give a juror a new one-time password, shown this once; the juror's sessions end."""
    with work_queues.STAFF.turn(), transaction() as session:
        named(session, exhibition_slug)
        password = accounts.reset_password(session, current_act(), username, role=Role.JUROR)
    return make_response(_page(exhibition_slug, shown_for=username, password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/active")
@allow(Access.ORGANIZER)
def switch_juror(exhibition_slug: str, username: str) -> Answer:
    """Disable a juror's account, or enable it again."""
    active = request.form.get("active") == "1"
    with transaction() as session:
        named(session, exhibition_slug)
        accounts.set_active(session, current_act(), username, role=Role.JUROR, active=active)
        if active:
            panel_rule.return_of(session, current_act(), accounts.of_role(session, username, Role.JUROR))
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/assign")
@allow(Access.ORGANIZER)
def assign_juror(exhibition_slug: str, username: str) -> Answer:
    """Assign the juror every entry of the exhibition that is not yet."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        juror = accounts.of_role(session, username, Role.JUROR)
        juries.assign_all(session, current_act(), exhibition.id, juror)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


def _page(
    exhibition_slug: str,
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    shown_for: str = "",
    password: str = "",
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    own = juries.progress(db.session(), shown.id)
    here = {one.id for one in own}
    return render_template(
        "jury/jurors.html",
        exhibition=shown,
        jurors=own,
        others=[one for one in accounts.by_role(db.session(), Role.JUROR) if one.is_active and one.id not in here],
        everything=panel_rule.judges_everything(db.session(), shown.id),
        cards=cards.cards(db.session()),
        entries=len(shown.entries),
        typed=typed or {},
        error=error,
        shown_for=shown_for,
        password=password,
    )
