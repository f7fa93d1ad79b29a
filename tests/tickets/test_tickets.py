"""Codes and numbers of tickets, as people read and type them."""

import pytest

from showcase.tickets.rules import TicketFormError, TicketRangeError, shown_code, typed_code, typed_range


def test_codes_and_numbers_as_people_type_them() -> None:
    assert typed_code(" 7qk2m-9dab x4tr ") == ("7QK2M", "9DABX4TR")
    assert typed_code("oIl2m9dabx4tr") == ("0112M", "9DABX4TR")
    assert shown_code("7QK2M", "9DABX4TR") == "7QK2M-9DAB-X4TR"
    for wrong in ("", "7QK2M", "7QK2M9DABX4T", "7QK2M9DABX4TRR", "7QK2M9DABX4T!", "７QK2M9DABX4TR"):
        with pytest.raises(TicketFormError):
            typed_code(wrong)
    assert (typed_range("12"), typed_range(" 00012 - 40 ")) == ((12, 12), (12, 40))
    for wrong in ("", "0", "40-12", "-3", "1-2-3", "١٢", "1e3", "12345678"):
        with pytest.raises(TicketRangeError):
            typed_range(wrong)
