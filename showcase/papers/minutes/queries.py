"""The record of the judging as it goes on paper, from what is stored about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.accounts.tables import Account
from showcase.entries.rules.states import Status
from showcase.entries.tables import Entry
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.exhibitions.tables import Category
from showcase.jury.actions.paper_sheets import ORIGIN
from showcase.jury.rules.obstacles import Cause
from showcase.jury.rules.score_receipts import shown_code
from showcase.jury.rules.scoring import COUNTED, SheetState
from showcase.kernel import ledger
from showcase.kernel.errors import NotFoundError
from showcase.kernel.simulated import titled
from showcase.papers.minutes import records as judging_records
from showcase.papers.minutes.papers import CategoryMinutes, Incident, LockRow, Minutes, PanelRow
from showcase.papers.minutes.records import Pair, Records
from showcase.phases.actions import phases
from showcase.phases.queries.gap_lines import gap_line, tie_lines
from showcase.results.actions.ties import across
from showcase.results.queries import results
from showcase.results.queries.results import Names

UNKNOWN = "tidak tercatat"
# Papers are Indonesian, whatever language the page is in.
CAUSES = {
    Cause.BOOTH_EMPTY: "Stan kosong",
    Cause.PRESENTER_ABSENT: "Penyaji tidak ada",
    Cause.SAME_TEAM: "Tim yang sama dengan inovasi lain",
    Cause.TECHNICAL: "Kendala teknis",
    Cause.OTHER: "Lainnya",
}


def minutes(session: Session, slug: str, *, now: datetime) -> Minutes:
    """The record of the exhibition of this slug, in any phase; always the same number of queries.

    Raises NotFoundError, for a year without figures too: of that no judging is stored.
    """
    exhibition = named(session, slug)
    if not exhibition.has_figures:
        raise NotFoundError
    mine = select(Category).where(Category.exhibition_id == exhibition.id)
    categories = session.scalars(mine.order_by(Category.position, Category.id)).all()
    found = _Writer(judging_records.records(session, exhibition.id), ZoneInfo(exhibition.timezone))
    held = {entry.category_id for entry in found.records.entries.values()}
    kept = results.fixed(session, exhibition) if exhibition.phase in DECIDED else None
    standing, named_by = results.standing(session, exhibition), results.names(session, exhibition)
    ties = {one.category: one for one in across(standing, named_by)}
    state = "Hasil sudah ditetapkan." if kept else "Hasil belum ditetapkan; isinya masih bisa berubah."
    return Minutes(
        exhibition=titled(exhibition.name, simulated=exhibition.is_simulated),
        venue=exhibition.venue,
        printed_at=found.moment(now),
        state=f"Keadaan pada {found.moment(now)}. {state}",
        categories=[
            replace(found.category(category), tie=tie_lines(ties.get(category.slug), named_by, decided=bool(kept)))
            for category in categories
            if category.id in held
        ],
        signers=found.panel(found.records.entries.values()),
        sha256=kept.sha256 if kept else standing.sha256,
        head=ledger.head(session, exhibition.id),
        accepted=_accepted(session, exhibition.id, found, named_by),
    )


def _accepted(session: Session, exhibition_id: int, writer: "_Writer", names: Names) -> Sequence[str]:
    """Who fixed the result with something missing and why, and all that was missing; empty if nothing was."""
    fixed = [change for change in phases.history(session, exhibition_id) if change.gaps]
    if not fixed:
        return ()
    people = {number: writer.records.accounts.get(account) for account, number in writer.records.numbers.items()}
    called = {number: f"{number} {account.name}" for number, account in people.items() if account}
    change = fixed[0]
    by, at = writer.person(change.actor), writer.moment(change.at)
    return [
        f"Ditetapkan meski belum lengkap, {at}, oleh {by}. Alasan: {change.reason}",
        *(f"• {gap_line(gap, names, called.get(gap.juror, gap.juror))}" for gap in change.gaps),
    ]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts the records into the paper's words, in the exhibition's time zone."""

    records: Records
    zone: ZoneInfo

    def moment(self, at: datetime | None) -> str:
        """15 Desember 2025, 10.42 WITA."""
        if at is None:
            return UNKNOWN
        local = at.astimezone(self.zone)
        return f"{format_date(local, 'd MMMM yyyy', locale='id')}, {local:%H.%M} {local.tzname()}"

    def category(self, category: Category) -> CategoryMinutes:
        """Everything about one category."""
        entries = [entry for entry in self.records.entries.values() if entry.category_id == category.id]
        ids = {entry.id for entry in entries}
        return CategoryMinutes(
            name=category.name,
            palette=category.palette,
            panel=self.panel(entries),
            recused=[
                self.incident(self.juror(row.juror_id), row.entry_id, row.reason, row.at)
                for row in self.records.recusals
                if row.entry_id in ids
            ],
            locks=self.locks(category.id),
            obstacles=self.obstacles(ids),
            paper=self.paper(ids),
            reopened=self.reopened(ids),
            withdrawn=self.withdrawn(entries),
        )

    def panel(self, entries: Iterable[Entry]) -> list[PanelRow]:
        """Who was to judge any of these entries, those with a conflict included, by number."""
        standing = {entry.id: entry.status is Status.PUBLISHED for entry in entries}
        recused = {(row.juror_id, row.entry_id) for row in self.records.recusals if row.entry_id in standing}
        assigned: dict[int, list[Pair]] = {juror: [] for juror, _entry in recused}
        for pair in self.records.pairs:
            if pair.entry_id in standing:
                assigned.setdefault(pair.juror_id, []).append(pair)
        return [
            self.panel_row(
                self.records.accounts[juror],
                [pair for pair in pairs if standing[pair.entry_id] and (juror, pair.entry_id) not in recused],
            )
            for juror, pairs in sorted(assigned.items())
        ]

    def panel_row(self, account: Account, due: Sequence[Pair]) -> PanelRow:
        """A juror with the sheets that are due."""
        return PanelRow(
            number=self.records.numbers.get(account.id, ""),
            name=account.name,
            office=account.organisation,
            presence=self.presence(account),
            due=len(due),
            submitted=sum(pair.state in COUNTED for pair in due),
            locked=sum(pair.state is SheetState.LOCKED for pair in due),
        )

    def presence(self, account: Account) -> str:
        """Since when the juror is here; once noted as gone, from the log: from when to when."""
        since = self.records.present.get(account.id)
        if since:
            return f"hadir sejak {self.moment(since)}"
        came, left = (
            [act.at for act in self.records.acts.get(action, ()) if act.subject == account.username]
            for action in (judging_records.PRESENT, judging_records.ABSENT)
        )
        return f"hadir {self.moment(came[0])} sampai {self.moment(left[-1])}" if came and left else UNKNOWN

    def locks(self, category_id: int) -> list[LockRow]:
        """Every lock of the category, those that ended too."""
        return [
            LockRow(
                juror=self.juror(row.juror_id),
                at=self.moment(row.locked_at),
                code=shown_code(row.code),
                state=f"berakhir {self.moment(row.ended_at)}" if row.ended_at else "berlaku",
            )
            for row in self.records.locks
            if row.category_id == category_id
        ]

    def obstacles(self, ids: set[int]) -> list[Incident]:
        """What jurors reported, settled or not."""
        return [
            self.incident(
                self.juror(row.juror_id),
                row.entry_id,
                f"{CAUSES[row.cause]}: {row.words}" if row.words else CAUSES[row.cause],
                row.at,
                f"selesai {self.moment(row.resolved_at)}, oleh {self.person(row.resolved_by)}"
                if row.resolved_at
                else "belum selesai",
            )
            for row in self.records.obstacles
            if row.entry_id in ids
        ]

    def paper(self, ids: set[int]) -> list[Incident]:
        """Sheets that came from paper, with the two who read the same; of a sheet typed in anew, the last two."""
        acts = {}
        for act in self.records.acts.get(judging_records.PAPER, ()):
            code, _dash, number = act.subject.rpartition("-")
            acts[self.records.codes.get(code), number] = act
        made = []
        for pair in self.records.pairs:
            if pair.entry_id in ids and pair.origin == ORIGIN and pair.state in COUNTED:
                typed = acts.get((pair.entry_id, self.records.numbers.get(pair.juror_id, "")))
                names = typed.after.get("readers", ()) if typed else ()
                told = " dan ".join(self.person(name) for name in names) or UNKNOWN
                at = typed.at if typed else None
                made.append(self.incident(self.juror(pair.juror_id), pair.entry_id, "", at, told))
        return made

    def reopened(self, ids: set[int]) -> list[Incident]:
        """Locked sheets that an organizer gave back."""
        made = []
        for act in self.records.acts.get(judging_records.REOPENED, ()):
            username, _slash, slug = act.subject.partition("/")
            entry, account = self.records.slugs.get(slug), self.records.usernames.get(username)
            if entry and entry.id in ids:
                juror = self.juror(account.id) if account else username
                made.append(self.incident(juror, entry.id, act.reason, act.at, self.person(act.actor)))
        return made

    def withdrawn(self, entries: Iterable[Entry]) -> list[Incident]:
        """Entries out of the contest, with the last time that they were taken out."""
        acts = {act.subject: act for act in self.records.acts.get(judging_records.WITHDRAWN, ())}
        made = []
        for entry in (entry for entry in entries if entry.status is Status.WITHDRAWN):
            act = acts.get(entry.slug)
            at, by = (act.at, self.person(act.actor)) if act else (None, UNKNOWN)
            made.append(self.incident("", entry.id, entry.withdrawn_reason, at, by))
        return made

    def incident(self, juror: str, entry_id: int, words: str, at: datetime | None, told: str = "") -> Incident:
        """Something at this entry."""
        entry = self.records.entries[entry_id]
        return Incident(juror, entry.booth, entry.display_name, words, self.moment(at), told)

    def juror(self, juror_id: int) -> str:
        """J1 and the name."""
        return f"{self.records.numbers.get(juror_id, '')} {self.records.accounts[juror_id].name}".strip()

    def person(self, username: str) -> str:
        """The name behind a user name, which stands for itself where no account has it."""
        account = self.records.usernames.get(username)
        return account.name if account else username
