"""The apostrophe that keeps a spreadsheet program from taking a cell of separated text for a formula.

Writing adds one, reading takes one away, so that a table read back is the table that was written.
"""

import re

# The first character decides whether a spreadsheet program takes a cell for a formula; the wide ones too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STARTS = f"[{re.escape(''.join(FORMULA_STARTS))}]"
_FORMULA = re.compile(f"'* *{_STARTS}")
_GUARDED = re.compile(f"'+ *{_STARTS}")


def guarded(text: str) -> str:
    """The text as separated text holds it. One that looks guarded already gets an apostrophe more."""
    return f"'{text}" if _FORMULA.match(text) else text


def guarded_if_ambiguous(text: str) -> str:
    """The text for a workbook, where no text is a formula: only what would be read as guarded gets an apostrophe."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text that was written as `text`."""
    return text[1:] if _GUARDED.match(text) else text
