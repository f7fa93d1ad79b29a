"""The simulation says what the presets were chosen for, and always the same."""

from dataclasses import replace

from showcase.declaration.rules import PRESETS, Preset
from showcase.results.rules import simulate


def test_nominal_weights_are_not_real_influence() -> None:
    balanced, simple = simulate(PRESETS[Preset.BALANCED], 8), simulate(PRESETS[Preset.SIMPLE], 8)
    # 20 % nominal is about 35 % of the spread; 30 % without a floor is more than twice its name.
    assert 30 <= balanced.public_share <= 42
    assert 30 <= balanced.leader_wins <= 45
    assert simple.public_share > 60
    assert simple.leader_wins > 75


def test_the_ends_are_exact_and_repeatable() -> None:
    jury = PRESETS[Preset.JURY]
    assert simulate(jury, 8).public_share == 0
    public = simulate(replace(jury, jury_weight_bp=0), 8)
    assert (public.public_share, public.leader_wins) == (100, 100)
    assert simulate.__wrapped__(jury, 8) == simulate(jury, 8)
    assert simulate(jury, 1) == simulate(jury, 2)
