"""The blueprint for the privacy notice."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)
