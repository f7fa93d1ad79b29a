"""Rules that only triggers can hold: what is written once stays, counters follow votes, a ballot makes its voter.

`install` may run any number of times; every migration ends with it, because SQLite's batch migrations drop triggers.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, event, inspect

from showcase.kernel.base import Base

APPEND_ONLY = (
    "ballot_record",
    "ballot",
    "audit_event",
    "phase_change",
    "snapshot",
    "draw_ticket",
    "poster_scan",
    "objection",
    "objection_answer",
    "result_correction",
    "tie_decision",
)
# Tables of these whose rows name a person. A change is refused where this is true: every one but emptying the name.
_OBJECTION_KEPT = (
    "id, exhibition_id, number, entry_id, category_id, words, received_at, is_late, recorded_at, recorded_by, form_key"
)
FORGETTING = {
    "objection": "NEW.name <> '' OR NEW.reach <> '' OR "
    + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _OBJECTION_KEPT.split(", "))
}
# What a REPLACE would remove without telling a delete trigger: a row with the same number, or the same in one of these.
_SAME = {
    "ballot": (("exhibition_id", "form_key"), ("exhibition_id", "receipt"), ("replaces_id",)),
    "draw_ticket": (("exhibition_id", "place"), ("exhibition_id", "voter_key"), ("exhibition_id", "ticket")),
    "snapshot": (("exhibition_id", "kind"),),
    "objection": (("exhibition_id", "number"), ("exhibition_id", "form_key")),
    "result_correction": (("exhibition_id", "number"), ("exhibition_id", "form_key")),
}
# Of other kinds of snapshots there may be many.
_SAME_ONLY = {"snapshot": "NEW.kind = 'final'"}
# The same for the ledger, where `seq` must also be the next one.
_LEDGER_GUARD = (
    "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ballot_record WHERE exhibition_id = NEW.exhibition_id)"
)
# A locked sheet's scores stay; the sheet itself may only be reopened, which leaves its version as it is.
_SHEET_STAYS = "OLD.state = 'locked' AND (NEW.state <> 'submitted' OR NEW.row_version <> OLD.row_version)"

_SQLITE = {
    "ballot_record_next": f"""BEFORE INSERT ON ballot_record WHEN {_LEDGER_GUARD}
        BEGIN SELECT RAISE(ABORT, 'the ledger only grows, line by line'); END""",
    "ballot_voter": """BEFORE INSERT ON ballot BEGIN
        INSERT INTO voter (exhibition_id, voter_key, first_seen_at) SELECT NEW.exhibition_id, NEW.voter_key, NEW.at
        WHERE NOT EXISTS (SELECT 1 FROM voter WHERE exhibition_id = NEW.exhibition_id AND voter_key = NEW.voter_key);
        END""",
    "vote_counted": """AFTER INSERT ON vote WHEN NOT NEW.suspended BEGIN
        INSERT INTO tally (entry_id, votes) VALUES (NEW.entry_id, 1)
        ON CONFLICT (entry_id) DO UPDATE SET votes = votes + 1; END""",
    "vote_uncounted": """AFTER DELETE ON vote WHEN NOT OLD.suspended BEGIN
        UPDATE tally SET votes = votes - 1 WHERE entry_id = OLD.entry_id; END""",
    "vote_recounted": """AFTER UPDATE OF entry_id, suspended ON vote
        WHEN OLD.entry_id <> NEW.entry_id OR OLD.suspended <> NEW.suspended BEGIN
        UPDATE tally SET votes = votes - 1 WHERE entry_id = OLD.entry_id AND NOT OLD.suspended;
        INSERT INTO tally (entry_id, votes) SELECT NEW.entry_id, 1 WHERE NOT NEW.suspended
        ON CONFLICT (entry_id) DO UPDATE SET votes = votes + 1; END""",
    "score_whole": """BEFORE INSERT ON score WHEN typeof(NEW.value_centi) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'a score is a whole number of hundredths'); END""",
    "score_whole_still": """BEFORE UPDATE ON score WHEN typeof(NEW.value_centi) <> 'integer'
        BEGIN SELECT RAISE(ABORT, 'a score is a whole number of hundredths'); END""",
    "sheet_stays": f"""BEFORE UPDATE ON sheet WHEN {_SHEET_STAYS}
        BEGIN SELECT RAISE(ABORT, 'the sheet is locked'); END""",
    **{
        f"score_stays_{act.lower()}": f"""BEFORE {act} ON score
        WHEN (SELECT state FROM sheet WHERE id = {side}.sheet_id) = 'locked'
        BEGIN SELECT RAISE(ABORT, 'the sheet is locked'); END"""
        for act, side in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    },
}

_POSTGRESQL = {
    "ballot_record_next": (
        "BEFORE INSERT ON ballot_record",
        f"IF {_LEDGER_GUARD} THEN RAISE EXCEPTION 'the ledger only grows, line by line'; END IF; RETURN NEW;",
    ),
    "ballot_voter": (
        "BEFORE INSERT ON ballot",
        """INSERT INTO voter (exhibition_id, voter_key, first_seen_at)
        VALUES (NEW.exhibition_id, NEW.voter_key, NEW.at) ON CONFLICT DO NOTHING; RETURN NEW;""",
    ),
    "vote_counted": (
        "AFTER INSERT ON vote",
        """INSERT INTO tally AS t (entry_id, votes) SELECT NEW.entry_id, 1 WHERE NOT NEW.suspended
        ON CONFLICT (entry_id) DO UPDATE SET votes = t.votes + 1; RETURN NULL;""",
    ),
    "vote_uncounted": (
        "AFTER DELETE ON vote",
        "UPDATE tally SET votes = votes - 1 WHERE entry_id = OLD.entry_id AND NOT OLD.suspended; RETURN NULL;",
    ),
    "sheet_stays": (
        "BEFORE UPDATE ON sheet",
        f"IF {_SHEET_STAYS} THEN RAISE EXCEPTION 'the sheet is locked'; END IF; RETURN NEW;",
    ),
    "score_stays": (
        "BEFORE INSERT OR UPDATE OR DELETE ON score",
        """IF (SELECT state FROM sheet WHERE id = coalesce(OLD.sheet_id, NEW.sheet_id)) = 'locked'
        THEN RAISE EXCEPTION 'the sheet is locked'; END IF; RETURN coalesce(NEW, OLD);""",
    ),
    "vote_recounted": (
        "AFTER UPDATE OF entry_id, suspended ON vote",
        """IF OLD.entry_id <> NEW.entry_id OR OLD.suspended <> NEW.suspended THEN
        UPDATE tally SET votes = votes - 1 WHERE entry_id = OLD.entry_id AND NOT OLD.suspended;
        INSERT INTO tally AS t (entry_id, votes) SELECT NEW.entry_id, 1 WHERE NOT NEW.suspended
        ON CONFLICT (entry_id) DO UPDATE SET votes = t.votes + 1; END IF; RETURN NULL;""",
    ),
}


def install(connection: Connection) -> None:
    """Make every trigger anew on this connection's database, for the tables that its revision has."""
    present = set(inspect(connection).get_table_names())
    append_only = [table for table in APPEND_ONLY if table in present]
    early = not any(column["name"] == "suspended" for column in inspect(connection).get_columns("vote"))
    if connection.dialect.name == "sqlite":
        for name, body in _sqlite(append_only).items():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {_unsuspended(body) if early else body}")
        return
    for name, pair in _postgresql(append_only).items():
        when, body = map(_unsuspended, pair) if early else pair
        table = when.split(" ON ")[1]
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        connection.exec_driver_sql(function)
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        each = "STATEMENT" if "TRUNCATE" in when else "ROW"
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} FOR EACH {each} EXECUTE FUNCTION {name}()")


def missing(connection: Connection) -> list[str]:
    """The names of triggers that this database should have and has not."""
    append_only = [table for table in APPEND_ONLY if table in set(inspect(connection).get_table_names())]
    if connection.dialect.name == "sqlite":
        wanted, query = set(_sqlite(append_only)), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted, query = set(_postgresql(append_only)), "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
    return sorted(wanted - {row[0] for row in connection.exec_driver_sql(query)})


def _unsuspended(text: str) -> str:
    """The same for a database from before votes could be suspended."""
    known = text.replace(" OF entry_id, suspended", " OF entry_id").replace("OLD.suspended <> NEW.suspended", "FALSE")
    return known.replace("NEW.suspended", "FALSE").replace("OLD.suspended", "FALSE")


def _sqlite(append_only: Sequence[str]) -> dict[str, str]:
    triggers = dict(_SQLITE)
    for table in append_only:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        unless = f"WHEN {FORGETTING[table]} " if table in FORGETTING else ""
        triggers[f"{table}_no_update"] = f"BEFORE UPDATE ON {table} {unless}{refuse}"
        triggers[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} {refuse}"
        if table != "ballot_record":
            triggers[f"{table}_no_replace"] = f"BEFORE INSERT ON {table} WHEN {_replaces(table)} {refuse}"
    return triggers


def _replaces(table: str) -> str:
    """Whether a new row is in the place of another one; each part is answered by the index that makes it unique."""
    same = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{name} = NEW.{name}' for name in names)})"
        for names in _SAME.get(table, ())
    )
    number = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    return f"{number} OR {_SAME_ONLY.get(table, 'TRUE')} AND ({same})" if same else number


def _postgresql(append_only: Sequence[str]) -> dict[str, tuple[str, str]]:
    triggers = dict(_POSTGRESQL)
    for table in append_only:
        refuse = f"RAISE EXCEPTION '{table} is append-only';"
        change = refuse
        if table in FORGETTING:
            emptying = f"IF {FORGETTING[table]} THEN {refuse} END IF; RETURN NEW;"
            change = f"IF TG_OP = 'DELETE' THEN {refuse} END IF; {emptying}"
        triggers[f"{table}_no_change"] = (f"BEFORE UPDATE OR DELETE ON {table}", change)
        triggers[f"{table}_no_truncate"] = (f"BEFORE TRUNCATE ON {table}", refuse)
    return triggers


@event.listens_for(Base.metadata, "after_create")
def _after_create(target: Any, connection: Connection, **options: Any) -> None:
    install(connection)
