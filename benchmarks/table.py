"""The table at the end: medians over the rounds, beside the goals of the project."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Row:
    """One measured thing. A ratio is better when larger, a wait (in ms) when smaller."""

    what: str
    goal: float
    stretch: float
    is_wait: bool = False
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def add(self, ours: float, bare: float = 1.0) -> None:
        """One round's figure, and the bare one of the same round."""
        self.ours.append(ours)
        self.bare.append(bare)

    @property
    def value(self) -> float:
        """The median of the rounds' ratios (or waits)."""
        return median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))

    def verdict(self) -> str:
        """How it compares with the goals."""
        reached = [self.value <= bound if self.is_wait else self.value >= bound for bound in (self.stretch, self.goal)]
        return "stretch" if reached[0] else "goal" if reached[1] else "BELOW"

    def cells(self) -> tuple[str, str, str, str, str, str]:
        """The row as text."""
        if self.is_wait:
            figures = f"{min(self.ours):.0f} to {max(self.ours):.0f} ms"
            return (
                self.what,
                f"{self.value:.0f} ms",
                f"{self.goal:.0f} ms",
                f"{self.stretch:.0f} ms",
                self.verdict(),
                figures,
            )
        figures = f"{median(self.ours):,.0f}/s of {median(self.bare):,.0f}/s"
        return self.what, f"{self.value:.2f}", f"{self.goal:.2f}", f"{self.stretch:.2f}", self.verdict(), figures


def printed(rows: list[Row]) -> str:
    """The rows as a table of text."""
    cells = [("what", "median", "goal", "stretch", "reached", "figures"), *(row.cells() for row in rows if row.ours)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
