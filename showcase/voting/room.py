"""The blueprint for the booth page and the vote."""

from flask import Blueprint

bp = Blueprint("voting", __name__)
