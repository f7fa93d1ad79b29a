"""Anomalies in plain words: what was noticed, why it may be harmless, and what can be done."""

from datetime import timedelta

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from showcase.anomalies.actions.flags import Flag
from showcase.anomalies.rules import FlagState, Proposal, Rule
from showcase.kernel.filters import decimal, whole

STATES: dict[FlagState, LazyString] = {
    FlagState.OPEN: _l("Belum diputuskan"),
    FlagState.DISMISSED: _l("Dihitung"),
    FlagState.QUARANTINED: _l("Ditangguhkan"),
}
# The button of a proposal, and what confirming it does.
PROPOSALS: dict[Proposal, LazyString] = {
    Proposal.QUARANTINE: _l("Tangguhkan suara ini"),
    Proposal.DISMISS: _l("Nyatakan wajar"),
    Proposal.RELEASE: _l("Hitung lagi suara ini"),
}
EFFECTS: dict[Proposal, LazyString] = {
    Proposal.QUARANTINE: _l("Suara yang menjadi bukti tetap tersimpan, tetapi tidak dihitung sampai dibebaskan."),
    Proposal.DISMISS: _l("Semua suara tetap dihitung, dan tanda ini ditutup."),
    Proposal.RELEASE: _l("Suara yang ditangguhkan di sini dihitung lagi."),
}
HARMLESS: dict[Rule, LazyString] = {
    Rule.BURST: _l("Bisa wajar: rombongan datang, atau stan baru saja tampil di panggung. Tanyakan di stannya."),
    Rule.FRESH: _l("Bisa wajar: rombongan mulai dari stan ini. Lihat apakah mereka lalu memilih di stan lain."),
    Rule.SINGLE: _l("Bisa wajar: pendukung yang datang untuk satu inovasi saja. Satu ponsel tetap satu suara."),
    Rule.REGULAR: _l("Orang datang tidak beraturan; jarak yang hampir sama biasanya buatan mesin."),
    Rule.BOOTHS: _l("Bisa wajar: seseorang membuka semua halaman dulu, lalu memilih berurutan."),
}


def told(flag: Flag, name: str) -> str:
    """What was noticed, as a sentence with its figures; `name` is the entry's."""
    numbers = flag.numbers
    if flag.rule is Rule.BURST:
        usual = max(numbers["usual"], numbers["hall"])
        return _(
            "%(votes)s suara untuk %(name)s dalam %(span)s; biasanya %(usual)s dalam 5 menit.",
            votes=whole(numbers["votes"]),
            name=name,
            span=span(flag.until - flag.since),
            usual=whole(usual),
        )
    if flag.rule is Rule.BOOTHS:
        return ngettext(
            "%(num)s ponsel memilih delapan stan atau lebih dalam satu menit.",
            "%(num)s ponsel memilih delapan stan atau lebih dalam satu menit.",
            numbers["phones"],
        )
    if flag.rule is Rule.REGULAR:
        return _(
            "%(votes)s suara untuk %(name)s datang seperti detak jam: hampir tepat tiap %(gap)s detik.",
            votes=whole(numbers["votes"]),
            name=name,
            gap=decimal(f"{numbers['gap_ms'] / 1000:.1f}"),
        )
    return _phones(flag, name)


def _phones(flag: Flag, name: str) -> str:
    numbers = flag.numbers
    if flag.rule is Rule.FRESH:
        return _(
            "%(phones)s dari %(votes)s ponsel yang memilih %(name)s dalam %(span)s baru pertama kali memilih. Di stan "
            "lain %(usual)s persen.",
            phones=whole(numbers["phones"]),
            votes=whole(numbers["votes"]),
            name=name,
            span=span(flag.until - flag.since),
            usual=numbers["usual"],
        )
    return _(
        "%(phones)s dari %(all)s ponsel yang memilih %(name)s tidak memilih apa pun selain itu. Di antara ponsel "
        "lain %(usual)s persen.",
        phones=whole(numbers["phones"]),
        all=whole(numbers["all"]),
        name=name,
        usual=numbers["usual"],
    )


def span(length: timedelta) -> str:
    """How long, rounded up to whole minutes; in hours from two of them on."""
    minutes = max(1, -int(-length.total_seconds() // 60))
    if minutes >= 120:
        return _("%(hours)s jam %(minutes)s menit", hours=minutes // 60, minutes=minutes % 60)
    return _("%(minutes)s menit", minutes=minutes)
