"""A phone's own votes and the receipt check."""

from showcase.web.receipts import routes, scores
from showcase.web.receipts.blueprint import bp

__all__ = ["bp", "routes", "scores"]
