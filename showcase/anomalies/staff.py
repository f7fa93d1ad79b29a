"""The back office: what is odd in the votes, and what two organizers decide about it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.accounts.labels import action_words
from showcase.anomalies import labels as words
from showcase.anomalies.actions import flags, quarantine
from showcase.anomalies.actions.flags import Flag
from showcase.anomalies.rules import AROUND, CHOICES, Proposal
from showcase.anomalies.watch import watch
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.views import ExhibitionView
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import refusal_headers, sentence, status_of
from showcase.results.queries import suspended
from showcase.voting.labels import Chart, chart
from showcase.voting.rules import Step, bars

# A chart over a longer time has bars of five minutes.
LONG = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Card:
    """A flag as the page shows it: in words, with its chart and what may be done."""

    flag: Flag
    told: str
    harmless: str
    chart: Chart
    choices: tuple[Proposal, ...]
    is_own: bool


@bp.get("/organizer/<exhibition_slug>/anomalies")
@allow(Access.ORGANIZER)
def anomalies(exhibition_slug: str) -> Response:
    """Everything that was noticed; the page looks through all votes when it is opened."""
    shown = memory.exhibition_or_404(exhibition_slug)
    watch(shown, now=datetime.now(UTC), whole=True)
    return make_response(_page(shown))


@bp.post("/organizer/<exhibition_slug>/anomalies/<int:flag_id>")
@allow(Access.ORGANIZER)
def decide_anomaly(exhibition_slug: str, flag_id: int) -> Answer:
    """Propose, confirm or turn down; a refusal is told at the flag, with what was typed."""
    shown = memory.exhibition_or_404(exhibition_slug)
    step, wanted = request.form.get("step", ""), request.form.get("proposal", "")
    if step not in {"propose", "confirm", "decline"} or wanted not in set(Proposal):
        raise NotFoundError
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            if step == "propose":
                quarantine.propose(session, current_act(reason), shown.id, flag_id, Proposal(wanted))
            elif step == "decline":
                quarantine.decline(session, current_act(reason), shown.id, flag_id)
            else:
                quarantine.confirm(session, current_act(), shown.id, flag_id, Proposal(wanted))
    except NotFoundError:
        raise
    except DomainError as error:
        html = _page(shown, at=flag_id, error=sentence(error.code), typed=reason)
        return refusal_headers(make_response(html, status_of(error.code)), error.code)
    return redirect(url_for("organizer.anomalies", exhibition_slug=exhibition_slug) + f"#flag-{flag_id}", 303)


def _page(shown: ExhibitionView, *, at: int = 0, error: str = "", typed: str = "") -> str:
    session = db.session()
    found = flags.flags(session, shown.id)
    return render_template(
        "anomalies/staff.html",
        exhibition=shown,
        cards=[_card(shown, flag) for flag in found],
        states=words.STATES,
        proposals=words.PROPOSALS,
        effects=words.EFFECTS,
        action_words=action_words,
        suspended=sum(suspended.suspended(session, shown.id).values()),
        may_decide=shown.phase not in DECIDED,
        at=at,
        error=error,
        typed=typed,
    )


def _card(shown: ExhibitionView, flag: Flag) -> Card:
    entry = shown.by_id.get(flag.entry_id or 0)
    return Card(
        flag=flag,
        told=words.told(flag, entry.name if entry else _("beberapa stan")),
        harmless=str(words.HARMLESS[flag.rule]),
        chart=_chart(shown, flag),
        choices=CHOICES[flag.state] if flag.proposal is Proposal.NONE else (),
        is_own=flag.proposed_by == current_user.username,
    )


def _chart(shown: ExhibitionView, flag: Flag) -> Chart:
    """With the quiet minutes around it, which show what is usual."""
    begin, end = flag.since - AROUND, flag.until + AROUND
    step = Step.MINUTE if end - begin <= LONG else Step.FIVE
    return chart(bars(flag.minutes, step, shown.zone, since=begin, until=end), shown.zone)
