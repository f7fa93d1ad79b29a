"""The back office: who judges what, category by category."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.actions import panel_rule, panels
from showcase.jury.actions.panels import Outcome
from showcase.jury.queries import board as judging_board
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import NotFoundError


@bp.get("/organizer/<exhibition_slug>/panels")
@allow(Access.ORGANIZER)
def panels_home(exhibition_slug: str) -> Answer:
    """The first category's matrix; without categories the jurors' page."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if not shown.categories:
        return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug))
    first = shown.categories[0].slug
    return redirect(url_for("organizer.panel", exhibition_slug=exhibition_slug, category_slug=first))


@bp.get("/organizer/<exhibition_slug>/panels/<category_slug>")
@allow(Access.ORGANIZER)
def panel(exhibition_slug: str, category_slug: str) -> Response:
    """A category's matrix of jurors and entries."""
    shown = memory.exhibition_or_404(exhibition_slug)
    category = next((known for known in shown.categories if known.slug == category_slug), None)
    if category is None:
        raise NotFoundError
    board = judging_board.board(db.session(), shown.id)
    html = render_template(
        "jury/panel.html",
        exhibition=shown,
        category=category,
        found=next((known for known in board.categories if known.slug == category_slug), None),
        jurors=board.jurors,
        bound=judging_board.BOUND,
        decided=shown.phase in DECIDED,
        everything=panel_rule.judges_everything(db.session(), shown.id),
        told={name: request.args.get(name, type=int) for name in ("added", "removed", "kept")},
    )
    return make_response(html)


@bp.post("/organizer/<exhibition_slug>/panels/<category_slug>")
@allow(Access.ORGANIZER)
def assign_pairs(exhibition_slug: str, category_slug: str) -> Answer:
    """Assign the ticked pairs, of the jurors and entries that the form showed."""
    form = request.form
    pairs = [(name, slug) for name, _, slug in (text.partition("/") for text in form.getlist("pair"))]
    with transaction() as session:
        outcome = panels.assign(
            session,
            current_act(),
            named(session, exhibition_slug).id,
            category_slug,
            pairs,
            usernames=form.getlist("juror"),
            entry_slugs=form.getlist("entry"),
        )
    return _back(exhibition_slug, category_slug, outcome)


@bp.post("/organizer/<exhibition_slug>/panels/<category_slug>/panel")
@allow(Access.ORGANIZER)
def assign_panel(exhibition_slug: str, category_slug: str) -> Answer:
    """Make the ticked jurors the category's panel: each judges every entry of it."""
    usernames = request.form.getlist("juror")
    with transaction() as session:
        exhibition_id = named(session, exhibition_slug).id
        outcome = panels.assign_panel(session, current_act(), exhibition_id, category_slug, usernames)
    return _back(exhibition_slug, category_slug, outcome)


@bp.post("/organizer/<exhibition_slug>/panels/<category_slug>/everybody")
@allow(Access.ORGANIZER)
def assign_everybody(exhibition_slug: str, category_slug: str) -> Answer:
    """Assign every entry of the exhibition to every active juror."""
    _check_category(exhibition_slug, category_slug)
    with transaction() as session:
        exhibition_id = named(session, exhibition_slug).id
        outcome = panels.assign_everybody(session, current_act(), exhibition_id)
    return _back(exhibition_slug, category_slug, outcome)


@bp.post("/organizer/<exhibition_slug>/panels/<category_slug>/rule")
@allow(Access.ORGANIZER)
def choose_panel_rule(exhibition_slug: str, category_slug: str) -> Answer:
    """Choose who judges what comes later: every juror of the category (`rule=all`), or who is chosen by hand."""
    _check_category(exhibition_slug, category_slug)
    everything = request.form.get("rule") == "all"
    with transaction() as session:
        exhibition_id = named(session, exhibition_slug).id
        added = panel_rule.choose(session, current_act(), exhibition_id, everything=everything)
    return _back(exhibition_slug, category_slug, Outcome(added, 0, 0))


def _check_category(exhibition_slug: str, category_slug: str) -> None:
    if category_slug not in {category.slug for category in memory.exhibition_or_404(exhibition_slug).categories}:
        raise NotFoundError


def _back(exhibition_slug: str, category_slug: str, outcome: Outcome) -> Answer:
    address = url_for(
        "organizer.panel",
        exhibition_slug=exhibition_slug,
        category_slug=category_slug,
        added=outcome.added,
        removed=outcome.removed,
        kept=outcome.kept,
    )
    return redirect(address, 303)
