"""The back office: deciding what another organizer proposed about rules in use."""

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.declaration.actions import changes
from showcase.exhibitions.actions import exhibitions
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, status_of
from showcase.results.actions import approvals
from showcase.results.staff import rules as rules_pages


@bp.post("/organizer/<exhibition_slug>/rules/changes/<int:change_id>")
@allow(Access.ORGANIZER)
def decide_rule_change(exhibition_slug: str, change_id: int) -> Answer:
    """Approve another organizer's proposal, decline it, or take one's own back."""
    action, reason = request.form.get("action", ""), request.form.get("reason", "")
    try:
        with transaction() as session:
            owner = exhibitions.named(session, exhibition_slug).id
            if action == "approve":
                approvals.approve(session, current_act(), owner, change_id)
            elif action == "decline":
                changes.turn_down(session, current_act(reason), owner, change_id)
            else:
                raise NotFoundError
    except NotFoundError:
        raise
    except DomainError as refused:
        return _refused(exhibition_slug, refused.code)
    told = "approved" if action == "approve" else "closed"
    return redirect(url_for("organizer.rules", exhibition_slug=exhibition_slug, told=told), 303)


def _refused(exhibition_slug: str, code: str) -> Response:
    html = rules_pages.page(exhibition_slug, error_code=code)
    return refusal_headers(make_response(html, status_of(code)), code)
