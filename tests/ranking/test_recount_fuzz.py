"""Whatever a file holds, the recount answers JSON and 0 or 2: never a traceback, never a code that nobody declared."""

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from showcase import recount
from tests.ranking.test_recount import EXAMPLE, changed

CODES = frozenset(
    [
        *("BUNDLE_INVALID", "NUMBER_INVALID", "SCORE_INVALID", "SCORE_OUT_OF_RANGE", "WEIGHT_INVALID", "WEIGHTS_SUM"),
        *("VOTES_INVALID", "CRITERION_MAX_INVALID", "LAMBDA_INVALID", "FLOOR_INVALID", "REFERENCE_INVALID"),
        *("METHOD_UNKNOWN", "NO_CRITERIA", "NO_ENTRIES", "DUPLICATE_ID", "UNKNOWN_ENTRY", "SHEET_INCOMPLETE"),
        *("RECUSED_SCORE", "ENTRY_WITHOUT_SCORES", "TOO_FEW_SHEETS", "TRIM_TOO_FEW", "JURY_GRAPH_DISCONNECTED"),
    ]
)
# What a hand or a program may put where something else belongs: JSON as it stands in the file.
ODD = (
    *("null", "true", "0", "-0", "-1", "80", "80.5", "1e2", "1e400", "-1e400", "NaN", "Infinity", "007", "0x10"),
    *("[]", "{}", "[[]]", '[""]', '{"": ""}', '""', '" "', '"NaN"', '"-0"', '"007"', '"1/3"', '"1/2"', '"80.000"'),
    *('"80.00"', '"80."', '".5"', '"+80"', '"1_0"', '"1e2"', '"٨٠"', '"８０"', '"1/0"', '"1/-2"', '"99/100"', '"101"'),
    *('"\\ud800"', '"\\u0000"', '"\u202e"', '"Ünïcode"', '"__proto__"', '"simandor-bmd"', '"J1"', '"ridge"', '"rank"'),
    *('"trimmed"', '"median"', '"fixed"', '"share"', "9" * 5000, "-" + "9" * 5000, '"' + "9" * 5000 + '"'),
    *('"' + "x" * 1001 + '"', "[" * 3000 + "]" * 3000, '{"a":' * 3000 + "1" + "}" * 3000, "1000000000001"),
    *('1, "votes": 1', '1, "x": 1, "x": 2', '{"__proto__": {"votes": 1}}', '{"constructor": 1}', "//", "'80'", ","),
)


def answer(data: bytes) -> tuple[int, dict[str, Any]]:
    """Run the module's `main` on standard input, with the checks that hold for every answer."""
    given_in, given_out = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(data)), io.TextIOWrapper(io.BytesIO())
    try:
        status = recount.main([])
        sys.stdout.flush()
        written = sys.stdout.buffer.getvalue()  # type: ignore[attr-defined]
    finally:
        sys.stdin, sys.stdout = given_in, given_out
    told = json.loads(written)
    if status == 0:
        assert told["format"] == "showcase-result/1"
        return status, told
    assert status == 2
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "category", "message"}
    assert told["error"]["code"] in CODES
    assert told["error"]["message"]
    return status, told


def steps(data: object, way: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value inside."""
    inside: list[tuple[object, object]] = []
    if isinstance(data, dict | list):
        inside = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
    return [way, *(found for key, value in inside for found in steps(value, (*way, key)))]


WAYS = [way for way in steps(EXAMPLE) if way]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """The published example with one to three places changed, cut out or said twice."""
    data, texts = json.loads(json.dumps(EXAMPLE)), []
    for way in draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=3)):
        place: Any = data
        try:
            for step in way[:-1]:
                place = place[step]
            place[way[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(place, dict | list):
            # Spoiled before: a text has places, but none to change.
            continue
        if draw(st.booleans()):
            place[way[-1]] = f"@{len(texts)}@"
            texts.append(draw(st.sampled_from(ODD) | st.from_regex(r"-?[0-9./e\-]{1,8}", fullmatch=True)))
        elif isinstance(place, list) and draw(st.booleans()):
            place.append(place[way[-1]])
        else:
            del place[way[-1]]
    text = json.dumps(data)
    for number, odd in enumerate(texts):
        text = text.replace(f'"@{number}@"', odd)
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(spoiled())
def test_a_spoiled_bundle_is_ranked_or_refused(data: bytes) -> None:
    answer(data)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: ".".join(map(str, way)))
def test_every_odd_value_in_every_place(way: tuple[Any, ...]) -> None:
    for odd in ODD:
        text = changed(".".join(map(str, way)), "@@").decode()
        answer(text.replace('"@@"', odd).encode("utf-8"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
@example(b"")
@example(b"\x00")
@example(b"\xef\xbb\xbf")
@example(json.dumps(EXAMPLE).encode("utf-16"))
@example(json.dumps(EXAMPLE).encode("utf-32-le"))
def test_bytes_that_are_no_bundle(data: bytes) -> None:
    assert answer(data)[1]["error"]["code"] == "BUNDLE_INVALID"


def test_a_byte_order_mark_is_no_harm() -> None:
    assert answer(b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode()) == answer(json.dumps(EXAMPLE).encode())


def test_a_number_without_end_is_refused_by_its_field_whatever_the_interpreters_limit() -> None:
    text = changed("categories.0.votes.simandor-bmd", "@@").decode()
    told = answer(text.replace('"@@"', "9" * 5000).encode())[1]
    assert (told["error"]["code"], told["error"]["category"]) == ("VOTES_INVALID", "skpd")


@pytest.mark.slow
def test_a_key_twice_is_found_at_once_in_a_large_object() -> None:
    many = ", ".join(f'"{number}": 0' for number in range(300_000))
    assert answer(f'{{{many}, "299999": 0}}'.encode())[1]["error"]["code"] == "BUNDLE_INVALID"


def test_a_panel_of_a_hundred_jurors_is_ranked() -> None:
    data = json.loads(json.dumps(EXAMPLE))
    sheets = data["categories"][0]["sheets"]
    data["categories"][0]["sheets"] = [{**s, "juror": f"{s['juror']}-{n}"} for n in range(50) for s in sheets]
    status, told = answer(json.dumps(data).encode())
    assert (status, told["categories"][0]["standings"][0]["final"]) == (0, "66")
    assert len(told["categories"][0]["robustness"]["leave_one_juror_out"]) == 100


@pytest.mark.parametrize("name", ["Ünïcode", "__proto__", "имя", "名前", "a\u0000b", "\U0001f600", "constructor"])
def test_names_are_any_text(name: str) -> None:
    data = json.loads(json.dumps(EXAMPLE).replace("simandor-bmd", json.dumps(name)[1:-1]))
    status, told = answer(json.dumps(data).encode())
    assert (status, told["categories"][0]["robustness"]["winner"]) == (0, name)
