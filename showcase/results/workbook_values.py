"""The spreadsheet of a result in the page's language: names, words, and the flags and refusals as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from showcase.kernel.simulated import titled
from showcase.ranking.model import Rules, Ties
from showcase.results.labels import refusals, words
from showcase.results.papers.workbook.book import result_workbook
from showcase.results.papers.workbook.values import (
    InputTexts,
    JurorTexts,
    ResultCategory,
    ResultValues,
    RulesTexts,
    StandingTexts,
    Texts,
)
from showcase.results.queries.results import CategoryResult, Names, Standing
from showcase.results.rules import Effect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A workbook as a file to save."""

    name: str
    data: bytes

    def answer(self) -> Response:
        """The download."""
        response = Response(self.data, mimetype=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}"'
        return response


def file(
    outcome: Standing,
    names: Names,
    created: datetime,
    *,
    held: Mapping[str, Effect],
    changes: Sequence[str],
) -> WorkbookFile:
    """The workbook; equal results of the same moment are equal to the byte.

    `held` are the suspended votes by category, `changes` sentences on changes of rules in use.
    """
    data = result_workbook(_values(outcome, names, held, created), _texts(outcome, changes))
    return WorkbookFile(f"{outcome.bundle.slug}-workbook.xlsx", data)


def _values(outcome: Standing, names: Names, held: Mapping[str, Effect], created: datetime) -> ResultValues:
    found = {slug: entry.name for slug, entry in names.entries.items()}
    jurors = {
        juror
        for category in outcome.bundle.categories
        for juror in (*(sheet.juror for sheet in category.sheets), *(juror for juror, _entry in category.recusals))
    }
    return ResultValues(
        bundle=outcome.bundle,
        sha256=outcome.sha256,
        categories=tuple(_category(category, names, found, held.get(category.slug)) for category in outcome.categories),
        entries=found,
        jurors={juror: words.juror(juror) for juror in jurors},
        created=created,
    )


def _category(found: CategoryResult, names: Names, entries: Mapping[str, str], held: Effect | None) -> ResultCategory:
    shown = names.categories[found.slug]
    flags = [words.flag(code) for code in (found.ranking.flags if found.ranking else ())]
    here = {**entries, **shown.criteria}
    return ResultCategory(
        category=found.category,
        ranking=found.ranking,
        name=shown.name,
        criteria=shown.criteria,
        refused=refusals.refusal(found.refused, here) if found.refused else "",
        notes=(*flags, *words.quarantine(held, shown.winners)),
        quarantined=dict(held.votes) if held else {},
    )


def _texts(outcome: Standing, changes: Sequence[str]) -> Texts:
    return Texts(
        title=_("Hitung ulang hasil: %(name)s", name=titled(outcome.bundle.name, simulated=outcome.is_simulated)),
        juror=_("Juri"),
        entry=_("Inovasi"),
        sheets=_("Lembar"),
        correction=_("Koreksi juri (b)"),
        rules=_rules(outcome.bundle.rules, changes),
        inputs=_inputs(),
        standings=_standings(outcome.bundle.rules),
        jurors=_jurors(),
    )


def _rules(rules: Rules, changes: Sequence[str]) -> RulesTexts:
    return RulesTexts(
        sheet=_("Aturan"),
        numbers=_("Angka yang dinyatakan"),
        declared_heading=_("Aturan"),
        declared=(*words.rules_sentences(rules), *words.fixed_sentences(), *changes),
        steps_heading=_("Cara membaca"),
        steps=_steps(rules),
        sha256=_("SHA-256 berkas data"),
        not_used=_("tidak dipakai"),
        jury_weight=_("Bobot juri (wJ)"),
        public_weight=_("Bobot publik (wV)"),
        floor=_("Ambang nilai juri (f)"),
        ridge_lambda=_("Lambda"),
        public_reference=_("Patokan suara"),
        min_sheets=_("Lembar nilai minimum per inovasi"),
        min_votes=_("Suara minimum per kategori"),
        tolerance=_("Dianggap sama bila selisihnya tidak lebih dari"),
    )


def _steps(rules: Rules) -> tuple[str, ...]:
    return (
        _(
            "Angka biru adalah data: nilai juri, suara, bobot, koreksi juri. Angka hitam adalah rumus. Ubah angka "
            "biru, dan peringkatnya dihitung ulang; urutan barisnya tetap."
        ),
        _(
            "1. Lembar nilai: y = 100 × jumlah dari (bobot × nilai / nilai tertinggi). Bila cara hitungnya memakai "
            "koreksi, y − b adalah nilai setelah koreksi juri."
        ),
        _("2. Hasil akhir: a adalah nilai juri untuk satu inovasi; A = 100 × (a − f) / (100 − f)."),
        _("3. Hasil akhir: V adalah nilai suara; F = wJ × A + wV × V."),
        _(
            "4. Peringkat menurut F; bila sama, menurut %(first)s, lalu setiap kriteria saja, lalu jumlah suara. "
            "Selisih sampai batas di atas dianggap sama, karena komputer membulatkan.",
            first=_("V, lalu A") if rules.ties is Ties.PUBLIC else "A",
        ),
        _(
            "Koreksi juri dihitung dengan kuadrat terkecil dan bisa diperiksa tanpa mengulanginya: di lembar Juri, "
            "jumlah sisanya 0 untuk setiap juri dan setiap inovasi."
        ),
        _(
            "Hasil resmi dihitung dengan pecahan persis dari berkas data ber-SHA-256 di atas; angka di sini sama "
            "dengannya sampai paling sedikit sembilan desimal."
        ),
    )


def _inputs() -> InputTexts:
    return InputTexts(
        sheet=_("Lembar nilai"),
        note=_("Satu baris satu lembar nilai, berurutan menurut peringkat inovasinya."),
        weight=_("Bobot"),
        maximum=_("Nilai tertinggi"),
        total=_("Nilai lembar (y)"),
        corrected="y − b",
        residual=_("Sisa (y − a − b)"),
        criterion_corrected=_("%(criterion)s saja, terkoreksi"),
        withdrawn=_("Lembar nilai inovasi yang ditarik, tidak dihitung"),
        recusals=_("Konflik kepentingan, tidak dinilai"),
    )


def _standings(rules: Rules) -> StandingTexts:
    return StandingTexts(
        sheet=_("Hasil akhir"),
        note=_(
            "Kolom di kanan nilai akhir hanya menentukan bila %(equal)s sama.",
            equal=_("F, V dan A") if rules.ties is Ties.PUBLIC else _("F dan A"),
        ),
        place=_("Peringkat"),
        raw_jury=_("Nilai juri sebelum ambang (a)"),
        jury=_("Nilai juri (A)"),
        votes=_("Suara (n)"),
        quarantined=_("Suara ditangguhkan"),
        public=_("Nilai suara (V)"),
        jury_part=_("Bagian juri (wJ × A)"),
        public_part=_("Bagian publik (wV × V)"),
        final=_("Nilai akhir (F)"),
        criterion_alone=_("%(criterion)s saja"),
        refused=_("Belum ada peringkat."),
        withdrawn=_("Ditarik dari lomba, tidak diperingkat"),
    )


def _jurors() -> JurorTexts:
    return JurorTexts(
        sheet=_("Juri"),
        note=_(
            "Koreksi b dihitung dengan kuadrat terkecil dari lembar nilai. Jumlah yang harus 0 membuktikannya: hanya "
            "satu rangkaian koreksi yang memenuhi semuanya."
        ),
        note_uncorrected=_("Cara hitung ini tidak mengoreksi juri."),
        mean=_("Rata-rata y"),
        criterion_correction=_("Koreksi untuk %(criterion)s saja"),
        residual_sum=_("Jumlah (y − a − b), harus 0"),
        residual_sum_ridge=_("Jumlah (y − a − b) − lambda × b, harus 0"),
        correction_sum=_("Jumlah b di semua lembar, harus 0"),
        correction_sum_ridge=_("Jumlah b semua juri, harus 0"),
    )
