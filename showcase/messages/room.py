"""The blueprint for messages to innovators."""

from flask import Blueprint

bp = Blueprint("messages", __name__)
