"""Blank paper sheets as a PDF, from the slips to print and the categories' criteria."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from showcase.exhibitions.tables import Category
from showcase.exhibitions.views import ExhibitionView
from showcase.jury.actions.paper_sheets import Slip
from showcase.jury.papers.sheets import PaperCriterion, PaperPage, score_sheets_pdf
from showcase.jury.rules.scoring import centi_text
from showcase.jury.tables import Criterion
from showcase.kernel.errors import NotFoundError
from showcase.printing.palette import Palette
from showcase.printing.typefaces import legible


def blank_sheets(session: Session, shown: ExhibitionView, slips: Sequence[Slip], *, base_url: str) -> bytes:
    """One page a slip. Raises NotFoundError when there is none to print."""
    if not slips:
        raise NotFoundError("There is nothing to print.")
    criteria = _criteria(session, shown.id)
    return score_sheets_pdf(
        [
            PaperPage(
                exhibition=shown.name,
                category=slip.category,
                palette=Palette(slip.palette),
                booth=slip.booth,
                entry=legible(slip.name, f"Stan {slip.booth}"),
                organisation=slip.organisation,
                juror=slip.juror,
                code=slip.code,
                url=f"{base_url}/organizer/{shown.slug}/paper/{slip.code}",
                criteria=criteria.get(slip.category_slug, ()),
            )
            for slip in slips
        ]
    )


def _criteria(session: Session, exhibition_id: int) -> dict[str, tuple[PaperCriterion, ...]]:
    rows = session.execute(
        select(Category.slug, Criterion)
        .join(Criterion, Criterion.category_id == Category.id)
        .where(Category.exhibition_id == exhibition_id)
        .order_by(Criterion.position, Criterion.id)
    )
    found: dict[str, tuple[PaperCriterion, ...]] = {}
    for slug, row in rows:
        levels = tuple((str(score), str(meaning)) for score, meaning in row.levels)
        weight = centi_text(row.weight_bp).replace(".", ",")
        made = PaperCriterion(row.name, weight, centi_text(row.max_centi).replace(".", ","), row.description, levels)
        found[slug] = (*found.get(slug, ()), made)
    return found
