"""What is made up says so: the demonstration's votes and sheets are simulated, and so is every result of them."""

MARK = "SIMULASI"


def titled(name: str, *, simulated: bool) -> str:
    """An exhibition's name as the heading of a result or a paper: of a simulated one it begins with SIMULASI."""
    return f"{MARK}: {name}" if simulated else name
