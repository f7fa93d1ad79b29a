"""Every page, by route: the addresses at which the browser's tests look at it.

Part of an address in braces stands for a booth's code or a receipt, known when the server runs.
"""

LIVE, ARCHIVE = "bailang-2025", "bailang-2024"
DESK, OF = f"/organizer/{LIVE}", "/organizer/<exhibition_slug>"

VISITOR = {
    "/": ("/",),
    "/e/<exhibition_slug>": (f"/e/{LIVE}?q=uren&order=booth", f"/e/{LIVE}?q=nihil&category=skpd", f"/e/{ARCHIVE}"),
    "/e/<exhibition_slug>/<entry_slug>": (f"/e/{LIVE}/contoh-inovasi-1",),
    "/e/<exhibition_slug>/<entry_slug>/message": (f"/e/{LIVE}/simandor-bmd/message",),
    "/b": ("/b", "/b?code=nihil"),
    "/b/<code>": ("/b/{simandor-bmd}", "/b/{pepes-papari}"),
    "/mine": ("/mine",),
    "/check": ("/check", "/check?receipt=nihil"),
    "/check/scores": ("/check/scores", "/check/scores?code=nihil"),
    "/check/scores/<code>": ("/check/scores/nihil",),
    "/check/<receipt>": ("/check/{receipt}",),
    "/results/<exhibition_slug>": (f"/results/{ARCHIVE}",),
    "/rules/<exhibition_slug>": (f"/rules/{LIVE}",),
    "/draw/<exhibition_slug>": (f"/draw/{LIVE}",),
    "/screen/<exhibition_slug>": (f"/screen/{LIVE}", f"/screen/{LIVE}?theme=light"),
    "/jury/enter/<secret>": ("/jury/enter/nihil",),
    "/login": ("/login", "/login?renewed=1"),
    "/login/code": ("/login/code",),
    "/invite/<token>": ("/invite/nihil",),
    "/setup/<token>": ("/setup/nihil",),
}
# Looked at once the result is published.
PUBLISHED = {
    "/results/<exhibition_slug>/categories/<category_slug>": (f"/results/{LIVE}/categories/skpd",),
    "/results/<exhibition_slug>/<entry_slug>": (f"/results/{LIVE}/simandor-bmd",),
}
ORGANIZER = {
    "/organizer": ("/organizer",),
    "/organizer/new": ("/organizer/new",),
    "/organizer/people": ("/organizer/people",),
    "/organizer/audit": ("/organizer/audit", "/organizer/audit?kind=people&since=kapan"),
    OF: (DESK,),
    f"{OF}/draw": (f"{DESK}/draw",),
    f"{OF}/entries": (f"{DESK}/entries",),
    f"{OF}/entries/new": (f"{DESK}/entries/new",),
    f"{OF}/entries/<entry_slug>": (f"{DESK}/entries/boengas",),
    f"{OF}/calibration": (f"{DESK}/calibration",),
    f"{OF}/jurors": (f"{DESK}/jurors",),
    f"{OF}/judging": (f"{DESK}/judging",),
    f"{OF}/jurors/<username>": (f"{DESK}/jurors/juri1",),
    f"{OF}/messages": (f"{DESK}/messages",),
    f"{OF}/panels": (f"{DESK}/panels",),
    f"{OF}/panels/<category_slug>": (f"{DESK}/panels/kecamatan",),
    f"{OF}/paper": (f"{DESK}/paper",),
    f"{OF}/paper/<code>": (DESK + "/paper/{simandor-bmd}-J1",),
    f"{OF}/phase": (f"{DESK}/phase",),
    f"{OF}/posters": (f"{DESK}/posters",),
    f"{OF}/reports": (f"{DESK}/reports",),
    f"{OF}/results": (f"{DESK}/results",),
    f"{OF}/results/categories/<category_slug>": (f"{DESK}/results/categories/skpd",),
    f"{OF}/results/<entry_slug>": (f"{DESK}/results/simandor-bmd",),
    f"{OF}/rules": (f"{DESK}/rules",),
    f"{OF}/screen": (f"{DESK}/screen",),
    f"{OF}/settings": (f"{DESK}/settings",),
    "/jury/deliberation/<category_slug>": ("/jury/deliberation/skpd",),
    "/account/password": ("/account/password",),
    "/account/second-factor": ("/account/second-factor",),
    "/account/sessions": ("/account/sessions",),
}
JUROR = {
    "/jury": ("/jury",),
    "/jury/<code>": ("/jury/{simandor-bmd}", "/jury/{boengas}"),
    "/jury/instructions": ("/jury/instructions",),
    "/jury/lock": ("/jury/lock",),
    "/jury/lock/<category_slug>": ("/jury/lock/skpd",),
}
# The refusals: no route has them.
ERRORS = ("/tidak-ada", f"/e/{LIVE}/tidak-ada", "/b/ZZZZZ")
# What answers by GET and is no page: data, files, fragments, and the booth page's second spelling.
NO_PAGE = {
    "/B/<code>",
    "/draw/<exhibition_slug>/tickets.json",
    "/jury/notices/now",
    # Only after a lock: tests/browser/test_jury_card.py looks at it.
    "/jury/receipt/<category_slug>",
    "/jury/receipt/<category_slug>.json",
    "/jury/receipt/<category_slug>.pdf",
    "/favicon.ico",
    "/healthz",
    "/media/<name>",
    "/manifest.webmanifest",
    "/metrics",
    # Shown by the worker alone; tests/browser/test_offline.py looks at it.
    "/offline/<any(id,en):language>",
    "/offline/<any(id,en):language>.js",
    "/offline/<any(id,en):language>/<exhibition_slug>.json",
    "/sw.js",
    "/robots.txt",
    "/e/<exhibition_slug>/card.jpg",
    "/e/<exhibition_slug>/<entry_slug>/card.jpg",
    "/results/<exhibition_slug>.json",
    "/results/<exhibition_slug>/card.jpg",
    "/results/<exhibition_slug>/workbook.xlsx",
    "/results/<exhibition_slug>/bundle.json",
    "/screen/<exhibition_slug>/standings.json",
    "/organizer/audit.csv",
    "/organizer/audit.xlsx",
    f"{OF}/judging/board",
    f"{OF}/judging/minutes.pdf",
    f"{OF}/obstacles",
    f"{OF}/paper.pdf",
    f"{OF}/posters.pdf",
    f"{OF}/results/bundle.json",
    f"{OF}/results/workbook.xlsx",
    f"{OF}/summary",
}
EVERY = {**VISITOR, **PUBLISHED, **ORGANIZER, **JUROR}
# What stands in addresses: one of ours, and one that is somebody else's or nobody's (None: there is no such thing).
# `boengas-lama` and `bailang-2024` belong to the archive.
ARGUMENTS: dict[str, tuple[object, object]] = {
    "exhibition_slug": (LIVE, "tidak-ada"),
    "entry_slug": ("simandor-bmd", "tidak-ada"),
    "category_slug": ("skpd", "tidak-ada"),
    "code": ("", "ZZZZZ"),
    "username": ("juri1", "tidakada"),
    "receipt": ("0000000000", None),
    "secret": ("nihil", "nihil"),
    "token": ("nihil", None),
    "name": ("nihil.webp", "nihil.webp"),
    "language": ("id", None),
    "session_id": (1, 999),
    "message_id": (1, 999),
    "invitation_id": (1, 999),
    "number": (1, 999),
}
# Addresses that answer for a value that is nobody's too.
ANY_VALUE: set[tuple[str, str]] = set()
