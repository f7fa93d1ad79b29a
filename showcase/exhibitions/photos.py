"""A picture as pages show it."""

from dataclasses import dataclass

from showcase.printing.pictures import WIDTHS


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A picture; its files are at /media/<digest>-320.webp, -640.webp, -1280.webp and .jpg."""

    digest: str
    width: int
    height: int
    alt: str

    @property
    def sources(self) -> str:
        """The `srcset`: each file with its real width. A small original was not blown up, so it has fewer of them."""
        largest = {min(nominal, self.width): nominal for nominal in sorted(WIDTHS, reverse=True)}
        return ", ".join(f"/media/{self.digest}-{largest[real]}.webp {real}w" for real in sorted(largest))
