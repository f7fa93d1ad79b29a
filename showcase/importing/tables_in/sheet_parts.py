"""What a table needs of a workbook's XML, cut out of the bytes before anything is parsed.

Parsing costs seconds for a million blank rows, for columns that nobody reads, or for texts that no cell refers to. Here
they are left out by searching bytes, so that the parser's work follows what the table holds.
"""

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.xml.constants import SHEET_MAIN_NS

from showcase.importing.tables_in.uploaded_tables import (
    MAX_ROWS,
    TableEmptyError,
    TableTooLargeError,
    TableTooManyRowsError,
    TableUnreadableError,
)

# Titles above the header, and notes below the table, are no rows of the table; the exact limit is checked with those.
ROWS_READ = MAX_ROWS + 100
NAMESPACE = f"{{{SHEET_MAIN_NS}}}"
GENERAL = "General"
WORKSHEET = re.compile(rb"<((?:[\w.-]+:)?)worksheet(?:\s[^<>]*)?>")
STRINGS = re.compile(rb"<((?:[\w.-]+:)?)sst(?:\s[^<>]*)?>")
ROW_NUMBER = re.compile(rb"\sr=[\"']0*([0-9]+)[\"']")
# A cell with a value has four; a table of 10,000 rows and 19 columns has about a million.
MOST_TAGS = 2_000_000
MOST_MERGED = 100_000
# An empty cell with a reference, and any cell to the right of CW, column 101. Possessive: nothing is tried twice.
EMPTY_CELL = rb"<%(p)sc\s(?=[^<>]*?\br=[\"'][A-Z]+[0-9]+[\"'])[^<>]*+(?<=/)>"
FAR_CELL = (
    rb"<%(p)sc\s(?=[^<>]*?\br=[\"'](?:C[X-Z]|[D-Z][A-Z]|[A-Z]{3,})[0-9]+[\"'])[^<>]*+(?<!/)>"
    rb"[^<]*+(?:<(?!/?%(p)sc[\s>/])[^<]*+)*+</%(p)sc>"
)
TEXT = rb"<%(p)ssi(?=[\s/>])[^<>]*+>(?:(?<=/>)|[^<]*+(?:<(?!/?%(p)ssi[\s>/])[^<]*+)*+</%(p)ssi>)"


def filled_rows(xml: bytes, filename: str) -> tuple[bytes, bytes]:
    """A worksheet with nothing but the rows in which something stands, and what follows its rows (merged ranges).

    Rows keep their numbers. Raises TableEmptyError, TableUnreadableError, and without having parsed anything
    TableTooManyRowsError and TableTooLargeError.
    """
    root = WORKSHEET.search(xml)
    opening = re.search(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^<>]*)?>", xml)
    if root is None or opening is None or opening[0].endswith(b"/>"):
        raise TableEmptyError("no-header", filename)
    prefix = opening[1]
    end = xml.find(b"</" + prefix + b"sheetData>", opening.end())
    end = len(xml) if end < 0 else end
    rows = list(_rows(xml, prefix, opening.end(), end, filename))
    dropped = re.compile(EMPTY_CELL % {b"p": prefix} + b"|" + FAR_CELL % {b"p": prefix}, re.DOTALL)
    body, below = dropped.sub(b"", b"".join(rows)), xml[end:]
    if body.count(b"<") > MOST_TAGS or below.count(b"mergeCell ") > MOST_MERGED:
        raise TableTooLargeError("cells", filename)
    closing = b"</" + prefix + b"sheetData></" + root[1] + b"worksheet>"
    return xml[: root.end()] + b"<" + prefix + b"sheetData>" + body + closing, below


def _rows(xml: bytes, prefix: bytes, at: int, end: int, filename: str) -> Iterator[bytes]:
    """The rows between two places that hold a value, a text or a formula, each with its number."""
    value = re.compile(rb"<%(p)s(?:v(?:\s[^<>]*)?>[^<]|(?:is|f)[\s/>])" % {b"p": prefix})
    opening, closing = b"<" + prefix + b"row", b"</" + prefix + b"row>"
    count = number = 0
    while found := value.search(xml, at, end):
        begin = xml.rfind(opening, at, found.start())
        stop = xml.find(closing, found.end(), end)
        if begin < 0 or stop < 0:
            raise TableUnreadableError("unreadable", filename)
        count += 1
        if count > ROWS_READ:
            raise TableTooManyRowsError("rows", filename)
        tag_end = xml.find(b">", begin)
        named = ROW_NUMBER.search(xml, begin, tag_end)
        number = int(named[1]) if named else number + 1 + xml.count(opening, at, begin)
        own = b"" if named else b' r="%d"' % number
        yield opening + own + xml[begin + len(opening) : stop] + closing
        at = stop + len(closing)


def strings(xml: bytes, wanted: set[int], filename: str) -> Mapping[int, str]:
    """The shared texts with these numbers; one that is not there is missing. Raises TableTooLargeError."""
    root = STRINGS.search(xml)
    if root is None or not wanted:
        return {}
    prefix = root[1]
    one = re.compile(TEXT % {b"p": prefix})
    found, last = {}, max(wanted)
    for number, match in enumerate(one.finditer(xml, root.end())):
        if number in wanted:
            found[number] = match[0]
        if number >= last:
            break
    body = b"".join(found.values())
    if body.count(b"<") > MOST_TAGS:
        raise TableTooLargeError("cells", filename)
    small = fromstring(xml[: root.end()] + body + b"</" + prefix + b"sst>")
    return dict(zip(found, map(_text, small), strict=True))


def formats(xml: bytes) -> list[str]:
    """The number format of each cell style, by the style's number."""
    codes: dict[str, str] = {}
    found: list[str] = []
    is_cells = False
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end")):
        name = element.tag.removeprefix(NAMESPACE)
        if name == "cellXfs":
            is_cells = event == "start"
        elif event == "end":
            if name == "numFmt":
                codes[element.get("numFmtId", "")] = element.get("formatCode", GENERAL)
            elif name == "xf" and is_cells:
                found.append(element.get("numFmtId", "0"))
            element.clear()
    return [codes.get(number) or BUILTIN_FORMATS.get(_whole(number), GENERAL) for number in found]


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _text(item: Element) -> str:
    """A shared text: plain, or the parts of a formatted one; never how it is pronounced."""
    plain = [part.text for part in item.findall(f"{NAMESPACE}t")]
    runs = [part.text for part in item.findall(f"{NAMESPACE}r/{NAMESPACE}t")]
    return "".join(text or "" for text in (*plain, *runs)).replace("x005F_", "")
