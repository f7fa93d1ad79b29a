"""The back office: jurors, their entries and their sign-in cards."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from showcase.accounts.actions import accounts, cards, memberships
from showcase.accounts.actions.accounts import AccountView
from showcase.accounts.actions.cards import Blank
from showcase.accounts.papers import Card, cards_pdf
from showcase.database import db, transaction
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.actions import locks, notices, panel_rule, panels
from showcase.jury.actions.panels import Outcome
from showcase.jury.queries import board as judging_board
from showcase.jury.queries import jurors as juries
from showcase.jury.queries import own_sheets
from showcase.kernel import work_queues
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.refusals import sentence, status_of
from showcase.kernel.roles import Role
from showcase.printing.typefaces import legible

# Jurors' cards, printed in the moment they are made and never again.


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


# One juror, with the card, the locked categories, and the reopening of a sheet.


@bp.get("/organizer/<exhibition_slug>/jurors/<username>")
@allow(Access.ORGANIZER)
def juror(exhibition_slug: str, username: str) -> Response:
    """The juror's card and locks; no score."""
    return make_response(_juror_page(exhibition_slug, username))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/reopen")
@allow(Access.ORGANIZER)
def reopen_sheet(exhibition_slug: str, username: str) -> Answer:
    """Give a locked sheet back to its juror, with a reason for the ledger; the juror is told."""
    entry, reason = request.form.get("entry", "")[:80], request.form.get("reason", "")[:1000]
    try:
        with transaction() as session:
            exhibition = named(session, exhibition_slug)
            locks.reopen(session, current_act(reason), exhibition.id, username, entry)
            words = _told(exhibition_slug, entry, reason)
            notices.send(session, current_act(), exhibition.id, [username], words)
    except DomainError as error:
        return _refused(exhibition_slug, username, error, entry=entry, reason=reason)
    return redirect(url_for("organizer.juror", exhibition_slug=exhibition_slug, username=username), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/name")
@allow(Access.ORGANIZER)
def rename_juror(exhibition_slug: str, username: str) -> Answer:
    """Change the name that is printed in the minutes."""
    name = request.form.get("name", "")[:200]
    try:
        with transaction() as session:
            named(session, exhibition_slug)
            accounts.rename(session, current_act(), username, name, role=Role.JUROR)
    except DomainError as error:
        return _refused(exhibition_slug, username, error, name=name)
    return redirect(url_for("organizer.juror", exhibition_slug=exhibition_slug, username=username), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/join")
@allow(Access.ORGANIZER)
def bring_juror(exhibition_slug: str, username: str) -> Answer:
    """Bring a juror of another exhibition into this one."""
    with transaction() as session:
        exhibition, account = named(session, exhibition_slug), accounts.of_role(session, username, Role.JUROR)
        exhibitions.check_not_archived(session, exhibition.id)
        panel_rule.welcome(session, current_act(), exhibition.id, account)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/leave")
@allow(Access.ORGANIZER)
def release_juror(exhibition_slug: str, username: str) -> Answer:
    """Take a juror who has not judged here out of this exhibition."""
    try:
        with transaction() as session:
            account = accounts.of_role(session, username, Role.JUROR)
            panels.dismiss(session, current_act(), account, named(session, exhibition_slug).id)
    except DomainError as error:
        return _refused(exhibition_slug, username, error)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


def _refused(exhibition_slug: str, username: str, error: DomainError, **typed: str) -> Response:
    if isinstance(error, NotFoundError):
        raise error
    html = _juror_page(exhibition_slug, username, error=sentence(error.code), **typed)
    return make_response(html, status_of(error.code))


def _told(exhibition_slug: str, entry_slug: str, reason: str) -> str:
    """In Indonesian whatever the organizer's language: it is the juror who reads it."""
    entries = memory.exhibition_or_404(exhibition_slug).entries
    name = next((entry.name for entry in entries if entry.slug == entry_slug), entry_slug)
    words = f"Panitia membuka kembali lembar nilai {name}: {reason.strip()}"
    limit = notices.MAX_WORDS - 60
    return f"{words[:limit]} Periksa, kirim, lalu kunci lagi."


def _juror_page(
    exhibition_slug: str, username: str, *, error: str = "", entry: str = "", reason: str = "", name: str = ""
) -> str:
    shown, session = memory.exhibition_or_404(exhibition_slug), db.session()
    person = accounts.by_id(session, accounts.of_role(session, username, Role.JUROR))
    found = own_sheets.own_categories(session, person.id, exhibition_slug)
    return render_template(
        "jury/juror.html",
        exhibition=shown,
        person=person,
        belongs=memberships.belongs(session, person.id, exhibition_slug),
        name=name or person.name,
        card=cards.card_of(session, person.id),
        categories=found,
        decided=shown.phase in DECIDED,
        zone=ZoneInfo(shown.timezone),
        error=error,
        entry=entry,
        reason=reason,
    )


# Jurors.


@bp.get("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def jurors(exhibition_slug: str) -> Response:
    """Every juror with progress, and the form for another."""
    return make_response(_jurors_page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/jurors")
@allow(Access.ORGANIZER)
def create_juror(exhibition_slug: str) -> Response:
    """Make a juror of this exhibition, assigned as its rule says; the one-time password is shown this once."""
    typed = {name: request.form.get(name, "")[:200] for name in ("name", "username", "organisation")}
    try:
        with work_queues.STAFF.turn(), transaction() as session:
            exhibition = named(session, exhibition_slug)
            made, password = accounts.create(
                session,
                current_act(),
                username=typed["username"],
                name=typed["name"],
                organisation=typed["organisation"],
                role=Role.JUROR,
            )
            panel_rule.welcome(session, current_act(), exhibition.id, made)
    except DomainError as error:
        return make_response(
            _jurors_page(exhibition_slug, typed=typed, error=sentence(error.code)), status_of(error.code)
        )
    return make_response(_jurors_page(exhibition_slug, shown_for=typed["username"].strip().lower(), password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/password")
@allow(Access.ORGANIZER)
def reset_juror(exhibition_slug: str, username: str) -> Response:
    """Give a juror a new one-time password, shown this once; the juror's sessions end."""
    with work_queues.STAFF.turn(), transaction() as session:
        named(session, exhibition_slug)
        password = accounts.reset_password(session, current_act(), username, role=Role.JUROR)
    return make_response(_jurors_page(exhibition_slug, shown_for=username, password=password))


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/active")
@allow(Access.ORGANIZER)
def switch_juror(exhibition_slug: str, username: str) -> Answer:
    """Disable a juror's account, or enable it again."""
    active = request.form.get("active") == "1"
    with transaction() as session:
        named(session, exhibition_slug)
        accounts.set_active(session, current_act(), username, role=Role.JUROR, active=active)
        if active:
            panel_rule.return_of(session, current_act(), accounts.of_role(session, username, Role.JUROR))
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


@bp.post("/organizer/<exhibition_slug>/jurors/<username>/assign")
@allow(Access.ORGANIZER)
def assign_juror(exhibition_slug: str, username: str) -> Answer:
    """Assign the juror every entry of the exhibition that is not yet."""
    with transaction() as session:
        exhibition = named(session, exhibition_slug)
        juror = accounts.of_role(session, username, Role.JUROR)
        juries.assign_all(session, current_act(), exhibition.id, juror)
    return redirect(url_for("organizer.jurors", exhibition_slug=exhibition_slug), 303)


def _jurors_page(
    exhibition_slug: str,
    *,
    typed: dict[str, str] | None = None,
    error: str = "",
    shown_for: str = "",
    password: str = "",
) -> str:
    shown = memory.exhibition_or_404(exhibition_slug)
    own = juries.progress(db.session(), shown.id)
    here = {one.id for one in own}
    return render_template(
        "jury/jurors.html",
        exhibition=shown,
        jurors=own,
        others=[one for one in accounts.by_role(db.session(), Role.JUROR) if one.is_active and one.id not in here],
        everything=panel_rule.judges_everything(db.session(), shown.id),
        cards=cards.cards(db.session()),
        entries=len(shown.entries),
        typed=typed or {},
        error=error,
        shown_for=shown_for,
        password=password,
    )


# Who judges what, category by category.


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
