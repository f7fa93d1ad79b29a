"""The one rule for a link that people type: where it leads is what stands before their eyes."""

import re
import unicodedata

# A name of letters, digits and hyphens with an ending of letters (`xn--` for others): no user before an @, no address
# of numbers, no port, no backslash, which browsers take for a slash.
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ENDING = r"(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
LINK = re.compile(rf"https://(?P<host>(?:{LABEL}\.)+{ENDING})(?:[/?#][^\s\"<>\\^`{{|}}]*)?", re.IGNORECASE)
LONGEST_HOST = 253
# Unseen characters, and those that turn the direction of writing.
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})


class LinkInvalidError(ValueError):
    """No https address of a named site."""


def https_link(text: str) -> str:
    """The link without blanks around it, else as it was typed. Raises LinkInvalidError."""
    link = text.strip()
    found = LINK.fullmatch(link)
    if found is None or len(found["host"]) > LONGEST_HOST or any(unicodedata.category(sign) in UNSEEN for sign in link):
        raise LinkInvalidError
    return link


def shown_link(stored: str) -> str:
    """A link as pages show it: "" for one that breaks the rule, as some that were stored before it do."""
    try:
        return https_link(stored)
    except LinkInvalidError:
        return ""
