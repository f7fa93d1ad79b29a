"""The bare framework: what Flask on the same server can do at most."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """As little as an answer can be."""
    return "hello"
