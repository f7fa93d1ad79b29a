"""Why a vote can't be cast, in words: the one table for pages, waiting votes and the stage."""

from typing import NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from showcase.kernel.refusals import sentence
from showcase.voting.rules.availability import PASSING


class Words(NamedTuple):
    """What is said of one reason, besides the refusal's own sentence, which a vote that was tried is told.

    `page`: in place of the button, calmly, because nobody has tried anything yet (None: the refusal's own sentence);
    `waited`: a vote that waited on the phone for a signal (None: it is told in general); `stage`: the hall.
    """

    page: LazyString | None = None
    waited: LazyString | None = None
    stage: LazyString | None = None


WORDS: dict[str, Words] = {
    "voting-closed": Words(
        waited=_l("Pemungutan suara ditutup sebelum suara ini terkirim, jadi tidak tercatat."),
        stage=_l("Pemungutan suara ditutup"),
    ),
    "voting-paused": Words(
        page=_l("Pemungutan suara sedang dijeda. Suara yang sudah tercatat tetap aman."),
        waited=_l("Pemungutan suara sedang dijeda. Suara Anda belum tercatat; dikirim begitu dibuka lagi."),
        stage=_l("Pemungutan suara dijeda"),
    ),
    "not-open-yet": Words(
        page=_l("Pemungutan suara belum dibuka."),
        waited=_l("Pemungutan suara belum dibuka. Suara Anda belum tercatat; dikirim begitu dibuka."),
        stage=_l("pemungutan suara belum dibuka"),
    ),
    "entry-withdrawn": Words(
        page=_l("Inovasi ini ditarik dari lomba, jadi tidak bisa dipilih."),
        waited=_l("Inovasi ini sudah ditarik dari lomba, jadi suara ini tidak tercatat."),
    ),
    "scan-needed": Words(
        page=_l("Pindai kode QR di stan inovasi ini untuk memilihnya."),
        waited=_l("Suara ini tidak tercatat: pindai dulu kode QR di stannya."),
    ),
    "ticket-needed": Words(
        page=_l("Untuk memilih, gunakan tiket dari meja panitia."),
    ),
    "visits-needed": Words(
        waited=_l("Suara ini tidak tercatat: masih ada stan yang perlu dikunjungi dulu."),
    ),
}


def page_sentence(code: str, left: int = 0) -> str:
    """Why there is nothing to tap; empty where there is. `left`: booths still to visit."""
    if left:
        return ngettext(
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            "Kunjungi %(num)s stan lagi, lalu suara Anda bisa diberikan.",
            left,
        )
    return str(WORDS[code].page or sentence(code)) if code else ""


def waited(*, passing: bool) -> dict[str, str]:
    """Code -> what a vote that waited on the phone is told. `passing`: of the reasons after which it is sent again."""
    codes = {reason.code for reason in PASSING}
    return {code: str(words.waited) for code, words in WORDS.items() if words.waited and (code in codes) is passing}
