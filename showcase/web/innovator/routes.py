"""The innovator's own page: see the profile, propose changes until the deadline, take the poster along."""

from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.domain.profile import LIMITS, TERMS
from showcase.domain.proposals import EDITABLE, NOTE_LENGTH, NothingProposedError, ProfileClosedError
from showcase.extensions import csrf, db, transaction
from showcase.services import posters, proposals
from showcase.services.entries import EntryInvalidError
from showcase.services.proposals import OwnEntry
from showcase.web import entry_words, form_words, visitor
from showcase.web.access import Access, allow
from showcase.web.errors import sentence, status_of
from showcase.web.innovator.blueprint import bp


@bp.get("/innovator/<token>")
@allow(Access.PUBLIC)
def profile(token: str) -> Response:
    """The own entry: what waits, what was decided, and the form. The link is the key; nothing else is asked."""
    found = proposals.own(db.session(), token, now=datetime.now(UTC))
    return _page(token, found, sent=request.args.get("sent", ""))


@bp.post("/innovator/<token>")
@csrf.exempt  # the address is itself the secret: a stranger's page does not know where to post
@allow(Access.PUBLIC)
def propose(token: str) -> Answer:
    """Send the profile for approval, or take back what waits; a refusal is told on the page, with what was typed."""
    now, taking_back = datetime.now(UTC), request.form.get("action") == "take-back"
    typed = {name: request.form[name][:20_000] for name in EDITABLE if name in request.form}
    note = request.form.get("note", "")[: NOTE_LENGTH * 2]
    try:
        with transaction() as session:
            if taking_back:
                proposals.take_back(session, token, now=now)
            else:
                proposals.propose(session, token, typed, note=note, now=now)
    except EntryInvalidError as refused:
        found = proposals.own(db.session(), token, now=now)
        return _page(token, found, typed={**typed, "note": note}, wrong=dict(refused.fields))
    except (NothingProposedError, ProfileClosedError) as refused:
        found = proposals.own(db.session(), token, now=now)
        return _page(token, found, typed={**typed, "note": note}, error=refused.code)
    return redirect(url_for("innovator.profile", token=token, sent="back" if taking_back else "1"), 303)


@bp.get("/innovator/<token>/poster.pdf")
@allow(Access.PUBLIC)
def poster(token: str) -> Response:
    """The own booth's poster, A4."""
    found = proposals.own(db.session(), token, now=datetime.now(UTC))
    shown = visitor.exhibition_or_404(found.exhibition)
    settings = current_app.extensions["settings"]
    logo, wanted = posters.logo(shown, settings.data_dir / "media"), posters.chosen(shown, only=found.slug)
    response = make_response(posters.pack(shown, wanted, "a4", base_url=settings.public_base_url, logo=logo))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="poster-{found.slug}.pdf"'
    return _private(response)


def _page(
    token: str,
    found: OwnEntry,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    error: str = "",
    sent: str = "",
) -> Response:
    shown = visitor.exhibition_or_404(found.exhibition)
    waiting = found.waiting
    values = {**found.profile, **(waiting.fields if waiting else {}), "note": waiting.note if waiting else ""}
    html = render_template(
        "innovator/profile.html",
        exhibition=shown,
        token=token,
        own=found,
        view=shown.by_slug.get(found.slug),
        typed={**values, **(typed or {})},
        wrong=form_words.words(wrong or {}),
        error="fields-invalid" if wrong else error,
        error_text=sentence(error) if error else "",
        names=entry_words.FIELDS,
        terms=TERMS,
        limits={**LIMITS, "note": NOTE_LENGTH},
        sent=sent,
    )
    return _private(make_response(html, 422 if wrong else status_of(error) if error else 200))


def _private(response: Response) -> Response:
    """The address holds a secret: no other page, and no other site, is to read it from a Referer."""
    response.headers["Cache-Control"] = "no-store"
    return response
