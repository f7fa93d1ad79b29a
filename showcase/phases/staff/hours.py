"""The back office: when votes are taken."""

from datetime import UTC, datetime

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer

from showcase.database import transaction
from showcase.exhibitions import memory, steps
from showcase.exhibitions.actions.exhibitions import ExhibitionInvalidError
from showcase.exhibitions.rules import Phase, Step, oddities
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel import form_fields, typed_moments
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.phases.actions import schedule
from showcase.phases.labels import hours as hour_words

ODDITIES: dict[str, LazyString] = {
    "opens-before-first-day": _l("Pembukaan jatuh sebelum hari pertama pameran."),
    "opens-after-last-day": _l("Pembukaan jatuh sesudah hari terakhir pameran."),
    "closes-after-last-day": _l("Penutupan jatuh sesudah hari terakhir pameran."),
    "closes-before-first-day": _l("Penutupan jatuh sebelum hari pertama pameran."),
    "closes-past": _l("Waktu penutupan sudah lewat, jadi tidak ada suara yang diterima."),
}


@bp.get("/organizer/<exhibition_slug>/hours")
@allow(Access.ORGANIZER)
def hours(exhibition_slug: str) -> Answer:
    """The form for the opening and the closing; once opened, hours change on the phase page, with a reason."""
    shown = memory.exhibition_or_404(exhibition_slug)
    if shown.phase is not Phase.SETUP:
        return redirect(url_for("organizer.phase", exhibition_slug=exhibition_slug, _anchor="jadwal"))
    return make_response(_form(shown, hour_words.stored(shown), {}))


@bp.post("/organizer/<exhibition_slug>/hours")
@allow(Access.ORGANIZER)
def set_hours(exhibition_slug: str) -> Answer:
    """Set when votes are taken. What looks odd is stored, and told on the same page."""
    shown = memory.exhibition_or_404(exhibition_slug)
    typed = {name: request.form.get(name, "").strip()[:40] for name in schedule.HOURS}
    act = current_act()
    try:
        opens_at, closes_at = (_moment(name, typed[name], shown) for name in schedule.HOURS)
        with transaction() as session:
            schedule.change(session, act, exhibition_slug, opens_at=opens_at, closes_at=closes_at)
    except ExhibitionInvalidError as error:
        return make_response(_form(shown, typed, dict(error.fields)), 422)
    if any(oddities(opens_at, closes_at, (shown.starts_on, shown.ends_on), shown.zone, act.now)):
        return redirect(steps.address(Step.HOURS, exhibition_slug) + "?saved=1", 303)
    return redirect(steps.onward(exhibition_slug, Step.HOURS), 303)


def _moment(name: str, text: str, shown: ExhibitionView) -> datetime | None:
    """What was typed, in the exhibition's own zone. Raises ExhibitionInvalidError."""
    try:
        return typed_moments.typed(text, shown.zone)
    except ValueError as error:
        raise ExhibitionInvalidError({name: "date-invalid"}) from error


def _form(shown: ExhibitionView, typed: dict[str, str], wrong: dict[str, str]) -> str:
    now = datetime.now(UTC)
    odd = oddities(shown.opens_at, shown.closes_at, (shown.starts_on, shown.ends_on), shown.zone, now)
    return render_template(
        "phases/hours.html",
        exhibition=shown,
        typed=typed,
        wrong=form_fields.words(wrong),
        oddities=[str(ODDITIES[code]) for code in odd] if not wrong else [],
        zone_name=now.astimezone(shown.zone).tzname(),
        saved="saved" in request.args,
    )
