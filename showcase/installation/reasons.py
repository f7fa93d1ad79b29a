"""The `--reason` of a command: it stands on record, so it has to say something."""

import click


def given(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The reason without the blanks around it. Raises click.BadParameter for an empty one."""
    text = value.strip()
    if not text:
        raise click.BadParameter("it is empty; say why in a few words.")
    return text
