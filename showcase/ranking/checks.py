"""What a ranking refuses, in the declared order: ids, weights, sheets, entries without scores, too few sheets.

A refusal names what to do. Nothing is renormalised, clamped or imputed to avoid one.
"""

from collections.abc import Iterable
from fractions import Fraction

from showcase.ranking.model import Category, JuryMethod, PublicMethod, RankingRefused, Rules


def check_ids(category: Category) -> None:
    """NO_ENTRIES, NO_CRITERIA, DUPLICATE_ID, UNKNOWN_ENTRY."""
    slug = category.slug
    if not category.standing:
        raise RankingRefused("NO_ENTRIES", "Every entry of this category is withdrawn; restore or add one.", slug)
    if not category.criteria:
        raise RankingRefused("NO_CRITERIA", "This category has no criterion; declare at least one.", slug)
    refuse_twice("entry", category.entries, slug)
    refuse_twice("criterion", (criterion.id for criterion in category.criteria), slug)
    refuse_twice("sheet", ((sheet.juror, sheet.entry) for sheet in category.sheets), slug)
    known = set(category.entries)
    named = [*category.withdrawn, *category.votes, *(sheet.entry for sheet in category.sheets)]
    named += [entry for _, entry in category.recusals]
    unknown = sorted(set(named) - known)
    if unknown:
        message = f"Not entries of this category: {', '.join(unknown)}; list them, or leave out what is said of them."
        raise RankingRefused("UNKNOWN_ENTRY", message, slug, entries=", ".join(unknown))


def check_rules(rules: Rules) -> None:
    """WEIGHT_INVALID, WEIGHTS_SUM, FLOOR_INVALID, LAMBDA_INVALID, REFERENCE_INVALID."""
    if rules.jury_weight < 0 or rules.public_weight < 0:
        raise RankingRefused("WEIGHT_INVALID", "The jury's and the public's weight must be at least 0.")
    total = rules.jury_weight + rules.public_weight
    if total != 1:
        message = f"The jury's and the public's weight must sum to 1, not {total}; they are never adjusted."
        raise RankingRefused("WEIGHTS_SUM", message, total=str(total))
    if not 0 <= rules.floor < 100:
        raise RankingRefused("FLOOR_INVALID", "The floor must be at least 0 and below 100.")
    if rules.jury is JuryMethod.RIDGE and (rules.ridge_lambda is None or rules.ridge_lambda <= 0):
        raise RankingRefused("LAMBDA_INVALID", "The ridge method needs a lambda above 0.")
    if rules.public is PublicMethod.FIXED and (rules.public_reference is None or rules.public_reference <= 0):
        raise RankingRefused("REFERENCE_INVALID", "The fixed method needs a reference: votes above 0 that give 100.")


def check_weights(category: Category) -> None:
    """WEIGHT_INVALID, CRITERION_MAX_INVALID, WEIGHTS_SUM for the category's criteria."""
    slug = category.slug
    for criterion in category.criteria:
        if criterion.weight <= 0:
            message = f"The weight of criterion {criterion.id} must be above 0."
            raise RankingRefused("WEIGHT_INVALID", message, slug, criterion=criterion.id)
        if criterion.max <= 0:
            message = f"The maximum of criterion {criterion.id} must be above 0."
            raise RankingRefused("CRITERION_MAX_INVALID", message, slug, criterion=criterion.id)
    total = sum((criterion.weight for criterion in category.criteria), Fraction(0))
    if total != 1:
        message = f"The criteria's weights must sum to 1, not {total}; they are never adjusted."
        raise RankingRefused("WEIGHTS_SUM", message, slug, total=str(total))


def check_sheets(category: Category) -> None:
    """SHEET_INCOMPLETE, BUNDLE_INVALID (an unknown criterion), SCORE_OUT_OF_RANGE, RECUSED_SCORE."""
    slug = category.slug
    maxima = {criterion.id: criterion.max for criterion in category.criteria}
    for sheet in category.sheets:
        where = f"{sheet.juror}'s sheet on {sheet.entry}"
        details = {"juror": sheet.juror, "entry": sheet.entry}
        missing = [name for name in maxima if name not in sheet.scores]
        if missing:
            message = f"{where} lacks {', '.join(missing)}; complete it or leave it out."
            raise RankingRefused("SHEET_INCOMPLETE", message, slug, criteria=", ".join(missing), **details)
        for name, score in sheet.scores.items():
            if name not in maxima:
                raise RankingRefused(
                    "BUNDLE_INVALID", f"{where} scores {name}, which is no criterion.", slug, **details
                )
            if not 0 <= score <= maxima[name]:
                message = f"{where}: {name} must be from 0 to {maxima[name]}, not {score}; it is never clamped."
                raise RankingRefused("SCORE_OUT_OF_RANGE", message, slug, criterion=name, **details)
        if (sheet.juror, sheet.entry) in category.recusals:
            message = f"{where}: this juror has a conflict of interest there; remove the sheet or the recusal."
            raise RankingRefused("RECUSED_SCORE", message, slug, **details)


def check_scored(category: Category) -> None:
    """ENTRY_WITHOUT_SCORES."""
    none = [entry for entry, count in _sheets_of_entries(category).items() if count == 0]
    if none:
        message = f"Nobody scored {', '.join(none)}; get at least one sheet, or withdraw the entry."
        raise RankingRefused("ENTRY_WITHOUT_SCORES", message, category.slug, entries=", ".join(none))


def check_minimum(rules: Rules, category: Category) -> None:
    """TOO_FEW_SHEETS."""
    few = [entry for entry, count in _sheets_of_entries(category).items() if count < rules.min_sheets]
    if few:
        message = f"Fewer than {rules.min_sheets} sheets on {', '.join(few)}; get more, as the rules declare."
        details: dict[str, str | int] = {"entries": ", ".join(few), "minimum": rules.min_sheets}
        raise RankingRefused("TOO_FEW_SHEETS", message, category.slug, **details)


def _sheets_of_entries(category: Category) -> dict[str, int]:
    counts = dict.fromkeys(category.standing, 0)
    for sheet in category.counted_sheets:
        counts[sheet.entry] += 1
    return counts


def refuse_twice(what: str, ids: Iterable[str | tuple[str, str]], category: str | None = None) -> None:
    """DUPLICATE_ID; a sheet's id is its juror and its entry."""
    seen: set[str | tuple[str, str]] = set()
    for key in ids:
        if key in seen:
            name = key if isinstance(key, str) else " on ".join(key)
            raise RankingRefused("DUPLICATE_ID", f"The {what} {name} stands here twice; keep one.", category, id=name)
        seen.add(key)
