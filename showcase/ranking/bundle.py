"""The bundle: all that a ranking needs, as JSON that anybody can keep and recount (`showcase-bundle/1`)."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from showcase.ranking.checks import refuse_twice
from showcase.ranking.model import (
    Bundle,
    Category,
    Criterion,
    JuryMethod,
    PublicMethod,
    RankingRefused,
    Rules,
    Sheet,
    Ties,
)
from showcase.ranking.numbers import parse_number, parse_score

FORMAT = "showcase-bundle/1"
MAX_BYTES = 20 * 1024 * 1024
MAX_VOTES = 10**12
MAX_NAME = 1000
MAX_DIGITS = 40
Kind = TypeVar("Kind")
Method = TypeVar("Method", JuryMethod, PublicMethod, Ties)


class Inexact(str):
    """A float or an endless number of the file, kept as text so that the field it stands in can refuse it by name."""


def invalid(message: str, category: str | None = None) -> RankingRefused:
    """The refusal of a file that is no bundle."""
    return RankingRefused("BUNDLE_INVALID", message, category)


def load_bundle(text: str | bytes) -> Bundle:
    """Read a bundle's file strictly. Raises RankingRefused; never anything else, whatever the text is.

    A file has a category; an exhibition that is still being prepared (`read_bundle`) may have none yet.
    """
    if len(text) > MAX_BYTES:
        raise invalid(f"The file has more than {MAX_BYTES // 2**20} MB.")
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        data = json.loads(plain, object_pairs_hook=_once, parse_float=Inexact, parse_int=_whole, parse_constant=Inexact)
    except RecursionError:
        raise invalid("The file is nested too deeply.") from None
    except ValueError as error:
        raise invalid(f"The file is not JSON in UTF-8: {error}") from None
    bundle = read_bundle(data)
    if not bundle.categories:
        raise invalid("categories: there is none, so there is nothing to rank.")
    return bundle


def read_bundle(data: Any) -> Bundle:
    """A bundle from decoded JSON. Raises RankingRefused for what has the wrong form or a number that is none."""
    top = _mapping(data, "the bundle")
    if top.get("format") != FORMAT:
        raise invalid(f"This is not a {FORMAT} file.")
    exhibition = _mapping(top.get("exhibition"), "exhibition")
    slug, name = _name(exhibition.get("slug"), "exhibition.slug"), _name(exhibition.get("name"), "exhibition.name")
    simulated = exhibition.get("simulated", False)
    if type(simulated) is not bool:
        raise invalid("exhibition.simulated: true or false is expected here.")
    rules = _rules(_mapping(top.get("rules"), "rules"))
    items = _list(top.get("categories"), "categories")
    categories = tuple(_category(item) for item in items)
    # Once every format and number is right: what the frozen values could not show twice.
    refuse_twice("category", (category.slug for category in categories))
    for item, category in zip(items, categories, strict=True):
        refuse_twice("withdrawn entry", item["withdrawn"], category.slug)
    return Bundle(slug, name, rules, categories, simulated)


def canonical(data: Mapping[str, Any]) -> str:
    """The text that a bundle's hash is taken of: sorted keys, no spaces, no newline at the end."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(data: Mapping[str, Any]) -> str:
    """A bundle's hash, hex."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def _rules(data: Mapping[str, Any]) -> Rules:
    reference = data.get("public_reference")
    penalty = data.get("ridge_lambda")
    jury, public = _method(JuryMethod, data.get("jury"), "jury"), _method(PublicMethod, data.get("public"), "public")
    ties = _method(Ties, data.get("ties", Ties.JURY.value), "ties")
    if reference is not None and (type(reference) is not int or reference <= 0):
        raise RankingRefused("REFERENCE_INVALID", "public_reference must be a whole number above 0, or null.")
    return Rules(
        jury=jury,
        public=public,
        jury_weight=_number(data.get("jury_weight"), "jury_weight"),
        public_weight=_number(data.get("public_weight"), "public_weight"),
        floor=_number(data.get("floor"), "floor"),
        min_sheets=_count(data.get("min_sheets"), "min_sheets"),
        min_votes=_count(data.get("min_votes", 0), "min_votes"),
        ridge_lambda=None if penalty is None else _number(penalty, "ridge_lambda"),
        public_reference=reference,
        ties=ties,
    )


def _category(item: Any) -> Category:
    data = _mapping(item, "a category")
    slug = _name(data.get("slug"), "category.slug")
    entries = tuple(_name(name, "entries", slug) for name in _list(data.get("entries"), "entries", slug))
    withdrawn = [_name(name, "withdrawn", slug) for name in _list(data.get("withdrawn"), "withdrawn", slug)]
    votes = _mapping(data.get("votes"), "votes", slug)
    criteria = tuple(_criterion(row, slug) for row in _list(data.get("criteria"), "criteria", slug))
    declared = frozenset(criterion.id for criterion in criteria)
    return Category(
        slug=slug,
        entries=entries,
        withdrawn=frozenset(withdrawn),
        criteria=criteria,
        votes={_name(entry, "votes", slug): _votes(count, entry, slug) for entry, count in votes.items()},
        sheets=tuple(_sheet(row, declared, slug) for row in _list(data.get("sheets"), "sheets", slug)),
        recusals=frozenset(_recusal(row, slug) for row in _list(data.get("recusals"), "recusals", slug)),
    )


def _criterion(item: Any, slug: str) -> Criterion:
    data = _mapping(item, "a criterion", slug)
    name = _name(data.get("id"), "criterion.id", slug)
    weight = _number(data.get("weight"), f"the weight of {name}", slug)
    return Criterion(name, weight, _number(data.get("max"), f"the maximum of {name}", slug))


def _sheet(item: Any, declared: frozenset[str], slug: str) -> Sheet:
    data = _mapping(item, "a sheet", slug)
    juror, entry = _name(data.get("juror"), "sheet.juror", slug), _name(data.get("entry"), "sheet.entry", slug)
    scores: dict[str, Fraction] = {}
    for name, text in _mapping(data.get("scores"), "scores", slug).items():
        if declared and name not in declared:
            raise invalid(f"{juror}'s sheet on {entry} scores {name[:MAX_NAME]!r}, which is no criterion here.", slug)
        try:
            scores[_name(name, "scores", slug)] = parse_score(None if isinstance(text, Inexact) else text)
        except ValueError:
            message = f'{juror}\'s score for {name} on {entry} must be text such as "80" or "8.25".'
            raise RankingRefused("SCORE_INVALID", message, slug, juror=juror, entry=entry, criterion=name) from None
    return Sheet(juror, entry, scores)


def _recusal(item: Any, slug: str) -> tuple[str, str]:
    data = _mapping(item, "a recusal", slug)
    return _name(data.get("juror"), "recusal.juror", slug), _name(data.get("entry"), "recusal.entry", slug)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key[:MAX_NAME]!r} stands twice in one object")
        found[key] = value
    return found


def _whole(text: str) -> int | Inexact:
    """A whole number; one too long for any field stays text, so that its field refuses it, not the reader."""
    return int(text) if len(text) <= MAX_DIGITS else Inexact(text)


def _typed(value: Any, kind: type[Kind], what: str, slug: str | None) -> Kind:
    if not isinstance(value, kind) or isinstance(value, Inexact):
        raise invalid(f"{what}: {_WORDS[kind]} is expected here.", slug)
    return value


_WORDS: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}


def _mapping(value: Any, what: str, slug: str | None = None) -> dict[str, Any]:
    return _typed(value, dict, what, slug)


def _list(value: Any, what: str, slug: str | None = None) -> list[Any]:
    return _typed(value, list, what, slug)


def _name(value: Any, what: str, slug: str | None = None) -> str:
    name = _typed(value, str, what, slug)
    if not name or len(name) > MAX_NAME or any("\ud800" <= character <= "\udfff" for character in name):
        raise invalid(f"{what}: a name of 1 to {MAX_NAME} characters is expected here.", slug)
    return name


def _number(value: Any, what: str, slug: str | None = None) -> Fraction:
    try:
        return parse_number(None if isinstance(value, Inexact) else value)
    except ValueError:
        message = f'{what} must be a number as text, such as "0.8" or "1/3".'
        raise RankingRefused("NUMBER_INVALID", message, slug, field=what) from None


def _count(value: Any, what: str) -> int:
    if type(value) is not int or not 0 <= value <= MAX_VOTES:
        raise RankingRefused("NUMBER_INVALID", f"{what} must be a whole number from 0 to {MAX_VOTES}.", field=what)
    return value


def _votes(value: Any, entry: str, slug: str) -> int:
    if type(value) is not int or not 0 <= value <= MAX_VOTES:
        message = f"The votes for {entry} must be a whole number from 0 to {MAX_VOTES}."
        raise RankingRefused("VOTES_INVALID", message, slug, entry=entry)
    return value


def _method(kind: type[Method], value: Any, what: str) -> Method:
    try:
        return kind(_typed(value, str, what, None))
    except ValueError:
        message = f"{value[:40]!r} is no choice for {what}; declare one of: {', '.join(kind)}."
        raise RankingRefused("METHOD_UNKNOWN", message, method=value[:40]) from None
