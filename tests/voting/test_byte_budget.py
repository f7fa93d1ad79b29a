"""The booth page and what blocks its first paint stay small: a phone in the hall has a slow line."""

import gzip
import re
from pathlib import Path

from flask.testing import FlaskClient

STATIC = Path(__file__).parents[2] / "static"
BLOCKING_BYTES = 6 * 1024
ALL_BYTES = 20 * 1024


def test_first_view_of_the_booth_page(demo_client: FlaskClient) -> None:
    answer = demo_client.get("/e/bailang-2025/pubertas-new-generation", headers={"Accept-Encoding": "gzip"})
    html = gzip.decompress(answer.data).decode()
    sheets = re.findall(r'rel="stylesheet" href="/static/([^"?]+)', html)
    assert len(sheets) == 1
    scripts = re.findall(r'<script src="/static/([^"?]+)[^>]*\bdefer\b', html)
    assert len(scripts) == html.count("<script")
    blocking = len(answer.data) + sum(_zipped(name) for name in sheets)
    assert blocking <= BLOCKING_BYTES
    assert blocking + sum(_zipped(name) for name in scripts) <= ALL_BYTES


def _zipped(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 9))
