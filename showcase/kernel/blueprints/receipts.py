"""The blueprint for a phone's own votes and the receipt check."""

from flask import Blueprint

bp = Blueprint("receipts", __name__)
