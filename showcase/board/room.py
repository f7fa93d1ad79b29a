"""The blueprint for the live board."""

from flask import Blueprint

bp = Blueprint("screen", __name__)
