"""The blueprint for the jury's list and sheets."""

from flask import Blueprint

bp = Blueprint("jury", __name__)
