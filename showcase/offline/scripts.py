"""The two scripts that the server makes: the worker, which knows the files, and the queue, which has the words."""

import json
import re
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from showcase.exhibitions import memory
from showcase.kernel import filters, phones
from showcase.offline.kept import Kept, keep
from showcase.offline.room import bp
from showcase.voting.labels import waited

PICTURE = re.compile(r'url\("\.\./(img/[^"]+)"\)')
FILES = (
    "css/showcase.css",
    "css/catalogue.css",
    "css/offline.css",
    "css/results.css",
    "js/htmx-4.0.1.min.js",
    "js/visitor.js",
    "js/copy.js",
    "img/icon.svg",
)


# In a rehearsal nothing is kept for later: a copy without its mark, or a vote that waits, could outlive it.
NO_WORKER = """addEventListener("install", () => skipWaiting());
addEventListener("activate", () => registration.unregister());
"""
NO_QUEUE = "navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));\n"


def worker() -> Kept:
    """`/sw.js`. Its version changes with every file that it keeps, and with its own text."""
    if current_app.extensions["settings"].sandbox:
        return keep(NO_WORKER)
    return memory.rendered(("offline", "worker"), _worker)


def queue(language: str) -> Kept:
    """The script that keeps votes waiting, with its words in this language."""
    if current_app.extensions["settings"].sandbox:
        return keep(NO_QUEUE)
    return memory.rendered(("offline", "queue", language), lambda: keep(_queue(language)))


@bp.app_template_global()
def queue_url(language: str = "") -> str:
    """The queue's address in this language (else the page's), with a version that changes with its content."""
    chosen = language or filters.language()
    return f"/offline/{chosen}.js?v={queue(chosen).digest}"


def _worker() -> Kept:
    static_url = current_app.jinja_env.globals["static_url"]
    looks = (Path(current_app.root_path) / "static" / "css" / "showcase.css").read_text()
    files = [
        *(static_url(name) for name in FILES),  # type: ignore[operator]  # Jinja's globals are objects
        *(f"/static/{picture}" for picture in dict.fromkeys(PICTURE.findall(looks))),
        *(queue_url(language) for language in phones.LANGUAGES),
    ]
    text = _filled("offline/sw.js", files=files, languages=phones.LANGUAGES)
    return keep(text.replace("@version@", keep(text).digest))


def _queue(language: str) -> str:
    with force_locale(language):
        return _filled("offline/queue.js", words=_words())


def _filled(template: str, **values: object) -> str:
    """Returns the script with each `"@name@"` replaced by the value: a script that Jinja filled could not be parsed."""
    text = render_template(template)
    for name, value in values.items():
        text = text.replace(f'"@{name}@"', json.dumps(value, ensure_ascii=False))
    return text


def _words() -> dict[str, object]:
    """What the queue says; {name} stands for the innovation."""
    return {
        "bar": render_template("offline/_waiting.html"),
        "sending": _("Sedang dikirim ..."),
        "later": _("Belum terkirim"),
        "checking": _("Memeriksa suara Anda ..."),
        "instead": _("Suara untuk {name} masih menunggu sinyal. Memilih di sini menggantinya."),
        "waiting": _("Menunggu sinyal, belum tercatat: {name}"),
        "recorded": _("Suara untuk {name} tercatat."),
        "lost": _("Suara untuk {name} tidak tercatat."),
        "delays": {
            **waited(passing=True),
            "too-many": _("Suara Anda belum tercatat. Dikirim sebentar lagi."),
            "not-saved": _("Server sedang sibuk. Suara Anda belum tercatat; dicoba lagi sebentar."),
        },
        "refusals": {
            **waited(passing=False),
            "": _("Suara ini tidak tercatat."),
        },
    }
