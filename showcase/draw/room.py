"""The blueprint for the public side of the draw."""

from flask import Blueprint

bp = Blueprint("draw", __name__)
