"""The blueprint for taking part in a rehearsal."""

from flask import Blueprint

bp = Blueprint("rehearsal", __name__)
