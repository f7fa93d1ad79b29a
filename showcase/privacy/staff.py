"""The back office: the privacy notice's contact, retention and own paragraphs."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError, named
from showcase.exhibitions.rules import ConfirmationNeededError, Step
from showcase.installation import backups
from showcase.kernel import form_fields
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.privacy.actions import notice as privacy
from showcase.privacy.actions import retention

TEXTS = ("office", "reach", "more")


@bp.get("/organizer/<exhibition_slug>/notice")
@allow(Access.ORGANIZER)
def notice(exhibition_slug: str) -> Response:
    """The form, and where the whole notice can be read."""
    row = named(db.session(), exhibition_slug)
    typed = {name: getattr(row, f"privacy_{name}") for name in TEXTS}
    typed["office"] = typed["office"] or row.organiser
    return make_response(_form(exhibition_slug, {**typed, "retention_days": str(row.retention_days)}, {}))


@bp.post("/organizer/<exhibition_slug>/notice")
@allow(Access.ORGANIZER)
def describe_notice(exhibition_slug: str) -> Answer:
    """Store what the organizers add to the notice."""
    typed = {name: request.form.get(name, "")[:6000] for name in (*TEXTS, "retention_days")}
    days = typed["retention_days"].strip()
    number = int(days) if days.isascii() and days.isdigit() and len(days) <= 5 else 0
    try:
        with transaction() as session:
            texts = {name: typed[name] for name in TEXTS}
            privacy.describe(session, current_act(), exhibition_slug, retention_days=number, **texts)
    except ExhibitionInvalidError as error:
        return make_response(_form(exhibition_slug, typed, dict(error.fields)), 422)
    return redirect(steps.onward(exhibition_slug, Step.PRIVACY), 303)


@bp.post("/organizer/<exhibition_slug>/notice/purge")
@allow(Access.ORGANIZER)
def purge_keys(exhibition_slug: str) -> Answer:
    """Destroy the voters' key, for good."""
    memory.exhibition_or_404(exhibition_slug)
    if request.form.get("understood") != "yes":
        raise ConfirmationNeededError
    with transaction() as session:
        retention.purge(session, current_act(), exhibition_slug)
    return redirect(url_for("organizer.notice", exhibition_slug=exhibition_slug, purged=1), 303)


def _form(slug: str, typed: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template(
        "privacy/staff_notice.html",
        exhibition=memory.exhibition_or_404(slug),
        typed=typed,
        wrong=form_fields.words(wrong),
        limits=privacy.LIMITS,
        saved="saved" in request.args,
        purged="purged" in request.args,
        kept=retention.kept(db.session(), slug, now=datetime.now(UTC)),
        copies=len(backups.listed(current_app.extensions["settings"].data_dir)),
    )
