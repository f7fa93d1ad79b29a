"""The WSGI entry point: what granian and the `flask` command load."""

import sys

from showcase.app import create_app
from showcase.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Error: {error}")
