"""The ranking in words: its rules, methods, flags, and how firm it is. In the page's language."""

from collections.abc import Mapping
from fractions import Fraction

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.declaration.rules import Preset
from showcase.kernel.filters import decimal, whole
from showcase.ranking.model import JuryMethod, PublicMethod, Rules, Ties
from showcase.ranking.numbers import decimal_or_fraction, rounded
from showcase.ranking.robustness import Robustness, VoteChange
from showcase.results.rules import Effect

# Label, and one sentence on what it does to the order.
PRESETS: Mapping[Preset, tuple[LazyString, LazyString]] = {
    Preset.BALANCED: (
        _l("Seimbang"),
        _l(
            "Juri 80 persen, publik 20 persen, ambang 50. Disarankan: suara publik berpengaruh nyata, tetapi tidak "
            "menentukan sendirian."
        ),
    ),
    Preset.SIMPLE: (
        _l("Sederhana"),
        _l(
            "Juri 70 persen, publik 30 persen, tanpa ambang, rata-rata biasa. Mudah diterangkan, tetapi pengaruh nyata "
            "publik jauh di atas 30 persen, karena jumlah suara berbeda jauh lebih lebar daripada nilai juri."
        ),
    ),
    Preset.JURY: (
        _l("Juri menentukan, publik memilih favorit"),
        _l("Juri 100 persen. Suara publik tidak mengubah peringkat; peraih suara terbanyak menjadi favorit."),
    ),
    Preset.OWN: (_l("Aturan sendiri"), _l("Tentukan setiap angka dan cara hitung di bawah ini.")),
}
JURY_METHODS: Mapping[JuryMethod, tuple[LazyString, LazyString]] = {
    JuryMethod.ADDITIVE: (
        _l("Rata-rata yang dikoreksi"),
        _l(
            "Bila setiap juri menilai setiap inovasi, ini rata-rata biasa. Bila tidak, kecenderungan juri yang murah "
            "atau pelit nilai dikeluarkan lebih dulu."
        ),
    ),
    JuryMethod.PLAIN: (
        _l("Rata-rata biasa"),
        _l("Jumlah nilai dibagi banyaknya juri. Juri yang pelit merugikan inovasi yang kebetulan dinilainya."),
    ),
    JuryMethod.TRIMMED: (
        _l("Rata-rata tanpa nilai ujung"),
        _l("Satu nilai tertinggi dan satu terendah dibuang. Setiap inovasi perlu paling sedikit 4 lembar nilai."),
    ),
    JuryMethod.MEDIAN: (
        _l("Nilai tengah"),
        _l("Nilai yang berada di tengah. Satu juri yang menyimpang hampir tidak berpengaruh; selisih tipis hilang."),
    ),
    JuryMethod.RIDGE: (
        _l("Rata-rata dengan koreksi tertahan"),
        _l(
            "Seperti rata-rata yang dikoreksi, tetapi koreksinya ditahan oleh lambda: makin besar, makin kecil koreksi."
        ),
    ),
}
PUBLIC_METHODS: Mapping[PublicMethod, tuple[LazyString, LazyString]] = {
    PublicMethod.SQRT: (
        _l("Akar perbandingan dengan suara terbanyak"),
        _l("Empat kali suara memberi dua kali nilai: instansi besar tidak menang karena pegawainya banyak."),
    ),
    PublicMethod.LEADER: (
        _l("Perbandingan dengan suara terbanyak"),
        _l("Peraih suara terbanyak mendapat 100, yang lain sebanding. Satu inovasi yang sangat populer menekan semua."),
    ),
    PublicMethod.SHARE: (
        _l("Bagian dari semua suara"),
        _l("Bagian suara dalam persen. Makin banyak peserta, makin kecil pengaruh publik."),
    ),
    PublicMethod.RANK: (
        _l("Urutan suara"),
        _l("Hanya urutan yang dihitung, selisih suara tidak: unggul satu suara sama dengan unggul seribu."),
    ),
    PublicMethod.FIXED: (
        _l("Perbandingan dengan patokan"),
        _l("Patokan suara yang ditetapkan memberi nilai 100. Suara untuk satu inovasi tidak mengubah nilai yang lain."),
    ),
}

TIES: Mapping[Ties, tuple[LazyString, LazyString]] = {
    Ties.JURY: (
        _l("Nilai juri lebih dulu"),
        _l("Nilai juri adalah ukuran yang lebih halus. Berikutnya nilai tiap kriteria, lalu jumlah suara."),
    ),
    Ties.PUBLIC: (
        _l("Nilai suara publik lebih dulu"),
        _l("Seperti pada Eurovision. Berikutnya nilai juri, nilai tiap kriteria, lalu jumlah suara."),
    ),
}


FLAGS: Mapping[str, LazyString] = {
    "NO_VOTES": _l("Belum ada suara publik di kategori ini; urutannya murni dari juri."),
    "LOW_TURNOUT": _l(
        "Suara publik kurang dari jumlah minimum yang dinyatakan, jadi tidak dihitung; urutannya dari juri."
    ),
    "SINGLE_ENTRY": _l("Hanya satu inovasi di kategori ini."),
    "SINGLE_JUROR": _l("Hanya satu juri yang menilai kategori ini."),
    "JUROR_CONSTANT": _l("%(juror)s memberi nilai yang sama kepada semua inovasi; nilainya tetap dihitung."),
    "JUROR_ONE_SHEET": _l("%(juror)s baru menilai satu inovasi, jadi belum memberi perbandingan."),
}


def juror(name: str) -> str:
    """J1 as people read it: Juri 1."""
    return _("Juri %(number)s", number=name[1:]) if name[:1] == "J" and name[1:].isdigit() else name


def flag(code: str) -> str:
    """A ranking's flag as a sentence."""
    kind, _colon, name = code.partition(":")
    return str(FLAGS[kind]) % {"juror": juror(name)} if kind in FLAGS else code


def quarantine(held: Effect | None, last: int) -> list[str]:
    """How many votes of a category are suspended, and whether places 1 to the last awarded one rest on that."""
    if held is None:
        return []
    number = sum(held.votes.values())
    found = [
        ngettext(
            "%(votes)s suara ditangguhkan dan tidak dihitung.",
            "%(votes)s suara ditangguhkan dan tidak dihitung.",
            number,
            votes=whole(number),
        )
    ]
    if held.changes is None:
        found.append(_("Belum ada peringkat untuk dibandingkan."))
    elif held.changes:
        found.append(_("Bila suara itu dihitung, peringkat 1 sampai %(last)s akan berubah.", last=last))
    else:
        found.append(_("Bila suara itu dihitung, peringkat 1 sampai %(last)s tetap sama.", last=last))
    return found


def percent(value: Fraction, places: int = 2) -> str:
    """A share as a percentage without needless zeros: 80, 12,5."""
    text = rounded(value * 100, places)
    return decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def exact_number(value: Fraction) -> str:
    """A declared number as people write it: 0,8."""
    return decimal(decimal_or_fraction(value))


def rules_sentences(rules: Rules) -> list[str]:
    """The declared rules as they are printed and published, sentence by sentence."""
    found = [_weights(rules)]
    found.append(_("Nilai juri: %(method)s.", method=_lowered(JURY_METHODS[rules.jury][0])))
    if rules.ridge_lambda is not None and rules.jury is JuryMethod.RIDGE:
        found.append(_("Lambda %(value)s.", value=exact_number(rules.ridge_lambda)))
    if rules.floor:
        found.append(
            _(
                "Ambang nilai juri %(floor)s: nilai %(floor)s dihitung 0, nilai 100 tetap 100.",
                floor=exact_number(rules.floor),
            )
        )
    if rules.public_weight:
        found.append(_("Nilai suara: %(method)s.", method=_lowered(PUBLIC_METHODS[rules.public][0])))
        if rules.public is PublicMethod.FIXED and rules.public_reference:
            found.append(_("Patokan: %(votes)s suara bernilai 100.", votes=whole(rules.public_reference)))
    if rules.min_sheets > 1:
        found.append(_("Setiap inovasi perlu paling sedikit %(number)s lembar nilai.", number=rules.min_sheets))
    if rules.min_votes:
        found.append(
            _("Suara dihitung bila kategori mendapat paling sedikit %(votes)s suara.", votes=whole(rules.min_votes))
        )
    return [*found, _chain(rules.ties)]


def fixed_sentences() -> list[str]:
    """What no declaration changes: missing sheets, and what is equal in everything."""
    return [
        _("Lembar nilai yang tidak ada tidak dihitung: tidak dianggap nol dan tidak diisi perkiraan."),
        _(
            "Bila semuanya sama, peringkat dipakai bersama; tidak ada undian. Bila peringkat bersama itu melewati "
            "tempat juara terakhir, juri memutuskan siapa yang menjadi juara, dan keputusannya dicatat."
        ),
    ]


def _chain(ties: Ties) -> str:
    if ties is Ties.PUBLIC:
        return _(
            "Bila nilai akhir sama persis, yang menentukan berturut-turut: nilai suara publik, nilai juri, nilai tiap "
            "kriteria menurut urutannya, lalu jumlah suara."
        )
    return _(
        "Bila nilai akhir sama persis, yang menentukan berturut-turut: nilai juri, nilai tiap kriteria menurut "
        "urutannya, lalu jumlah suara."
    )


def _weights(rules: Rules) -> str:
    if not rules.public_weight:
        return _("Nilai akhir sama dengan nilai juri; suara publik memilih favorit.")
    if not rules.jury_weight:
        return _("Nilai akhir sama dengan nilai suara publik.")
    jury, public = percent(rules.jury_weight), percent(rules.public_weight)
    return _("Nilai akhir = %(jury)s %% nilai juri + %(public)s %% nilai suara publik.", jury=jury, public=public)


def _lowered(label: LazyString) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def firmness(firm: Robustness, share: float | None, names: Mapping[str, str]) -> list[str]:
    """How firm first place is, in a few sentences."""
    found = []
    if firm.winner is None:
        found.append(_("Tempat pertama dipakai bersama; nilainya persis sama."))
    elif len(names) > 1 and firm.public_weight_interval:
        low, high = firm.public_weight_interval
        found.append(
            _(
                "%(winner)s tetap di tempat pertama selama bobot suara publik antara %(low)s %% dan %(high)s %%.",
                winner=names[firm.winner],
                low=percent(low, 1),
                high=percent(high, 1),
            )
        )
    if firm.winner is not None:
        found += _without_jurors(firm, firm.winner)
        found += _fewest(firm.votes_to_change, names, names[firm.winner])
    if share is not None:
        told = percent(Fraction(share).limit_denominator(10**6), 0)
        found.append(_("Pengaruh nyata suara publik pada selisih nilai: %(share)s %%.", share=told))
    return found


def _without_jurors(firm: Robustness, winner: str) -> list[str]:
    moved = [juror(j) for j, places in firm.leave_one_out.items() if isinstance(places, Mapping) and places[winner] > 1]
    tied = [
        juror(j)
        for j, places in firm.leave_one_out.items()
        if isinstance(places, Mapping) and places[winner] == 1 and list(places.values()).count(1) > 1
    ]
    refused = [juror(j) for j, places in firm.leave_one_out.items() if isinstance(places, str)]
    found = []
    if moved:
        found.append(_("Tanpa %(jurors)s, tempat pertama berpindah.", jurors=_either(moved)))
    if tied:
        found.append(_("Tanpa %(jurors)s, tempat pertama dipakai bersama.", jurors=_either(tied)))
    if refused:
        found.append(_("Tanpa %(jurors)s, peringkat tidak bisa dihitung.", jurors=_either(refused)))
    if not found and len(firm.leave_one_out) > 1:
        found.append(_("Tanpa salah satu juri, siapa pun dia, tempat pertama tetap sama."))
    return found


def _fewest(changes: tuple[VoteChange, ...], names: Mapping[str, str], winner: str) -> list[str]:
    added = [change for change in changes if change.kind == "add" and change.entry]
    if not added:
        return [_("Tambahan suara sebanyak apa pun untuk inovasi lain tidak mengubah tempat pertama.")]
    least = min(added, key=lambda change: change.votes)
    return [
        _(
            "%(winner)s baru tergeser bila %(rival)s mendapat %(votes)s suara lagi.",
            winner=winner,
            rival=names[least.entry or ""],
            votes=whole(least.votes),
        )
    ]


def _either(jurors: list[str]) -> str:
    return _(" atau tanpa ").join(jurors)
