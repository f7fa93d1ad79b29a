"""Where to send each juror next, so that no entry stays without sheets and no two jurors meet at one booth."""

from collections.abc import Mapping, Sequence, Set


def next_stops(
    booths: Sequence[int], open_to: Mapping[int, Set[int]], judged_by: Mapping[int, Set[int]]
) -> dict[int, int]:
    """Juror -> the entry to go to next; a juror with nothing open is left out.

    `booths` holds the entries in booth order, `open_to` the entries that each juror has still to begin, in order of
    jurors, and `judged_by` the jurors who have a sheet on an entry, finished or not. No score is looked at.

    Each juror in turn is sent to the entry with the fewest sheets by others. Among equals it is the first one from the
    juror's own starting place, which lies k/m of the way round for juror k of m. A booth that an earlier juror is being
    sent to is passed over as long as another is open.
    """
    place = {entry: number for number, entry in enumerate(booths)}
    taken: set[int] = set()
    stops: dict[int, int] = {}
    for rank, (juror, entries) in enumerate(open_to.items()):
        start = rank * len(booths) // len(open_to)

        def order(entry: int, juror: int = juror, start: int = start) -> tuple[bool, int, int]:
            others = len(judged_by.get(entry, frozenset()) - {juror})
            return entry in taken, others, (place[entry] - start) % len(booths)

        candidates = [entry for entry in entries if entry in place]
        if candidates:
            stops[juror] = min(candidates, key=order)
            taken.add(stops[juror])
    return stops
