"""Codes that are read aloud and typed."""

# Crockford's base 32: no I, L, O or U, so that a code survives being read aloud and typed.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


CODE_LENGTH = 5


_ALIASES = str.maketrans("ILOilo", "110110")


def normal_code(text: str) -> str:
    """The code as stored, from what somebody typed: letter case, hyphens and look-alikes (I, L, O) do not matter."""
    return text.strip().replace("-", "").translate(_ALIASES).upper()


def code_from(number: int, length: int = CODE_LENGTH) -> str:
    """`length` Crockford characters from a non-negative (random) number."""
    characters = []
    for _ in range(length):
        number, index = divmod(number, 32)
        characters.append(CROCKFORD[index])
    return "".join(characters)
