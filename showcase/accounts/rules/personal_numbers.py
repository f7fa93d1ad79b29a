"""Numbers of people in texts that everybody can read."""

import re

# Digits as people group them: spaces, points, hyphens, brackets between.
_NUMBER = re.compile(r"(?<![0-9])\+?[0-9](?:[ .()-]{0,2}[0-9]){7,24}(?![0-9])")
# An Indonesian phone: +62 or 62 or 0, then 7 to 13 digits.
_PHONE = re.compile(r"(?:\+?62|0)[1-9][0-9]{6,12}")
_DATE = re.compile(r"[0-9]{1,2}[ .-][0-9]{1,2}[ .-][0-9]{4}|[0-9]{4}[ .-][0-9]{1,2}[ .-][0-9]{1,2}")
# NIK 16 digits, NPWP 15 or 16, NIP 18.
_IDENTITY_LENGTHS = frozenset({15, 16, 18})


def personal_number(text: str) -> str | None:
    """`personal-phone` or `personal-id` where a text seems to hold such a number, else None."""
    for match in _NUMBER.finditer(text):
        if _DATE.fullmatch(match[0]):
            continue
        digits = re.sub(r"[^0-9+]", "", match[0])
        if _PHONE.fullmatch(digits):
            return "personal-phone"
        if len(digits.lstrip("+")) in _IDENTITY_LENGTHS:
            return "personal-id"
    return None
