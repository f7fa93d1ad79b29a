"""Who judges what: assignments by category, presence, and where a juror goes next."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, exists, select, tuple_
from sqlalchemy.orm import Session

from showcase.accounts.actions import accounts, memberships
from showcase.accounts.rules import MemberBoundError
from showcase.accounts.tables import Account, JurySeat, Membership
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import check_not_archived
from showcase.exhibitions.rules import DECIDED, DecidedError
from showcase.exhibitions.tables import Category, Exhibition
from showcase.jury.actions import panel_rule
from showcase.jury.tables import Assignment, JuryDuty, PaperReading, Recusal, Sheet
from showcase.kernel import ledger
from showcase.kernel.act import Act
from showcase.kernel.errors import NotFoundError
from showcase.kernel.roles import Role

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an assignment changed; `kept` were to go, but have a sheet, a paper sheet or a conflict of interest."""

    added: int
    removed: int
    kept: int


def assign(
    session: Session,
    act: Act,
    exhibition_id: int,
    category_slug: str,
    wanted: Collection[tuple[str, str]],
    *,
    usernames: Collection[str],
    entry_slugs: Collection[str],
) -> Outcome:
    """Assign exactly the wanted pairs (user name, entry's slug), of those jurors and entries that were shown.

    Pairs that "every juror of a category judges every entry" would not give make the rule "chosen by hand". Never
    removes a pair that has a sheet. Raises DecidedError and NotFoundError.
    """
    _check_open(session, exhibition_id)
    jurors = _jurors(session, exhibition_id, usernames)
    entries = _entries(session, exhibition_id, category_slug)
    shown = {slug: key for slug, key in entries.items() if slug in set(entry_slugs)}
    pairs = {(jurors[name], shown[slug]) for name, slug in wanted if name in jurors and slug in shown}
    scope = {(juror, entry) for juror in jurors.values() for entry in shown.values()}
    outcome = _bring(session, act, exhibition_id, category_slug, scope, pairs)
    everything = panel_rule.judges_everything(session, exhibition_id)
    if (outcome.added or outcome.removed) and everything and not panel_rule.is_followed(session, exhibition_id):
        panel_rule.choose(session, act, exhibition_id, everything=False)
    return outcome


def assign_panel(
    session: Session, act: Act, exhibition_id: int, category_slug: str, usernames: Collection[str]
) -> Outcome:
    """Make these jurors the category's panel: each is assigned every entry of it, and nobody else is.

    Never removes a pair that has a sheet. Raises DecidedError and NotFoundError.
    """
    _check_open(session, exhibition_id)
    entries = _entries(session, exhibition_id, category_slug).values()
    panel = _jurors(session, exhibition_id, usernames).values()
    category_id = session.scalars(
        select(Category.id).where(Category.exhibition_id == exhibition_id, Category.slug == category_slug)
    ).one()
    panel_rule.make_panel(session, exhibition_id, category_id, panel)
    everybody = session.scalars(select(Account.id).where(Account.role == Role.JUROR)).all()
    scope = {(juror, entry) for juror in everybody for entry in entries}
    pairs = {(juror, entry) for juror in panel for entry in entries}
    return _bring(session, act, exhibition_id, category_slug, scope, pairs)


def assign_everybody(session: Session, act: Act, exhibition_id: int) -> Outcome:
    """Assign every entry of the exhibition to every active juror of it. Raises DecidedError."""
    _check_open(session, exhibition_id)
    active = session.scalars(
        select(Account.id).where(Account.role == Role.JUROR, Account.is_active, memberships.members(exhibition_id))
    ).all()
    panel_rule.seat(session, exhibition_id, dict.fromkeys(active, ()), every=set(active))
    entries = session.scalars(select(Entry.id).where(Entry.exhibition_id == exhibition_id)).all()
    pairs = {(juror, entry) for juror in active for entry in entries}
    return _bring(session, act, exhibition_id, "*", pairs, pairs)


def assign_by_category(
    session: Session,
    act: Act,
    exhibition_id: int,
    wanted: Mapping[int, Collection[int]],
    *,
    every: Collection[int] = (),
) -> Outcome:
    """Assign each of these jurors (by id) exactly the published entries of these categories (by id).

    `every` names those of them who judge every category, later ones too. They belong to the exhibition from now on.
    Never removes a pair that has a sheet. Raises DecidedError.
    """
    _check_open(session, exhibition_id)
    memberships.join_all(session, act, wanted, exhibition_id)
    panel_rule.seat(session, exhibition_id, wanted, every=every)
    published = (Entry.exhibition_id == exhibition_id, Entry.status == Status.PUBLISHED)
    entries = session.execute(select(Entry.id, Entry.category_id).where(*published)).all()
    scope = {(juror, entry.id) for juror in wanted for entry in entries}
    pairs = {(juror, entry.id) for juror, own in wanted.items() for entry in entries if entry.category_id in own}
    outcome = _bring(session, act, exhibition_id, "*", scope, pairs)
    panel_rule.follow(session, act, exhibition_id)
    return outcome


def set_present(session: Session, act: Act, exhibition_id: int, username: str, *, present: bool) -> None:
    """Note that a juror is here, or is not. Raises NotFoundError and InArchiveError."""
    check_not_archived(session, exhibition_id)
    duty = _duty(session, exhibition_id, accounts.of_role(session, username, Role.JUROR))
    duty.present_since = act.now if present else None
    session.flush()
    action = "jury.present" if present else "jury.absent"
    act.record(session, action, username, exhibition_id=exhibition_id)


def send_to(session: Session, act: Act, exhibition_id: int, username: str, entry_slug: str) -> None:
    """Send a juror to an entry next; with an empty slug, nowhere.

    Raises NotFoundError where it is not assigned, and InArchiveError.
    """
    check_not_archived(session, exhibition_id)
    juror_id = accounts.of_role(session, username, Role.JUROR)
    entry_id = None
    if entry_slug:
        entry_id = session.scalar(
            select(Entry.id)
            .join(Assignment, (Assignment.entry_id == Entry.id) & (Assignment.juror_id == juror_id))
            .where(Entry.exhibition_id == exhibition_id, Entry.slug == entry_slug)
        )
        if entry_id is None:
            raise NotFoundError
    _duty(session, exhibition_id, juror_id).next_entry_id = entry_id
    session.flush()
    subject = f"{username}/{entry_slug}"
    act.record(session, "jury.send", subject, exhibition_id=exhibition_id)


def _check_open(session: Session, exhibition_id: int) -> None:
    # The lock of a move to another phase.
    ledger.hold(session, exhibition_id)
    exhibition = session.get(Exhibition, exhibition_id, populate_existing=True)
    if exhibition is None or exhibition.phase in DECIDED:
        raise DecidedError


def _jurors(session: Session, exhibition_id: int, usernames: Collection[str]) -> dict[str, int]:
    mine = (Account.role == Role.JUROR, Account.username.in_(usernames), memberships.members(exhibition_id))
    return {row.username: row.id for row in session.execute(select(Account.username, Account.id).where(*mine))}


def _entries(session: Session, exhibition_id: int, category_slug: str) -> dict[str, int]:
    mine = (Category.exhibition_id == exhibition_id, Category.slug == category_slug)
    category_id = session.scalar(select(Category.id).where(*mine))
    if category_id is None:
        raise NotFoundError
    rows = session.execute(select(Entry.slug, Entry.id).where(Entry.category_id == category_id))
    return {row.slug: row.id for row in rows}


def _bring(
    session: Session, act: Act, exhibition_id: int, subject: str, scope: Collection[Pair], wanted: Collection[Pair]
) -> Outcome:
    """Within the scope, make the stored pairs the wanted ones, but for those that hold something already."""
    entries = {entry for _, entry in scope}
    stored = _pairs(session, Assignment, entries) & set(scope)
    bound = _pairs(session, Sheet, entries) | _pairs(session, Recusal, entries) | _pairs(session, PaperReading, entries)
    new, leaving = set(wanted) - stored, stored - set(wanted)
    kept = leaving & bound
    _remove(session, leaving - kept)
    session.add_all(Assignment(juror_id=juror, entry_id=entry) for juror, entry in sorted(new))
    session.flush()
    outcome = Outcome(len(new), len(leaving - kept), len(kept))
    if new or leaving:
        act.record(
            session,
            "jury.assign",
            subject,
            exhibition_id=exhibition_id,
            after={"added": outcome.added, "removed": outcome.removed, "kept": outcome.kept},
        )
    return outcome


def _pairs(
    session: Session, table: type[Assignment | Sheet | Recusal | PaperReading], entries: Collection[int]
) -> set[Pair]:
    rows = session.execute(select(table.juror_id, table.entry_id).where(table.entry_id.in_(entries)))
    return {(juror, entry) for juror, entry in rows}


def _remove(session: Session, pairs: Iterable[Pair]) -> None:
    gone = list(pairs)
    if gone:
        which = tuple_(Assignment.juror_id, Assignment.entry_id).in_(gone)
        session.execute(delete(Assignment).where(which))


def _duty(session: Session, exhibition_id: int, juror_id: int) -> JuryDuty:
    row = session.get(JuryDuty, (exhibition_id, juror_id))
    if row is None:
        row = JuryDuty(exhibition_id=exhibition_id, juror_id=juror_id)
        session.add(row)
    return row


def dismiss(session: Session, act: Act, account_id: int, exhibition_id: int) -> None:
    """A juror does not belong to the exhibition any more; the juror's assignments and seats there go.

    Raises MemberBoundError for a juror with a sheet, a paper sheet or a conflict of interest there.
    """
    if session.get(Membership, (account_id, exhibition_id)) is None:
        return
    own = select(Entry.id).where(Entry.exhibition_id == exhibition_id)
    for table in (Sheet, Recusal, PaperReading):
        if session.scalar(select(exists().where(table.juror_id == account_id, table.entry_id.in_(own)))):
            username = session.get_one(Account, account_id).username
            raise MemberBoundError(f"{username} has judged here.")
    groups = select(Category.id).where(Category.exhibition_id == exhibition_id)
    session.execute(delete(Assignment).where(Assignment.juror_id == account_id, Assignment.entry_id.in_(own)))
    session.execute(delete(JurySeat).where(JurySeat.juror_id == account_id, JurySeat.category_id.in_(groups)))
    memberships.leave(session, act, account_id, exhibition_id)
