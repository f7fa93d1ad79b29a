"""Naming a browser in two words, for the list of one's own sessions. Enough to recognise it, useless to track it."""

# The first that matches wins: every Chromium also says Chrome and Safari, every Android also says Linux.
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
LONGEST = 40


def device_name(user_agent: str) -> str:
    """ "Chrome · Android"; what is not recognised is left out, so that the answer may be empty."""
    words = [next((name for mark, name in names if mark in user_agent[:400]), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in words if word)[:LONGEST]
