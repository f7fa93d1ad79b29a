"""The blueprint of the tickets."""

from flask import Blueprint

bp = Blueprint("tickets", __name__)
