"""Pages that are made anew for each phone, sent compressed: a phone in the hall has a slow line.

For pages without a token only: what one's page reflects must not help to guess a secret on it by its length.
"""

import gzip

from flask import Response, request

LEVEL = 5
# Below this a packet is a packet.
WORTHWHILE_BYTES = 1024


def compressed(response: Response) -> Response:
    """The same answer, gzipped if the browser takes that. The caller sets what else the answer varies with before."""
    response.vary.add("Accept-Encoding")
    data = response.get_data()
    if len(data) >= WORTHWHILE_BYTES and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(data, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
