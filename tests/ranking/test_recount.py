"""The recount as an auditor runs it: an interpreter with nothing installed, the reference cases, hostile files."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CASES = json.loads(Path(__file__).with_name("cases.json").read_text())["cases"]
EXAMPLE: dict[str, Any] = {
    "format": "showcase-bundle/1",
    "exhibition": {"slug": "bailang-2025", "name": "Bailang"},
    "rules": {
        "jury": "additive",
        "ridge_lambda": None,
        "public": "sqrt",
        "public_reference": None,
        "jury_weight": "0.8",
        "public_weight": "0.2",
        "floor": "50",
        "min_sheets": 1,
        "min_votes": 0,
    },
    "categories": [
        {
            "slug": "skpd",
            "entries": ["simandor-bmd", "pepes-papari"],
            "withdrawn": [],
            "criteria": [
                {"id": "kebaruan", "weight": "0.3", "max": "100"},
                {"id": "kemanfaatan", "weight": "0.7", "max": "100"},
            ],
            "votes": {"simandor-bmd": 100, "pepes-papari": 400},
            "sheets": [
                {"juror": "J1", "entry": "simandor-bmd", "scores": {"kebaruan": "80", "kemanfaatan": "80"}},
                {"juror": "J1", "entry": "pepes-papari", "scores": {"kebaruan": "70", "kemanfaatan": "70"}},
                {"juror": "J2", "entry": "simandor-bmd", "scores": {"kebaruan": "90", "kemanfaatan": "90"}},
                {"juror": "J2", "entry": "pepes-papari", "scores": {"kebaruan": "60", "kemanfaatan": "60"}},
            ],
            "recusals": [],
        }
    ],
}

PUBLISHED: dict[str, Any] = {
    "format": "showcase-result/1",
    "categories": [
        {
            "slug": "skpd",
            "flags": [],
            "standings": [
                {
                    "entry": "simandor-bmd",
                    "place": 1,
                    "shared": False,
                    "final": "66",
                    "jury": "70",
                    "public": "50",
                    "votes": 100,
                },
                {
                    "entry": "pepes-papari",
                    "place": 2,
                    "shared": False,
                    "final": "44",
                    "jury": "30",
                    "public": "100",
                    "votes": 400,
                },
            ],
            "corrections": {"J1": "0", "J2": "0"},
            "robustness": {
                "winner": "simandor-bmd",
                "public_weight_interval": ["0", "4/9"],
                "leave_one_juror_out": {
                    "J1": {"simandor-bmd": 1, "pepes-papari": 2},
                    "J2": {"simandor-bmd": 1, "pepes-papari": 2},
                },
                "votes_to_change": [],
            },
        }
    ],
}


def recount(data: bytes, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run the module without site packages; answers exit status and JSON. A traceback fails the test."""
    command = [sys.executable, "-S", "-m", "showcase.recount", *arguments]
    done = subprocess.run(command, cwd=ROOT, input=data, capture_output=True, timeout=60, check=False)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def test_the_published_example() -> None:
    assert recount(json.dumps(EXAMPLE).encode()) == (0, PUBLISHED)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_reference_case(case: dict[str, Any]) -> None:
    status, answer = recount(json.dumps(case["bundle"]).encode(), "-")
    expected = case["expect"]
    if "error" in expected:
        assert (status, answer["error"]["code"]) == (2, expected["error"])
        return
    assert status == 0, answer
    category = answer["categories"][0]
    rows = {row["entry"]: row for row in category["standings"]}
    for figure in ("jury", "public", "final"):
        for entry, value in expected.get(figure, {}).items():
            assert Fraction(rows[entry][figure]) == Fraction(value)
    for entry, place in expected.get("place", {}).items():
        assert rows[entry]["place"] == place
    for juror, value in expected.get("corrections", {}).items():
        assert Fraction(category["corrections"][juror]) == Fraction(value)
    assert set(expected.get("flags", [])) <= set(category["flags"])
    firm = category["robustness"]
    if "public_weight_interval" in expected:
        ends = expected["public_weight_interval"]
        assert [Fraction(end) for end in firm["public_weight_interval"]] == [Fraction(end) for end in ends]
    for figure, name in (("winner", "winner"), ("votes_to_change",) * 2, ("leave_one_juror_out",) * 2):
        if figure in expected:
            assert firm[name] == expected[figure]


def changed(path: str, value: object) -> bytes:
    """The example with one value replaced; `path` as in `categories.0.votes.simandor-bmd`."""
    data = json.loads(json.dumps(EXAMPLE))
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return json.dumps(data).encode()


def without(member: str) -> bytes:
    """The example whose category lacks this member."""
    data = json.loads(json.dumps(EXAMPLE))
    del data["categories"][0][member]
    return json.dumps(data).encode()


SCORE = "categories.0.sheets.0.scores.kebaruan"
VOTES = "categories.0.votes.simandor-bmd"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "BUNDLE_INVALID"),
        (b"not json", "BUNDLE_INVALID"),
        (b"\xff\xfe\x00", "BUNDLE_INVALID"),
        (b"[" * 100_000, "BUNDLE_INVALID"),
        (b"[]", "BUNDLE_INVALID"),
        (b'{"format": "showcase-bundle/2"}', "BUNDLE_INVALID"),
        (b'{"format": "showcase-bundle/1", "format": "showcase-bundle/1"}', "BUNDLE_INVALID"),
        (b'{"a": ' + b"9" * 5000 + b"}", "BUNDLE_INVALID"),
        (b" " * (21 * 1024 * 1024), "BUNDLE_INVALID"),
        (changed("exhibition", 5), "BUNDLE_INVALID"),
        (changed("categories", {}), "BUNDLE_INVALID"),
        (changed("categories", []), "BUNDLE_INVALID"),
        (changed("exhibition.simulated", "yes"), "BUNDLE_INVALID"),
        (changed("exhibition.simulated", None), "BUNDLE_INVALID"),
        (changed("exhibition.simulated", 0), "BUNDLE_INVALID"),
        (changed("rules.ties", "lots"), "METHOD_UNKNOWN"),
        *((without(name), "BUNDLE_INVALID") for name in EXAMPLE["categories"][0]),
        (changed("categories.0.sheets.0.scores.extra", "80"), "BUNDLE_INVALID"),
        (changed("categories.0.sheets.0.scores", {"kebaruan": "80", "kemanfaatn": "80"}), "BUNDLE_INVALID"),
        (changed("categories.0.slug", "\ud800"), "BUNDLE_INVALID"),
        (changed("categories.0.entries.0", ["x"]), "BUNDLE_INVALID"),
        (changed(SCORE, 80), "SCORE_INVALID"),
        (changed(SCORE, 80.5), "SCORE_INVALID"),
        (changed(SCORE, "٨٠"), "SCORE_INVALID"),
        (changed(SCORE, "８０"), "SCORE_INVALID"),
        (changed(SCORE, "1e400"), "SCORE_INVALID"),
        (changed(SCORE, "NaN"), "SCORE_INVALID"),
        (changed(SCORE, "1_0"), "SCORE_INVALID"),
        (changed(SCORE, "80.125"), "SCORE_INVALID"),
        (changed(SCORE, True), "SCORE_INVALID"),
        (changed(SCORE, None), "SCORE_INVALID"),
        (changed(SCORE, "100.01"), "SCORE_OUT_OF_RANGE"),
        (changed(SCORE, "-1"), "SCORE_OUT_OF_RANGE"),
        (changed(VOTES, True), "VOTES_INVALID"),
        (changed(VOTES, -1), "VOTES_INVALID"),
        (changed(VOTES, 1.0), "VOTES_INVALID"),
        (changed(VOTES, "5"), "VOTES_INVALID"),
        (changed("rules.jury_weight", 0.8), "NUMBER_INVALID"),
        (changed("rules.jury_weight", "0,8"), "NUMBER_INVALID"),
        (changed("rules.floor", "1/0"), "NUMBER_INVALID"),
        (changed("rules.min_sheets", True), "NUMBER_INVALID"),
        (changed("rules.jury_weight", "0.7"), "WEIGHTS_SUM"),
        (changed("rules.floor", "100"), "FLOOR_INVALID"),
        (changed("rules.jury", "zscore"), "METHOD_UNKNOWN"),
        (changed("rules.jury", "ridge"), "LAMBDA_INVALID"),
        (changed("rules.jury", "trimmed"), "TRIM_TOO_FEW"),
        (changed("rules.public", "fixed"), "REFERENCE_INVALID"),
        (changed("rules.min_sheets", 3), "TOO_FEW_SHEETS"),
        (changed("categories.0.criteria", []), "NO_CRITERIA"),
        (changed("categories.0.criteria.0.weight", "0"), "WEIGHT_INVALID"),
        (changed("categories.0.criteria.0.weight", "0.2"), "WEIGHTS_SUM"),
        (changed("categories.0.criteria.0.max", "0"), "CRITERION_MAX_INVALID"),
        (changed("categories.0.entries", []), "NO_ENTRIES"),
        (changed("categories.0.withdrawn", ["simandor-bmd", "pepes-papari"]), "NO_ENTRIES"),
        (changed("categories.0.entries.1", "simandor-bmd"), "DUPLICATE_ID"),
        (changed("categories.0.sheets.1.entry", "simandor-bmd"), "DUPLICATE_ID"),
        (changed("categories.0.votes", {"none": 1}), "UNKNOWN_ENTRY"),
        (changed("categories.0.sheets.0.scores", {"kebaruan": "80"}), "SHEET_INCOMPLETE"),
        (changed("categories.0.recusals", [{"juror": "J1", "entry": "simandor-bmd"}]), "RECUSED_SCORE"),
        (changed("categories.0.sheets", []), "ENTRY_WITHOUT_SCORES"),
    ],
)
def test_what_is_wrong_is_refused_with_a_code(data: bytes, code: str) -> None:
    status, answer = recount(data)
    assert (status, answer["error"]["code"]) == (2, code)
    assert answer["error"]["message"]


@pytest.mark.parametrize("simulated", [True, False])
def test_made_up_votes_are_accepted_and_change_no_figure(simulated: bool) -> None:
    assert recount(changed("exhibition.simulated", simulated)) == (0, PUBLISHED)


def test_two_juries_without_an_entry_in_common_are_named() -> None:
    data = json.loads(json.dumps(EXAMPLE))
    data["categories"][0]["sheets"] = [data["categories"][0]["sheets"][0], data["categories"][0]["sheets"][3]]
    status, answer = recount(json.dumps(data).encode())
    assert (status, answer["error"]["code"]) == (2, "JURY_GRAPH_DISCONNECTED")
    assert "simandor-bmd; pepes-papari" in answer["error"]["message"]


@pytest.mark.parametrize("name", ["no-such-file.json", "."])
def test_a_file_that_can_not_be_read(name: str) -> None:
    status, answer = recount(b"", name)
    assert (status, answer["error"]["code"]) == (2, "BUNDLE_INVALID")


def test_the_checks_have_an_order() -> None:
    wrong = json.loads(changed("rules.jury_weight", "0.7"))
    wrong["categories"][0]["sheets"][0]["scores"]["kebaruan"] = "101"
    assert recount(json.dumps(wrong).encode())[1]["error"]["code"] == "WEIGHTS_SUM"
    wrong["categories"][0]["votes"] = {"none": 1}
    assert recount(json.dumps(wrong).encode())[1]["error"]["code"] == "UNKNOWN_ENTRY"
    wrong["categories"][0]["sheets"][1]["scores"]["kebaruan"] = 5
    assert recount(json.dumps(wrong).encode())[1]["error"]["code"] == "SCORE_INVALID"
