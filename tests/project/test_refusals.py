"""Every refusal says in its class what pages and scripts need of it, and no two say the same code."""

import importlib
import pkgutil
from collections import Counter
from http import HTTPStatus

import pytest

import showcase
from showcase.kernel.errors import REFUSED, DomainError, refusal_of, refusals
from tools.messages import kept

STATED = {"code", "status", "sentence"}


def every() -> list[type[DomainError]]:
    """Every refusal of the program, also those of modules that nothing has loaded yet."""
    for module in pkgutil.walk_packages(showcase.__path__, "showcase."):
        importlib.import_module(module.name)
    return sorted(set(refusals()), key=lambda refusal: (refusal.__module__, refusal.__qualname__))


EVERY = every()
ENGLISH = kept()


def faults(refusal: type[DomainError]) -> list[str]:
    """What is missing in a refusal's class."""
    stated = STATED & vars(refusal).keys()
    extends_another = any(issubclass(base, DomainError) and base is not DomainError for base in refusal.__bases__)
    if not stated and extends_another:
        return []
    return sorted(STATED - stated)


@pytest.mark.parametrize("refusal", EVERY, ids=lambda refusal: refusal.__qualname__)
def test_says_its_code_status_and_sentence(refusal: type[DomainError]) -> None:
    assert faults(refusal) == []
    assert HTTPStatus(refusal.status) >= HTTPStatus.BAD_REQUEST
    assert refusal.sentence == REFUSED or ENGLISH[refusal.sentence].string


def test_no_code_is_stated_twice() -> None:
    codes = Counter(refusal.code for refusal in EVERY if "code" in vars(refusal))
    assert len(codes) > 100
    assert [code for code, times in codes.items() if times > 1] == []


def test_a_class_without_them_is_found() -> None:
    assert faults(type("NamelessError", (DomainError,), {"code": "nameless"})) == ["sentence", "status"]


def test_a_refusal_is_found_by_its_code() -> None:
    for refusal in EVERY:
        found = refusal_of(refusal.code)
        assert found is not None
        assert (found.status, found.sentence) == (refusal.status, refusal.sentence)
    assert refusal_of("no-such-code") is None
