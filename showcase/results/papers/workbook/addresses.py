"""Addresses as formulas write them; rows and columns count from 0."""

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell


def cell(row: int, column: int, *, fixed_column: bool = False) -> str:
    """F6, which moves with its formula; or $F6."""
    return str(xl_rowcol_to_cell(row, column, col_abs=fixed_column))


def fixed(row: int, column: int) -> str:
    """$F$6, which stays."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def across(row: int, first: int, last: int) -> str:
    """C6:D6, cells of one row."""
    return str(xl_range(row, first, row, last))


def down(column: int, first: int, last: int) -> str:
    """$F$6:$F$9, cells of one column."""
    return str(xl_range_abs(first, column, last, column))


def quoted(name: str) -> str:
    """A sheet's name with the mark that a cell's address follows."""
    return "'" + name.replace("'", "''") + "'!"
