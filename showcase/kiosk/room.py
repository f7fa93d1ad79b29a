"""The blueprint of the tablets in desk mode."""

from flask import Blueprint

bp = Blueprint("kiosk", __name__)
