"""The back office: booth codes issued anew."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.entries.actions import booth_codes
from showcase.exhibitions.actions.exhibitions import named
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp


@bp.post("/organizer/<exhibition_slug>/codes")
@allow(Access.ORGANIZER)
def reissue_codes(exhibition_slug: str) -> Answer:
    """New codes for the entry that the form names, or for all of them, with a reason."""
    slug = request.form.get("entry", "")[:80]
    with transaction() as session:
        count = booth_codes.reissue(
            session,
            current_act(request.form.get("reason", "")[:1000]),
            named(session, exhibition_slug).id,
            slug,
            seen=request.form.get("seen", "")[:16],
        )
    address = url_for("organizer.posters", exhibition_slug=exhibition_slug, reissued=count, entry=slug or None)
    return redirect(address, 303)
