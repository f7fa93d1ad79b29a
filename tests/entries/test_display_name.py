"""What an entry is called: the same in Python and in a query."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.entries.tables import Entry
from tests.factories import hall


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("name", "short_name", "shown", "long_name"),
    [
        ("Sistem Barang", "SIMBADA", "SIMBADA", "Sistem Barang"),
        ("Sistem Barang", "", "Sistem Barang", ""),
        ("SIMBADA", "SIMBADA", "SIMBADA", ""),
    ],
)
def test_the_short_name_else_the_name(session: Session, name: str, short_name: str, shown: str, long_name: str) -> None:
    entry = hall(session).entry("skpd-1")
    entry.name, entry.short_name = name, short_name
    session.flush()
    assert (entry.display_name, entry.long_name) == (shown, long_name)
    assert session.scalar(select(Entry.display_name).where(Entry.id == entry.id)) == shown
