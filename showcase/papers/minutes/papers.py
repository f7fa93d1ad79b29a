"""The record of the judging, on paper: who judged what, what was set aside and why, with lines for the signatures."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from showcase.printing.bands import draw_band, dye, prepare_motif
from showcase.printing.lettering import fitted_size, shortened
from showcase.printing.palette import Palette
from showcase.printing.typefaces import BOLD, MONO, REGULAR, printable

WIDTH, HEIGHT = A4
MARGIN, BAND, FOOT = 40.0, 84.0, 48.0
ROOM = WIDTH - 2 * MARGIN
INK, SOFT, LINE, WHITE, PAPER = (HexColor(c) for c in ("#1c1916", "#5d564d", "#d9d0c2", "#ffffff", "#f7f2e9"))
CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.5, leading=11, textColor=INK)
HEAD = ParagraphStyle("head", fontName=BOLD, fontSize=7.2, leading=9, textColor=SOFT)
PART = ParagraphStyle("part", fontName=BOLD, fontSize=10, leading=13, textColor=INK, spaceBefore=11, spaceAfter=3)
WORDS = ParagraphStyle("words", fontName=REGULAR, fontSize=9, leading=12.5, textColor=SOFT)
CATEGORY = ParagraphStyle("category", fontName=BOLD, fontSize=15, leading=19, textColor=INK)
HASH = ParagraphStyle("hash", fontName=MONO, fontSize=7.5, leading=10.5, textColor=INK)
RULED: list[tuple[Any, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), PAPER),
    ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE),
    *((f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]
Heads = Sequence[tuple[str, float]]
JUROR, WHERE, WHEN = ("Juri", 105.0), ("Stan dan inovasi", 120.0), ("Waktu", 80.0)
PANEL: Heads = (
    ("No", 30),
    ("Juri dan instansi", 210),
    ("Kehadiran", 125),
    ("Wajib", 45),
    ("Terkirim", 52),
    ("Terkunci", 53),
)
RECUSED: Heads = (JUROR, WHERE, ("Alasan", 210), WHEN)
LOCKS: Heads = (("Juri", 165), ("Dikunci", 110), ("Kode periksa", 130), ("Keadaan", 110))
OBSTACLES: Heads = (JUROR, WHERE, ("Kendala", 115), WHEN, ("Penyelesaian", 95))
TYPED: Heads = (JUROR, WHERE, ("Diketik oleh", 210), WHEN)
REOPENED: Heads = (JUROR, WHERE, ("Alasan", 140), WHEN, ("Oleh", 70))
WITHDRAWN: Heads = (("Stan dan inovasi", 165), ("Alasan", 200), WHEN, ("Oleh", 70))
NOTHING = "Tidak ada."
ORGANIZERS = 2
# The least height at which a row may break over two pages: only one with a very long reason ever does.
LEAST_PIECE = 60
# For a heading, a table's head and a row: a heading alone at the foot of a page would belong to nothing.
LEAST_ROOM = 84


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A juror of a category, as J1 and by name. Of the sheets `due`, those submitted include the locked ones."""

    number: str
    name: str
    office: str
    presence: str
    due: int
    submitted: int
    locked: int


@dataclass(frozen=True, slots=True)
class LockRow:
    """A juror's lock with the check code as people read it; `state` says whether it stands."""

    juror: str
    at: str
    code: str
    state: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened to a sheet or an entry. `juror` is empty where no single one is concerned.

    `words` is the reason or cause as it was given; `told` who settled or did it, where that is known.
    """

    juror: str
    booth: str
    entry: str
    words: str
    at: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class CategoryMinutes:
    """What is on record about the judging of a category. Of `paper`, `told` names the two who typed the sheet in.

    `tie`: who is equal across the last awarded place, and what the jury decided; empty where no tie crosses it.
    """

    name: str
    palette: Palette
    panel: Sequence[PanelRow]
    recused: Sequence[Incident]
    locks: Sequence[LockRow]
    obstacles: Sequence[Incident]
    paper: Sequence[Incident]
    reopened: Sequence[Incident]
    withdrawn: Sequence[Incident]
    tie: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole record. `sha256` is the bundle's; `head` the ledger's last line: its number and hash, if any.

    `accepted`: where the result was fixed with something missing, who did it why, then a sentence for each thing.
    """

    exhibition: str
    venue: str
    printed_at: str
    state: str
    categories: Sequence[CategoryMinutes]
    signers: Sequence[PanelRow]
    sha256: str
    head: tuple[int, str] | None
    accepted: Sequence[str] = ()


def minutes_pdf(minutes: Minutes) -> bytes:
    """The record on A4, as many pages as it needs, each with its number and how many there are."""
    _file, pages = _built(minutes, 0)
    file, _pages = _built(minutes, pages)
    return file


def _built(minutes: Minutes, pages: int) -> tuple[bytes, int]:
    """The file, and of how many pages it is; `pages` is what its foot says."""
    file = io.BytesIO()
    title = f"Risalah penjurian: {printable(minutes.exhibition)}"
    document = BaseDocTemplate(file, pagesize=A4, title=title, lang="id")
    first = Frame(MARGIN, FOOT, ROOM, HEIGHT - BAND - FOOT - 16, 0, 0, 0, 0)
    later = Frame(MARGIN, FOOT, ROOM, HEIGHT - MARGIN - FOOT, 0, 0, 0, 0)
    foot = partial(_foot, minutes, pages)
    document.addPageTemplates(
        [
            PageTemplate(
                "first", [first], onPage=partial(_band, minutes), onPageEnd=foot, autoNextPageTemplate="later"
            ),
            PageTemplate("later", [later], onPageEnd=foot),
        ]
    )
    document.build(list(_story(minutes)))
    return file.getvalue(), document.page


def _story(minutes: Minutes) -> Iterator[Any]:
    told = "Lampiran penjurian untuk berita acara. Isinya diambil dari data yang tersimpan; nama, alasan dan kendala"
    yield _text(f"{minutes.state} {told} dikutip seperti yang ditulis.", WORDS)
    if minutes.accepted:
        yield _text("Belum lengkap ketika hasil ditetapkan", PART)
        yield from (_text(line, CELL) for line in minutes.accepted)
    for category in minutes.categories:
        yield from _category(category)
    if not minutes.categories:
        yield _text("Belum ada inovasi yang dinilai.", WORDS)
    yield KeepTogether(list(_seals(minutes)))
    yield from _signatures(minutes.signers)


def _category(category: CategoryMinutes) -> Iterator[Any]:
    due, submitted, locked = (
        sum(getattr(row, name) for row in category.panel) for name in ("due", "submitted", "locked")
    )
    head = Table([[_text(category.name, CATEGORY)]], colWidths=[ROOM])
    head.setStyle([("LINEBEFORE", (0, 0), (0, 0), 5, dye(category.palette)), ("LEFTPADDING", (0, 0), (0, 0), 12)])
    counted = f"{due} lembar wajib: {submitted} terkirim, {locked} di antaranya terkunci."
    yield KeepTogether([Spacer(1, 18), head, Spacer(1, 4), _text(counted, WORDS)])
    yield from _part("Panel juri", PANEL, [_panel_cells(row) for row in category.panel])
    rows = [(row.juror, _place(row), row.words, row.at) for row in category.recused]
    yield from _part("Pasangan yang dikecualikan karena konflik kepentingan", RECUSED, rows)
    yield from _part("Penguncian", LOCKS, [(row.juror, row.at, row.code, row.state) for row in category.locks])
    yield from _part("Kendala yang dilaporkan juri", OBSTACLES, _cells(category.obstacles))
    rows = [(row.juror, _place(row), row.told, row.at) for row in category.paper]
    yield from _part("Lembar dari kertas", TYPED, rows)
    yield from _part("Lembar yang dibuka kembali", REOPENED, _cells(category.reopened))
    rows = [(_place(row), row.words, row.at, row.told) for row in category.withdrawn]
    yield from _part("Inovasi yang ditarik", WITHDRAWN, rows)
    if category.tie:
        yield KeepTogether(
            [_text("Nilai seri pada tempat juara terakhir", PART), *(_text(t, CELL) for t in category.tie)]
        )


def _panel_cells(row: PanelRow) -> tuple[str, ...]:
    return row.number, f"{row.name}\n{row.office}", row.presence, str(row.due), str(row.submitted), str(row.locked)


def _place(row: Incident) -> str:
    return f"{row.booth}\n{row.entry}"


def _cells(found: Sequence[Incident]) -> list[tuple[str, ...]]:
    return [(row.juror, _place(row), row.words, row.at, row.told) for row in found]


def _part(title: str, heads: Heads, rows: Sequence[Sequence[str]]) -> Iterator[Any]:
    """A heading with its table; what is empty says so."""
    named = _text(title, PART)
    if not rows:
        yield KeepTogether([named, _text(NOTHING, WORDS)])
        return
    yield CondPageBreak(LEAST_ROOM)
    yield named
    yield _table(heads, rows)


def _table(heads: Heads, rows: Sequence[Sequence[str]]) -> Table:
    cells = [[_text(words, HEAD) for words, _width in heads], *([_text(cell, CELL) for cell in row] for row in rows)]
    table = Table(cells, colWidths=[width for _words, width in heads], repeatRows=1, splitInRow=LEAST_PIECE)
    table.setStyle(RULED)
    return table


def _seals(minutes: Minutes) -> Iterator[Any]:
    """What ties this paper to the data: anybody can compute both again."""
    yield Spacer(1, 10)
    yield _text("Sidik data", PART)
    yield _text("SHA-256 dari berkas data hasil (bundle), dari mana peringkat bisa dihitung ulang:", WORDS)
    yield _text(minutes.sha256, HASH)
    yield Spacer(1, 4)
    if minutes.head is None:
        yield _text("Buku besar masih kosong.", WORDS)
    else:
        yield _text(f"Buku besar, baris terakhir nomor {minutes.head[0]}:", WORDS)
        yield _text(minutes.head[1], HASH)


def _signatures(jurors: Sequence[PanelRow]) -> Iterator[Any]:
    yield CondPageBreak(LEAST_ROOM)
    yield _text("Tanda tangan", PART)
    signers = [(row.number, f"{row.name}\n{row.office}") for row in jurors]
    signers += [("", f"Panitia {number}, nama:") for number in range(1, ORGANIZERS + 1)]
    rows = [[_text(number, CELL), _text(who, CELL), ""] for number, who in signers]
    heads = [_text(words, HEAD) for words in ("No", "Nama dan instansi", "Tanda tangan dan tanggal")]
    # Room to sign in, and more where a long name and office need it.
    heights = [0.0, *([46.0] * len(rows))]
    table = Table([heads, *rows], [30, 235, ROOM - 265], minRowHeights=heights, repeatRows=1)
    table.setStyle(RULED)
    yield table


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    """What people typed is text, never markup; its line breaks stay."""
    lines = (printable(line, style.fontName) for line in text.split("\n"))
    return Paragraph("<br/>".join(escape(line) for line in lines if line), style)


def _band(minutes: Minutes, canvas: Canvas, _document: Any) -> None:
    prepare_motif(canvas, Palette.SLATE)
    draw_band(canvas, Palette.SLATE, bottom=HEIGHT - BAND, width=WIDTH, height=BAND, words=WIDTH * 0.66)
    canvas.setFillColor(WHITE)
    canvas.setFont(BOLD, 23)
    canvas.drawString(MARGIN, HEIGHT - 40, "Risalah penjurian")
    told = printable(" · ".join(part for part in (minutes.exhibition, minutes.venue) if part))
    size = fitted_size(told, REGULAR, 11, 8, WIDTH * 0.7)
    canvas.setFont(REGULAR, size)
    canvas.drawString(MARGIN, HEIGHT - 62, shortened(told, REGULAR, size, WIDTH * 0.7))


def _foot(minutes: Minutes, pages: int, canvas: Canvas, document: Any) -> None:
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 8)
    told = printable(f"Risalah penjurian · {minutes.exhibition} · dicetak {minutes.printed_at}")
    canvas.drawString(MARGIN, 26, shortened(told, REGULAR, 8, ROOM - 90))
    canvas.drawRightString(WIDTH - MARGIN, 26, f"Halaman {document.page} dari {pages}")
