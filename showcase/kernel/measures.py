"""Operational figures of this process: answers by kind of page and status, and how long they took. Never votes."""

import time

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
REGISTRY = CollectorRegistry()
ANSWERS = Counter("showcase_answers", "Answers by kind of page and status", ("page", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "showcase_answer_seconds",
    "Time to answer",
    ("page",),
    registry=REGISTRY,
    buckets=(0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1, 3),
)
STARTED = Gauge("showcase_started_seconds", "When this process started (seconds since 1970)", registry=REGISTRY)


def init_app(app: Flask) -> None:
    """Measure every request."""
    STARTED.set_to_current_time()
    app.before_request(_begin)
    app.after_request(_note)


def text() -> bytes:
    """The figures in Prometheus' text form."""
    return generate_latest(REGISTRY)


def _begin() -> None:
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    page = request.blueprint or "none"
    ANSWERS.labels(page, response.status_code).inc()
    SECONDS.labels(page).observe(time.perf_counter() - g.get("began", time.perf_counter()))
    return response
