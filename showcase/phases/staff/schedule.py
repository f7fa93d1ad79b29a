"""The back office: the hours in which votes are accepted, and giving the hall more time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError
from showcase.kernel import form_fields, typed_moments
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, ReasonNeededError
from showcase.kernel.refusals import status_of
from showcase.phases.actions import schedule
from showcase.phases.staff import phases

EXTENSIONS = ("5", "15", "30", "60")


@bp.post("/organizer/<exhibition_slug>/phase/schedule")
@allow(Access.ORGANIZER)
def change_schedule(exhibition_slug: str) -> Answer:
    """Change the hours, or put off the end by some minutes; a refusal is told on the page, with what was typed."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "")[:40] for name in schedule.HOURS}
    typed["reason"] = request.form.get("reason", "")[:1000]
    now, extend = datetime.now(UTC), request.form.get("extend", "")
    wrong: dict[str, str] = {}
    try:
        if extend in EXTENSIONS and shown.closes_at is not None:
            hours = {"opens_at": shown.opens_at, "closes_at": _put_off(shown.closes_at, int(extend), now)}
        else:
            hours = _read(typed, shown.zone)
        with transaction() as session:
            schedule.change(session, current_act(typed["reason"]), exhibition_slug, **hours)
    except ExhibitionInvalidError as error:
        wrong = dict(error.fields)
    except ReasonNeededError as error:
        wrong = {"reason": error.code}
    except DomainError as refused:
        return make_response(phases.page(exhibition_slug, error=refused.code), status_of(refused.code))
    if wrong:
        html = phases.page(exhibition_slug, hours=typed, hours_wrong=form_fields.words(wrong))
        return make_response(html, 422)
    return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug, scheduled=1), 303)


def _put_off(closes_at: datetime, minutes: int, now: datetime) -> datetime:
    return max(closes_at, now.replace(second=0, microsecond=0)) + timedelta(minutes=minutes)


def _read(typed: dict[str, str], zone: ZoneInfo) -> dict[str, datetime | None]:
    """The moments in the fields. Raises ExhibitionInvalidError."""
    wrong: dict[str, str] = {}
    found: dict[str, datetime | None] = {}
    for name in schedule.HOURS:
        try:
            found[name] = typed_moments.typed(typed[name], zone)
        except ValueError:
            wrong[name] = "date-invalid"
    if wrong:
        raise ExhibitionInvalidError(wrong)
    return found
