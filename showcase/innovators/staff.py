"""The back office: innovators' links, the deadline, and proposals that wait to be decided."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.entries import labels as entry_words
from showcase.entries import uploads
from showcase.entries.actions import entries, photos
from showcase.entries.rules.photos import MOST_PHOTOS
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.innovators.actions import links, proposals
from showcase.innovators.actions import photos as proposed_photos
from showcase.innovators.actions.links import Given
from showcase.innovators.actions.photos import Chosen
from showcase.innovators.actions.proposals import Proposal
from showcase.kernel import typed_moments, work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.comparing import Piece, side_by_side
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.printing import photo_sources

NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Compared:
    """A proposed field beside the one that stands; `moved` when it was changed since the proposal was sent."""

    field: str
    name: str
    standing: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    moved: bool


@bp.get("/organizer/<exhibition_slug>/profiles")
@allow(Access.ORGANIZER)
def profiles(exhibition_slug: str) -> Response:
    """Who has a link, what waits, and until when innovators may edit."""
    return make_response(_list(exhibition_slug, saved="saved" in request.args))


@bp.post("/organizer/<exhibition_slug>/profiles/deadline")
@allow(Access.ORGANIZER)
def profile_deadline(exhibition_slug: str) -> Answer:
    """Say until when innovators may propose; empty: until the result is fixed."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = request.form.get("until", "").strip()[:40]
    try:
        until = typed_moments.typed(typed, shown.zone)
    except ValueError:
        return make_response(_list(exhibition_slug, typed=typed, error="date-invalid"), 422)
    with transaction() as session:
        links.set_deadline(session, current_act(), exhibition_slug, until)
    return redirect(url_for("organizer.profiles", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.post("/organizer/<exhibition_slug>/profiles/links")
@allow(Access.ORGANIZER)
def give_links(exhibition_slug: str) -> Answer:
    """Make links and show them: this once, because only their hashes are kept."""
    only = request.form.get("entry", "")[:80] or None
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        given = links.give(session, current_act(), exhibition.id, only=only)
    return make_response(_list(exhibition_slug, given=given))


@bp.post("/organizer/<exhibition_slug>/profiles/<entry_slug>/revoke")
@allow(Access.ORGANIZER)
def revoke_link(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take an entry's link out of use."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        links.revoke(session, current_act(), exhibition.id, entry_slug)
    return redirect(url_for("organizer.profiles", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.get("/organizer/<exhibition_slug>/profiles/<entry_slug>")
@allow(Access.ORGANIZER)
def compare_profile(exhibition_slug: str, entry_slug: str) -> Response:
    """A proposal beside the profile as it stands."""
    return make_response(_comparison(exhibition_slug, entry_slug))


@bp.post("/organizer/<exhibition_slug>/profiles/<entry_slug>")
@allow(Access.ORGANIZER)
def decide_profile(exhibition_slug: str, entry_slug: str) -> Answer:
    """Take the chosen fields and pictures over, or refuse the proposal with a reason."""
    version, action = request.form.get("version", ""), request.form.get("action", "")
    if action not in {"approve", "refuse"} or not version.isdecimal():
        raise NotFoundError
    seen = {name.removeprefix("seen."): text for name, text in request.form.items() if name.startswith("seen.")}
    pictures = _chosen_photos(exhibition_slug, entry_slug) if action == "approve" else []
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            shown, number = named(session, exhibition_slug), int(version[:9])
            if action == "approve":
                proposals.approve(
                    session,
                    current_act(),
                    shown.id,
                    entry_slug,
                    version=number,
                    fields=request.form.getlist("field"),
                    seen=seen,
                    pictures=pictures,
                    media=uploads.media(),
                )
            else:
                proposals.refuse(session, current_act(reason), shown.id, entry_slug, version=number)
    except NotFoundError:
        raise
    except DomainError as refused:
        html = _comparison(exhibition_slug, entry_slug, error=refused.code, reason=reason)
        return make_response(html, status_of(refused.code))
    return redirect(url_for("organizer.profiles", exhibition_slug=exhibition_slug, saved=1), 303)


@bp.get("/organizer/<exhibition_slug>/profiles/<entry_slug>/photos/<int:photo_id>")
@allow(Access.ORGANIZER)
def proposed_photo(exhibition_slug: str, entry_slug: str, photo_id: int) -> Response:
    """A picture that waits, uncropped: organizers look closely before it is public."""
    shown = memory.exhibition_or_404(exhibition_slug)
    response = make_response(proposed_photos.source(db.session(), shown.id, entry_slug, photo_id))
    response.mimetype = "image/webp"
    response.headers["Cache-Control"] = "no-store"
    return response


def _chosen_photos(exhibition_slug: str, entry_slug: str) -> list[Chosen]:
    """The pictures that are taken over, in all sizes. Made before the write lock: this is the long part."""
    shown = memory.exhibition_or_404(exhibition_slug)
    ids = [int(number) for number in request.form.getlist("photo")[:MOST_PHOTOS] if NUMBER.fullmatch(number)]
    found = proposed_photos.sources(db.session(), shown.id, entry_slug, ids)
    if not found:
        return []
    with work_queues.PICTURES.turn():
        return [
            Chosen(number, request.form.get(f"alt.{number}", ""), photo_sources.again(source))
            for number, source in found.items()
        ]


def _list(
    slug: str, *, given: list[Given] | None = None, typed: str | None = None, error: str = "", saved: bool = False
) -> str:
    session, shown = db.session(), memory.exhibition_or_404(slug)
    stored = typed_moments.as_typed(shown.profiles_until, shown.zone)
    return render_template(
        "innovators/profiles.html",
        exhibition=shown,
        lines=links.lines(session, shown.id),
        given=given,
        base_url=current_app.extensions["settings"].public_base_url,
        until=stored if typed is None else typed,
        error=error,
        saved=saved,
        now=datetime.now(UTC),
    )


def _comparison(exhibition_slug: str, entry_slug: str, *, error: str = "", reason: str = "") -> str:
    session, shown = db.session(), memory.exhibition_or_404(exhibition_slug)
    row = entries.of_slug(session, shown.id, entry_slug)
    proposal = proposals.latest(session, row.id)
    if proposal is None:
        raise NotFoundError
    return render_template(
        "innovators/staff_profile.html",
        exhibition=shown,
        entry=row,
        proposal=proposal,
        photos=photos.listed(session, row.id),
        typed=request.form,
        fields=_compared(proposal, proposals.profile_of(row)),
        error=error,
        error_text=sentence(error) if error else "",
        reason=reason,
    )


def _compared(proposal: Proposal, standing: dict[str, str]) -> list[Compared]:
    """Field by field; once decided, against what stood when it was sent."""
    found = []
    for field in (name for name in standing if name in proposal.fields):
        base = standing[field] if proposal.is_waiting else proposal.before[field]
        left, right = side_by_side(entry_words.value(field, base), entry_words.value(field, proposal.fields[field]))
        moved = proposal.is_waiting and standing[field] != proposal.before[field]
        found.append(Compared(field, entry_words.field(field), standing[field], left, right, moved))
    return found
