"""Jury scores and public votes into one order: exact, explainable by hand, recomputable by anyone.

A small library that stands alone: the standard library only, frozen values in and out.
"""

from showcase.ranking.bundle import canonical, load_bundle, read_bundle, sha256
from showcase.ranking.calibration import Bridge, Calibration, JurorCalibration, calibration
from showcase.ranking.combine import rank_category
from showcase.ranking.explain import EntryExplanation, JurorLine, Proof, explain_entry, proof
from showcase.ranking.intervals import RankIntervals, rank_intervals
from showcase.ranking.model import (
    Bundle,
    Category,
    CategoryRanking,
    Criterion,
    JuryMethod,
    PublicMethod,
    RankingRefused,
    Rules,
    Sheet,
    Standing,
    Ties,
)
from showcase.ranking.public import public_scores
from showcase.ranking.result import result_of
from showcase.ranking.robustness import (
    Alternative,
    Design,
    Robustness,
    VoteChange,
    alternatives,
    design,
    realised_public_share,
    robustness,
)

__all__ = [
    "Alternative",
    "Bridge",
    "Bundle",
    "Calibration",
    "Category",
    "CategoryRanking",
    "Criterion",
    "Design",
    "EntryExplanation",
    "JurorCalibration",
    "JurorLine",
    "JuryMethod",
    "Proof",
    "PublicMethod",
    "RankIntervals",
    "RankingRefused",
    "Robustness",
    "Rules",
    "Sheet",
    "Standing",
    "Ties",
    "VoteChange",
    "alternatives",
    "calibration",
    "canonical",
    "design",
    "explain_entry",
    "load_bundle",
    "proof",
    "public_scores",
    "rank_category",
    "rank_intervals",
    "read_bundle",
    "realised_public_share",
    "result_of",
    "robustness",
    "sha256",
]
