"""The WSGI entry point: what granian and the `flask` command load."""

from showcase.app import create_app

app = create_app()
