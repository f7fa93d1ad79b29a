"""The rules of the declared ranking, and how a change of it is decided."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar, get_type_hints

from showcase.kernel.errors import N_, DomainError
from showcase.ranking.model import JuryMethod, PublicMethod, Rules, Ties

# Changing rules that are in use: one organizer proposes, another one approves in a session of their own.

MAX_REASON = 1000


class RuleKind(StrEnum):
    """What a change is about: the rules of the ranking, or the criteria's weights or the prizes of one category."""

    RULES = "rules"
    CRITERIA = "criteria"
    WINNERS = "winners"


class ChangeState(StrEnum):
    """waiting until another organizer decides, its author takes it back, or a newer one takes its place."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class RuleChangeWaitingError(DomainError):
    """A proposal about the same rules waits already; it is decided or withdrawn first."""

    code = "rule-change-waiting"
    status = 409
    sentence = N_(
        "Belum diajukan: masih ada usulan lain tentang aturan ini yang menunggu. Setujui, tolak, atau tarik dulu "
        "usulan itu."
    )


class RuleChangeMovedError(DomainError):
    """The proposal was decided or withdrawn meanwhile."""

    code = "rule-change-moved"
    status = 409
    sentence = N_("Belum berubah: usulan ini baru saja diputuskan atau ditarik. Periksa yang tampil sekarang.")


class RuleChangeOvertakenError(DomainError):
    """The rules, the criteria or the withdrawn entries are not what they were when it was proposed."""

    code = "rule-change-overtaken"
    status = 409
    sentence = N_(
        "Tidak bisa disetujui: aturan, kriteria, atau inovasi yang ditarik sudah berubah sejak usulan ini dibuat. "
        "Tolak usulan ini, lalu ajukan yang baru."
    )


class ProposerGoneError(DomainError):
    """The one who proposed it is no active organizer any more: nobody but the other one stands for it."""

    code = "rule-change-proposer-gone"
    status = 409
    sentence = N_(
        "Tidak bisa disetujui: pengusulnya bukan panitia aktif lagi. Tolak usulan ini, lalu ajukan yang baru."
    )


class OwnRuleChangeError(DomainError):
    """Who proposed a change can't approve it."""

    code = "own-rule-change"
    status = 403
    sentence = N_("Usulan Anda sendiri harus disetujui panitia lain, yang masuk dengan akunnya sendiri.")


# The rules that an exhibition declares before opening: presets, and what may be declared.

ALL = 10_000
# Digits with at most two decimals, ASCII only; a comma is the Indonesian decimal mark.
DECIMAL = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
MAX_VOTES = 1_000_000
MAX_SHEETS = 99
MAX_PENALTY_CENTI = 100_000
Kind = TypeVar("Kind", bound=StrEnum)


class Preset(StrEnum):
    """The declared choices; `own` is none of them."""

    BALANCED = "balanced"
    SIMPLE = "simple"
    JURY = "jury"
    OWN = "own"


class RulesInvalidError(DomainError):
    """Some fields are wrong. `fields` maps each to a code: `number-invalid`, `number-range`, `choice-needed`."""

    code = "rules-invalid"
    status = 422
    sentence = N_("Ada aturan yang belum sah. Perbaiki yang ditandai; yang lain tidak hilang.")

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("These rules can't be declared: " + ", ".join(f"{k} {v}" for k, v in fields.items()))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Declaration:
    """Rules as they are stored: weights in basis points (10,000 = 1), the floor and lambda in hundredths."""

    preset: Preset
    jury_method: JuryMethod
    public_method: PublicMethod
    jury_weight_bp: int
    floor_centi: int
    min_sheets: int = 1
    min_votes: int = 0
    ridge_lambda_centi: int | None = None
    public_reference: int | None = None
    ties: Ties = Ties.JURY

    @property
    def public_weight_bp(self) -> int:
        """What the jury leaves; the two always sum to 1."""
        return ALL - self.jury_weight_bp

    def columns(self) -> dict[str, Any]:
        """As the database stores them."""
        return {**asdict(self), "public_weight_bp": self.public_weight_bp}

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> "Declaration":
        """Back from what `columns` gave. A rule that they do not hold has its default."""
        kinds = get_type_hints(cls)
        given = {name: columns[name] for name in (field.name for field in fields(cls)) if name in columns}
        if given["preset"] not in set(Preset):
            given["preset"] = Preset.OWN
        return cls(**{name: _typed(kinds[name], value) for name, value in given.items()})

    def same_method(self, other: "Declaration") -> bool:
        """Whether both rank alike; a preset's name changes nothing."""
        mine, theirs = self.columns(), other.columns()
        return all(mine[name] == theirs[name] for name in mine if name != "preset")

    def exact(self) -> Rules:
        """As the ranking takes them."""
        penalty = self.ridge_lambda_centi
        return Rules(
            jury=self.jury_method,
            public=self.public_method,
            jury_weight=Fraction(self.jury_weight_bp, ALL),
            public_weight=Fraction(self.public_weight_bp, ALL),
            floor=Fraction(self.floor_centi, 100),
            min_sheets=self.min_sheets,
            min_votes=self.min_votes,
            ridge_lambda=None if penalty is None else Fraction(penalty, 100),
            public_reference=self.public_reference,
            ties=self.ties,
        )


def _typed(kind: Any, value: Any) -> Any:
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


PRESETS = {
    Preset.BALANCED: Declaration(Preset.BALANCED, JuryMethod.ADDITIVE, PublicMethod.SQRT, 8000, 5000),
    Preset.SIMPLE: Declaration(Preset.SIMPLE, JuryMethod.PLAIN, PublicMethod.LEADER, 7000, 0),
    Preset.JURY: Declaration(Preset.JURY, JuryMethod.ADDITIVE, PublicMethod.SQRT, ALL, 0),
}
# What a new exhibition is offered. It holds only once an organizer has confirmed it: there is no silent default.
PROPOSED = PRESETS[Preset.BALANCED]


def declared(values: Mapping[str, str]) -> Declaration:
    """A declaration from typed fields. Raises RulesInvalidError with every wrong field.

    Fields: preset, min_sheets, min_votes, ties ("jury" if missing); for `own` also jury_method, public_method,
    jury_weight and public_weight (percent, summing to 100; either may be left out), floor (points), ridge_lambda (for
    ridge), public_reference (for fixed). A preset's method can't be changed by the others.
    """
    form = _Form(values)
    preset = form.choice("preset", Preset)
    made = replace(
        PRESETS[preset] if preset in PRESETS else _own(form),
        min_sheets=form.number("min_sheets", 1, MAX_SHEETS, default="1"),
        min_votes=form.number("min_votes", 0, MAX_VOTES, default="0"),
        ties=form.choice("ties", Ties, default=Ties.JURY.value),
    )
    if form.wrong:
        raise RulesInvalidError(form.wrong)
    return made


def _own(form: "_Form") -> Declaration:
    jury, public = form.choice("jury_method", JuryMethod), form.choice("public_method", PublicMethod)
    ridge, fixed = jury is JuryMethod.RIDGE, public is PublicMethod.FIXED
    return Declaration(
        preset=Preset.OWN,
        jury_method=jury,
        public_method=public,
        jury_weight_bp=form.jury_weight(),
        floor_centi=form.number("floor", 0, ALL - 1, default="0", scale=100),
        ridge_lambda_centi=form.number("ridge_lambda", 1, MAX_PENALTY_CENTI, scale=100) if ridge else None,
        public_reference=form.number("public_reference", 1, MAX_VOTES) if fixed else None,
    )


class _Form:
    """Typed fields, read strictly; `wrong` collects what can't be read, so that all of it is told at once."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.wrong: dict[str, str] = {}

    def choice(self, name: str, kind: type[Kind], default: str = "") -> Kind:
        text = self.values.get(name, "") or default
        if text not in set(kind):
            self.wrong[name] = "choice-needed"
            return next(iter(kind))
        return kind(text)

    def jury_weight(self) -> int:
        """The jury's weight in basis points, from both weights or either."""
        if not self.values.get("public_weight", "").strip():
            return self.number("jury_weight", 0, ALL, scale=100)
        public = self.number("public_weight", 0, ALL, scale=100)
        jury = self.number("jury_weight", 0, ALL, default=f"{Decimal(ALL - public) / 100:f}", scale=100)
        if jury + public != ALL and not self.wrong:
            self.wrong["public_weight"] = "weights-sum"
        return jury

    def number(self, name: str, low: int, high: int, default: str = "", scale: int = 1) -> int:
        text = self.values.get(name, "").strip() or default
        scaled = Fraction(text.replace(",", ".")) * scale if DECIMAL.fullmatch(text) else Fraction(1, 3)
        if scaled.denominator != 1:
            self.wrong[name] = "number-invalid"
            return low
        if not low <= scaled <= high:
            self.wrong[name] = "number-range"
        return int(scaled)
