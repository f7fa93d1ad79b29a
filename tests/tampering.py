"""What somebody who owns the database might do to the count, and the first fault that the doctor then names.

The numbers are those of the morning that `tests/operations/test_soundness.py` makes.
"""

from collections.abc import Sequence

MOVED_VOTE = "UPDATE vote SET entry_id = 2 WHERE ballot_id = 2"
MOVED_TALLY = (
    "UPDATE tally SET votes = votes - 1 WHERE entry_id = 1",
    "UPDATE tally SET votes = votes + 1 WHERE entry_id = 2",
)
COPIED = "exhibition_id, category_id, entry_id, voter_key, slot, kind, origin"
ANOTHER = (
    f"INSERT INTO ballot (id, {COPIED}, form_key, nonce, receipt, at)"
    f" SELECT 90, {COPIED}, 'k90', nonce, 'ABCDEFGHJK', at FROM ballot WHERE id = 7",
)
OTHER_TIME = "'2025-12-15 01:00:00.000000+00:00'"
HASH_DIFFERS = "line 3 was changed: its hash does not match"
CHANGED_2 = "ballot 2 was changed: it is not what line 3 (VOTE) sealed"
TAMPERED: dict[str, tuple[Sequence[str], str]] = {
    "a vote moved with its tally": ((MOVED_VOTE, *MOVED_TALLY), "vote 2 is not what its ballot 2 says"),
    "a ballot's entry": (("UPDATE ballot SET entry_id = 2 WHERE id = 2",), CHANGED_2),
    "a ballot, its vote and the tally": (
        ("UPDATE ballot SET entry_id = 2 WHERE id = 2", MOVED_VOTE, *MOVED_TALLY),
        CHANGED_2,
    ),
    "a ballot's voter": (("UPDATE ballot SET voter_key = 'zz' WHERE id = 2",), CHANGED_2),
    "a ballot's slot": (("UPDATE ballot SET slot = '2' WHERE id = 2",), CHANGED_2),
    "a ballot's nonce": (("UPDATE ballot SET nonce = 'ff' WHERE id = 2",), CHANGED_2),
    "a ballot's form": (("UPDATE ballot SET form_key = 'k99' WHERE id = 2",), CHANGED_2),
    "a ballot's kind": (("UPDATE ballot SET kind = 'move' WHERE id = 2",), CHANGED_2),
    "a ballot's time": (
        (f"UPDATE ballot SET at = {OTHER_TIME} WHERE id = 2",),
        "ballot 2: its time is not that of line 3",
    ),
    "a ballot's receipt": (
        ("UPDATE ballot SET receipt = 'ABCDEFGHJK' WHERE id = 2",),
        "ballot 2: its receipt is not that of its commitment",
    ),
    "a ballot's category": (
        ("UPDATE ballot SET category_id = 2 WHERE id = 2",),
        "ballot 2: its category is not its entry's",
    ),
    "what a ballot replaced": (
        ("UPDATE ballot SET replaces_id = 2 WHERE id = 4",),
        "ballot 4 does not follow the one that stood in its place",
    ),
    "a ballot's exhibition": (("UPDATE ballot SET exhibition_id = 2 WHERE id = 2",), "line 3 (VOTE) has no ballot"),
    "a ballot and its vote gone": (
        (*("DELETE FROM vote WHERE ballot_id = 2", "DELETE FROM ballot WHERE id = 2"), MOVED_TALLY[0]),
        "line 3 (VOTE) has no ballot",
    ),
    "the last ballot gone": (
        ("DELETE FROM vote WHERE ballot_id = 8", "DELETE FROM ballot WHERE id = 8"),
        "line 10 (MOVE) has no ballot",
    ),
    "a ballot brought in": (ANOTHER, "ballot 90 has no line in the ledger"),
    "two ballots exchanged": (
        (
            *("UPDATE ballot SET receipt = 'X', id = 99 WHERE id = 2", "UPDATE ballot SET id = 2 WHERE id = 3"),
            "UPDATE ballot SET id = 3 WHERE id = 99",
        ),
        "line 3 (VOTE) has no ballot",
    ),
    "a vote gone with its tally": (
        ("DELETE FROM vote WHERE ballot_id = 2", MOVED_TALLY[0]),
        "ballot 2 stands, and its vote is missing",
    ),
    "a vote brought back": (
        (
            "INSERT INTO vote (id, exhibition_id, category_id, entry_id, voter_key, slot, ballot_id, at, suspended)"
            " SELECT 70, exhibition_id, category_id, entry_id, voter_key, slot, id, at, FALSE FROM ballot WHERE id = 5",
        ),
        "vote 70 stands, and its ballot 5 does not",
    ),
    "a vote of an earlier choice": (
        ("UPDATE vote SET ballot_id = 1, entry_id = 1 WHERE ballot_id = 4",),
        "vote 1 stands, and its ballot 1 does not",
    ),
    "a vote's voter": (
        ("UPDATE vote SET voter_key = 'zz' WHERE ballot_id = 2",),
        "vote 2 stands, and its ballot 2 does not",
    ),
    "a vote's time": (
        (f"UPDATE vote SET at = {OTHER_TIME} WHERE ballot_id = 2",),
        "vote 2 is not what its ballot 2 says",
    ),
    "a vote suspended": (
        ("UPDATE vote SET suspended = TRUE WHERE ballot_id = 2", MOVED_TALLY[0]),
        "vote 2 is suspended without a recorded quarantine",
    ),
    "a vote suspended under a made-up flag": (
        (
            *("UPDATE vote SET suspended = TRUE WHERE ballot_id = 2", MOVED_TALLY[0]),
            "INSERT INTO suspension SELECT exhibition_id, voter_key, slot, 1 FROM vote WHERE ballot_id = 2",
        ),
        "vote 2 is suspended without a recorded quarantine",
    ),
    "a vote counted in spite of it": (
        ("UPDATE vote SET suspended = FALSE WHERE ballot_id = 8", MOVED_TALLY[1]),
        "vote 3 counts in spite of a recorded quarantine",
    ),
    "a suspension gone": (("DELETE FROM suspension",), "what flag 1 suspends is not what its quarantine recorded"),
    "a flag's state": (
        ("UPDATE anomaly_flag SET state = 'dismissed'",),
        "flag 1 is dismissed, and the ledger says otherwise",
    ),
    "a flag's evidence": (
        ("""UPDATE anomaly_flag SET evidence = '{"numbers": {}, "ballots": [2]}'""",),
        "line 9 (QUARANTINE) is not about the votes that flag 1 names",
    ),
    "a flag gone": (
        ("DELETE FROM suspension", "DELETE FROM anomaly_flag"),
        "line 9 (QUARANTINE) is about a flag that is gone",
    ),
    "a tally": (("UPDATE tally SET votes = 99 WHERE entry_id = 1",), "skpd-1: counter 99, ballots 1"),
    "a voter gone": (("DELETE FROM voter WHERE voter_key LIKE 'd%'",), "a ballot's voter is missing"),
    "a voter's first moment": (
        (f"UPDATE voter SET first_seen_at = {OTHER_TIME} WHERE voter_key LIKE 'b%'",),
        "a voter was not first seen with the first ballot, or has none",
    ),
    "a line's number": (
        ("UPDATE ballot_record SET seq = 77 WHERE seq = 3",),
        "line 3 is missing: the next one found is 4",
    ),
    "a line's type": (
        ("UPDATE ballot_record SET type = 'MOVE' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's time": (
        ("UPDATE ballot_record SET at = '2025' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's body": (
        ("UPDATE ballot_record SET body = '{}' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "a line's link": (
        ("UPDATE ballot_record SET prev = 'ff' WHERE seq = 3",),
        "line 3 does not follow the line before it",
    ),
    "a line's hash": (
        ("UPDATE ballot_record SET hash = 'ff' WHERE seq = 3",),
        HASH_DIFFERS,
    ),
    "the end of the ledger": (("DELETE FROM ballot_record WHERE seq > 8",), "ballot 8 has no line in the ledger"),
    "the phase": (("UPDATE exhibition SET phase = 'voting'",), "the phase is voting, the ledger's last one paused"),
    "the rules": (("UPDATE rule_set SET min_votes = 5",), "the rules are not those that the ledger holds"),
    "an entry withdrawn": (
        ("UPDATE entry SET status = 'withdrawn', withdrawn_reason = 'x' WHERE slug = 'skpd-1'",),
        "skpd-1 is withdrawn, and the ledger says otherwise",
    ),
    "an entry brought back": (
        ("UPDATE entry SET status = 'published', withdrawn_reason = ''",),
        "kecamatan-3 is not withdrawn, and the ledger says otherwise",
    ),
    "a locked score": (
        ("UPDATE score SET value_centi = 10000 WHERE sheet_id = 1",),
        "J1's lock of skpd: the scores are not those that its receipt holds",
    ),
    "a locked sheet opened": (
        ("UPDATE sheet SET state = 'submitted' WHERE id = 1",),
        "J1's lock of skpd: the scores are not those that its receipt holds",
    ),
    "a lock's receipt": (
        ("UPDATE category_lock SET receipt = replace(receipt, '71', '91')",),
        "J1's lock of skpd: its receipt was changed",
    ),
    "a lock ended": (
        ("UPDATE category_lock SET ended_at = locked_at",),
        "J1's lock of skpd: it was ended by no line of the ledger",
    ),
    "a lock gone": (("DELETE FROM category_lock",), "a juror's lock that the ledger holds is missing"),
    "a lock undone with its sheets": (
        (
            *("DELETE FROM category_lock", "UPDATE sheet SET state = 'submitted'"),
            "UPDATE score SET value_centi = 10000",
        ),
        "a juror's lock that the ledger holds is missing",
    ),
    "a sheet locked by nobody": (
        ("UPDATE sheet SET state = 'locked', juror_id = 2 WHERE id = 1",),
        "J1's lock of skpd: the scores are not those that its receipt holds",
    ),
    "a ballot at the desk that nobody sat at": (
        ("UPDATE ballot SET origin = 'desk' WHERE id = 2",),
        "ballot 2 was cast by no turn at the desk",
    ),
    "a ballot without a ticket": (
        ("UPDATE exhibition SET level = 'ticket' WHERE id = 1",),
        "ballot 1 was cast by no used ticket",
    ),
    "another exhibition's ballot": (
        ("UPDATE ballot SET nonce = 'ff' WHERE id = 9",),
        "lain: ballot 9 was changed: it is not what line 1 (VOTE) sealed",
    ),
}
