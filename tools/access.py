"""`make access`: write docs/access.md, who may call which address, from what the views declare.

A test compares the file with the application; another sends a request to every address in every role.
"""

import tempfile
from pathlib import Path

from flask import Flask

from showcase.app import create_app
from showcase.config import Settings
from showcase.kernel.access import ROLES, Access, declared
from showcase.kernel.roles import Role

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "access.md"
HEAD = """# Who may call what

Made by `make access` from what the views declare (`@allow(Access...)`, `showcase/kernel/access.py`).
`tests/project/test_access.py` compares this file with the application and sends a request to every address in every
role, by GET and by POST.

Who is not signed in is sent to `/login` by GET and gets 401 otherwise. Who is signed in with another role gets 404: for
that person the page does not exist. Within a role every object is looked up through its owner, so that another
exhibition's entry, another juror's sheet and another person's session are 404 as well.

| class | who |
|---|---|
"""


def classes() -> list[str]:
    """A line a class."""
    everybody = ["| public | anybody; no staff session is looked at |"]
    for access in Access:
        if access is not Access.PUBLIC:
            everybody.append(f"| {access.value} | {', '.join(role.value for role in Role if role in ROLES[access])} |")
    return everybody


def routes(app: Flask) -> list[tuple[str, str, Access]]:
    """Every address with its methods and class, in the order of the addresses."""
    found = []
    for rule in app.url_map.iter_rules():
        access = declared(app, rule.endpoint)
        if access is not None:
            found.append((rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), access))
    return sorted(found)


def text(app: Flask) -> str:
    """The file's text."""
    columns = " | ".join(role.value for role in Role)
    lines = [
        *classes(),
        "",
        f"| address | method | class | nobody | {columns} |",
        "|---|---|---|---|" + "---|" * len(Role),
    ]
    for rule, methods, access in routes(app):
        public = access is Access.PUBLIC
        marks = [public, *(public or role in ROLES[access] for role in Role)]
        cells = " | ".join("yes" if mark else "–" for mark in marks)
        lines.append(f"| `{rule}` | {methods} | {access.value} | {cells} |")
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        TARGET.write_text(text(create_app(Settings.from_env({"DATA_DIR": folder}))))
    print(f"{TARGET.relative_to(ROOT)} is up to date.")


if __name__ == "__main__":
    main()
