"""What a result's workbook is made of: the bundle, its rankings, the names behind the slugs, and the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from showcase.ranking.model import Bundle, Category, CategoryRanking


@dataclass(frozen=True, slots=True)
class ResultCategory:
    """A category with its ranking, or in `refused` the sentence why there is none; `notes` are its flags in words.

    `criteria` maps a criterion's slug to its name, `quarantined` an entry's slug to its suspended votes, if any.
    """

    category: Category
    ranking: CategoryRanking | None
    name: str
    criteria: Mapping[str, str]
    refused: str
    notes: tuple[str, ...]
    quarantined: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ResultValues:
    """A whole result. `entries` and `jurors` map slugs and ids to names; `created` goes into the file's properties."""

    bundle: Bundle
    sha256: str
    categories: tuple[ResultCategory, ...]
    entries: Mapping[str, str]
    jurors: Mapping[str, str]
    created: datetime


@dataclass(frozen=True, slots=True)
class RulesTexts:
    """Words of the sheet with the rules; `declared` and `steps` are sentences, the last ones label the numbers."""

    sheet: str
    numbers: str
    declared_heading: str
    declared: tuple[str, ...]
    steps_heading: str
    steps: tuple[str, ...]
    sha256: str
    not_used: str
    jury_weight: str
    public_weight: str
    floor: str
    ridge_lambda: str
    public_reference: str
    min_sheets: str
    min_votes: str
    tolerance: str


@dataclass(frozen=True, slots=True)
class InputTexts:
    """Words of the sheets of scores; `criterion_corrected` has a place for %(criterion)s."""

    sheet: str
    note: str
    weight: str
    maximum: str
    total: str
    corrected: str
    residual: str
    criterion_corrected: str
    withdrawn: str
    recusals: str


@dataclass(frozen=True, slots=True)
class StandingTexts:
    """Words of the standings; `criterion_alone` has a place for %(criterion)s."""

    sheet: str
    note: str
    place: str
    raw_jury: str
    jury: str
    votes: str
    quarantined: str
    public: str
    jury_part: str
    public_part: str
    final: str
    criterion_alone: str
    refused: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class JurorTexts:
    """Words of the jurors' sheet; `criterion_correction` has a place for %(criterion)s. What must be 0 says so."""

    sheet: str
    note: str
    note_uncorrected: str
    mean: str
    criterion_correction: str
    residual_sum: str
    residual_sum_ridge: str
    correction_sum: str
    correction_sum_ridge: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Every word of the workbook, in one language."""

    title: str
    juror: str
    entry: str
    sheets: str
    correction: str
    rules: RulesTexts
    inputs: InputTexts
    standings: StandingTexts
    jurors: JurorTexts
