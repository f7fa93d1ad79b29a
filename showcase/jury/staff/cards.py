"""The back office: jurors' cards, printed in the moment they are made and never again."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.accounts.actions import accounts, cards
from showcase.accounts.actions.accounts import AccountView
from showcase.accounts.actions.cards import Blank
from showcase.accounts.papers import Card, cards_pdf
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.jury.queries import jurors as juries
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role
from showcase.printing.typefaces import legible


@bp.post("/organizer/<exhibition_slug>/jurors/cards")
@allow(Access.ORGANIZER)
def issue_cards(exhibition_slug: str) -> Answer:
    """Cards for every active juror without one, or with `scope=all` new ones for all of them."""
    session = db.session()
    known = cards.cards(session)
    everybody = request.form.get("scope") == "all"
    own = {one.id for one in juries.progress(session, memory.exhibition_or_404(exhibition_slug).id)}
    jurors = [juror for juror in accounts.by_role(session, Role.JUROR) if juror.is_active and juror.id in own]
    wanted = [juror for juror in jurors if everybody or juror.id not in known]
    if not wanted:
        return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)
    return _issued(exhibition_slug, wanted)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/card")
@allow(Access.ORGANIZER)
def issue_card(exhibition_slug: str, username: str) -> Response:
    """A card for one juror; the one before and the sessions it opened end at once."""
    session = db.session()
    juror = accounts.by_id(session, accounts.of_role(session, username, Role.JUROR))
    if not juror.is_active:
        raise NotFoundError
    return _issued(exhibition_slug, [juror])


def _issued(exhibition_slug: str, jurors: Sequence[AccountView]) -> Response:
    """The paper is drawn before anything is stored: a card that can't be printed is never issued."""
    shown = memory.exhibition_or_404(exhibition_slug)
    with work_queues.PAPERS.turn():
        blanks = [(juror, cards.blank()) for juror in jurors]
        data = cards_pdf([_card(shown.name, juror, made) for juror, made in blanks])
    with transaction() as session:
        for juror, made in blanks:
            cards.issue(session, current_act(), juror.id, made)
    response = make_response(data)
    response.mimetype = "application/pdf"
    name = jurors[0].username if len(jurors) == 1 else "semua"
    response.headers["Content-Disposition"] = f'attachment; filename="kartu-juri-{name}.pdf"'
    return response


def _card(exhibition: str, juror: AccountView, made: Blank) -> Card:
    base = current_app.extensions["settings"].public_base_url
    return Card(
        exhibition=exhibition,
        name=legible(juror.name, juror.username),
        organisation=juror.organisation,
        username=juror.username,
        url=f"{base}/jury/enter/{made.secret}",
        login=f"{urlsplit(base).netloc}/login",
        pin=made.pin,
    )
