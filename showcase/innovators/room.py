"""The blueprint for innovators."""

from flask import Blueprint

bp = Blueprint("innovator", __name__)
