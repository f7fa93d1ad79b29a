"""The blueprint for the back office."""

from flask import Blueprint

bp = Blueprint("organizer", __name__)
