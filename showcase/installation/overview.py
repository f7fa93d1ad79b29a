"""What `flask --help` lists: our commands under headings, in the order in which an installation needs them."""

import flask.cli
from click import Command, Context, HelpFormatter
from flask import Flask

SECTIONS = {
    "The exhibition": (
        "exhibitions",
        "entries",
        "jurors",
        "criteria",
        "posters",
        "phase",
        "results",
        "anomalies",
        "privacy",
    ),
    "The installation": ("serve", "demo", "doctor", "backup", "restore", "users", "key"),
}
# The longest name with click's indentation and the gap after it.
NAMES_WIDTH = 20


def install(app: Flask) -> None:
    """Show this application's commands at the end of `flask --help`.

    Click knows one list, and has begun it when Flask loads the application: ours leave that list and follow it.
    """
    for command in app.cli.commands.values():
        command.hidden = command.hidden or _has_section(command)

    def format_epilog(_context: Context, formatter: HelpFormatter) -> None:
        for title, names in SECTIONS.items():
            width = formatter.width - NAMES_WIDTH
            with formatter.section(title):
                formatter.write_dl([(name, app.cli.commands[name].get_short_help_str(width)) for name in names])

    flask.cli.cli.format_epilog = format_epilog  # type: ignore[assignment, method-assign]  # click's own way to add to its help


def _has_section(command: Command) -> bool:
    return any(command.name in names for names in SECTIONS.values())
