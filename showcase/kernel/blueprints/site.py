"""The blueprint for what machines ask for: health, metrics, media."""

from flask import Blueprint

bp = Blueprint("site", __name__)
