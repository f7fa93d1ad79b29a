"""When a juror is asked about a conflict of interest."""

import pytest

from showcase.jury.rules.recusals import same_office


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dinas PUPR", "dinas  pupr "),
        ("Dinas Kependudukan & Pencatatan Sipil", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"),
        ("Badan Keuangan, Pendapatan, dan Aset", "Badan Keuangan Pendapatan dan Aset"),
        ("UPT. Puskesmas Uren", "UPT Puskesmas Uren"),
        ("Ｄinas PUPR", "Dinas PUPR"),
    ],
)
def test_the_same_office_in_other_letters(first: str, second: str) -> None:
    assert same_office(first, second)


@pytest.mark.parametrize(("first", "second"), [("", ""), ("", "Dinas PUPR"), ("...", "..."), ("Dinas A", "Dinas B")])
def test_other_offices_and_none(first: str, second: str) -> None:
    assert not same_office(first, second)
