"""The manifest, the worker, the queue and the neutral copies. Nothing here knows who asks."""

import json

from flask import Response, current_app, render_template, request

from showcase.exhibitions import memory
from showcase.kernel.access import Access, allow
from showcase.offline import copies, scripts
from showcase.offline.kept import answer, keep
from showcase.offline.room import bp

LANGUAGE = "<any(id,en):language>"
ICONS = (("192", "any"), ("512", "any"), ("192", "maskable"), ("512", "maskable"))


@bp.get("/sw.js")
@allow(Access.PUBLIC)
def worker() -> Response:
    """The service worker, at the root so that it may serve every visitor's page."""
    return answer(scripts.worker(), "text/javascript")


@bp.get("/manifest.webmanifest")
@allow(Access.PUBLIC)
def manifest() -> Response:
    """How the catalogue looks among a phone's apps."""
    static_url = current_app.jinja_env.globals["static_url"]
    front = memory.fresh().front
    icons = [
        {
            "src": static_url(f"img/icon-{purpose}-{size}.png"),  # type: ignore[operator]  # Jinja's globals are objects
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    content = {
        "id": "/",
        "name": front.name if front else "Showcase",
        "short_name": "Showcase",
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#a01f55",
        "icons": icons,
    }
    return answer(keep(json.dumps(content, ensure_ascii=False)), "application/manifest+json")


@bp.get(f"/offline/{LANGUAGE}.js")
@allow(Access.PUBLIC)
def queue(language: str) -> Response:
    """The queue of votes that wait for the signal."""
    kept = scripts.queue(language)
    return answer(kept, "text/javascript", fixed=request.args.get("v") == kept.digest)


@bp.get(f"/offline/{LANGUAGE}")
@allow(Access.PUBLIC)
def absent(language: str) -> Response:
    """What a phone shows in place of a page that it does not have, or must not keep."""
    kept = memory.rendered(("offline", "absent", language), lambda: keep(render_template("offline/absent.html")))
    return answer(kept, "text/html")


@bp.get(f"/offline/{LANGUAGE}/<exhibition_slug>.json")
@allow(Access.PUBLIC)
def bundle(language: str, exhibition_slug: str) -> Response:
    """Neutral copies of an exhibition's pages, in one file."""
    return answer(copies.bundle(memory.exhibition_or_404(exhibition_slug)), "application/json")
