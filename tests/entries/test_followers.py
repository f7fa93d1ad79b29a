"""What rooms above the entries tell them."""

import pytest

from showcase.entries import followers


def test_without_any_table_of_votes_no_entry_passes_for_unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "_traces", [])
    with pytest.raises(RuntimeError):
        followers.traces()
