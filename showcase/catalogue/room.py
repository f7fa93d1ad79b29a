"""The blueprint for the catalogue and the entries' own pages."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)
