"""The blueprint for what a phone keeps for the time without signal."""

from flask import Blueprint

bp = Blueprint("offline", __name__)
