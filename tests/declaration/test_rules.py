"""Declaring rules: presets and own numbers. What is guarded once votes or sheets exist: test_rule_changes.py."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from showcase.declaration.actions import rules
from showcase.declaration.rules import PRESETS, Declaration, RulesInvalidError, declared
from showcase.exhibitions.rules import Phase
from showcase.exhibitions.tables import RuleSet
from showcase.kernel.errors import ReasonNeededError
from showcase.kernel.tables import BallotRecord
from showcase.results.queries import bundles
from tests.factories import NOW, Cast, by, hall

OWN = {"preset": "own", "jury_method": "plain", "public_method": "share", "jury_weight": "66,67", "floor": "12.5"}


def declare(session: Session, cast: Cast, values: dict[str, str], reason: str = "") -> None:
    rules.declare(session, by("panitia", NOW, reason), cast.exhibition.id, values)


@pytest.mark.parametrize(
    ("preset", "weights", "floor", "jury", "public"),
    [
        ("balanced", ("0.8", "0.2"), "50", "additive", "sqrt"),
        ("simple", ("0.7", "0.3"), "0", "plain", "leader"),
        ("jury", ("1", "0"), "0", "additive", "sqrt"),
    ],
)
def test_presets_are_the_published_ones(
    preset: str, weights: tuple[str, str], floor: str, jury: str, public: str
) -> None:
    made = bundles.rules_of(declared({"preset": preset}))
    assert (made["jury_weight"], made["public_weight"]) == weights
    assert (made["floor"], made["jury"], made["public"]) == (floor, jury, public)


@pytest.mark.both_engines
def test_own_numbers_are_kept_exactly(session: Session) -> None:
    cast = hall(session, phase=Phase.SETUP)
    declare(session, cast, {**OWN, "min_sheets": "2", "min_votes": "10"})
    made = bundles.bundle(session, cast.exhibition)["rules"]
    assert (made["jury_weight"], made["public_weight"], made["floor"]) == ("0.6667", "0.3333", "12.5")
    assert (made["min_sheets"], made["min_votes"]) == (2, 10)
    found = rules.current(session, cast.exhibition.id)
    assert (found.confirmed_at, found.confirmed_by) == (NOW, "panitia")


@pytest.mark.parametrize(
    ("typed", "weight"),
    [
        ({"jury_weight": "70", "public_weight": "30"}, 7000),
        ({"jury_weight": "", "public_weight": "33,5"}, 6650),
        ({"jury_weight": "70", "public_weight": ""}, 7000),
        ({"jury_weight": "0", "public_weight": "100"}, 0),
    ],
)
def test_either_weight_says_the_other(typed: dict[str, str], weight: int) -> None:
    assert declared({**OWN, **typed}).jury_weight_bp == weight


@pytest.mark.parametrize("form", [OWN, {"preset": "balanced"}])
def test_the_order_of_ties_is_declared_with_any_preset(session: Session, form: dict[str, str]) -> None:
    cast = hall(session, phase=Phase.SETUP)
    declare(session, cast, form)
    assert bundles.bundle(session, cast.exhibition)["rules"]["ties"] == "jury"
    before = rules.current(session, cast.exhibition.id).declaration
    declare(session, cast, {**form, "ties": "public"})
    assert bundles.bundle(session, cast.exhibition)["rules"]["ties"] == "public"
    after = rules.current(session, cast.exhibition.id).declaration
    assert not after.same_method(before)
    assert rules.fingerprint(after) != rules.fingerprint(before)
    cast.exhibition.phase = Phase.VOTING
    session.flush()
    with pytest.raises(ReasonNeededError):
        declare(session, cast, form)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("jury_weight", "", "number-invalid"),
        ("jury_weight", "1e2", "number-invalid"),
        ("jury_weight", "8_0", "number-invalid"),
        ("jury_weight", "٨٠", "number-invalid"),
        ("jury_weight", "80.005", "number-invalid"),
        ("jury_weight", "100.01", "number-range"),
        ("public_weight", "40", "weights-sum"),
        ("public_weight", "-1", "number-invalid"),
        ("floor", "100", "number-range"),
        ("floor", "-1", "number-invalid"),
        ("min_sheets", "0", "number-range"),
        ("min_sheets", "1.5", "number-invalid"),
        ("min_votes", "NaN", "number-invalid"),
        ("jury_method", "zscore", "choice-needed"),
        ("public_method", "", "choice-needed"),
        ("preset", "terserah", "choice-needed"),
        ("ties", "lots", "choice-needed"),
    ],
)
def test_a_wrong_field_is_named(field: str, text: str, code: str) -> None:
    with pytest.raises(RulesInvalidError) as refused:
        declared({**OWN, field: text})
    assert refused.value.fields[field] == code


def test_methods_ask_for_their_own_numbers() -> None:
    with pytest.raises(RulesInvalidError) as refused:
        declared({**OWN, "jury_method": "ridge", "public_method": "fixed", "public_reference": "0"})
    assert refused.value.fields == {"ridge_lambda": "number-invalid", "public_reference": "number-range"}
    made = declared({**OWN, "jury_method": "ridge", "ridge_lambda": "0,5"})
    assert made.exact().ridge_lambda is not None


@pytest.mark.both_engines
def test_the_database_holds_the_sum_of_weights(session: Session) -> None:
    cast = hall(session)
    with pytest.raises(IntegrityError):
        session.execute(
            update(RuleSet).where(RuleSet.exhibition_id == cast.exhibition.id).values(public_weight_bp=2001)
        )


@pytest.mark.parametrize("made", [*PRESETS.values(), declared({**OWN, "jury_method": "ridge", "ridge_lambda": "1"})])
def test_a_declaration_comes_back_from_its_columns(made: Declaration) -> None:
    assert Declaration.from_columns(made.columns()) == made
    stored = {**made.columns(), "preset": "", "confirmed_by": "panitia"}
    assert Declaration.from_columns(stored).preset == "own"


def test_confirming_what_stands_needs_no_second_person(session: Session) -> None:
    cast = hall(session)
    assert rules.declare(session, by("panitia", NOW), cast.exhibition.id, {"preset": "balanced"})
    assert rules.current(session, cast.exhibition.id).declaration.preset == "balanced"
    assert session.scalars(select(BallotRecord)).first() is None
