"""Templates of criteria. Weights in basis points (10,000 = 1)."""

from dataclasses import dataclass, replace

from showcase.domain.scoring import Scale

HUNDRED, TEN, FIVE = Scale(0, 10000, 1), Scale(100, 1000, 100), Scale(100, 500, 100)


@dataclass(frozen=True, slots=True)
class CriterionTemplate:
    """A criterion as a new category gets it; levels are pairs of score and meaning, highest first."""

    slug: str
    name: str
    description: str
    weight_bp: int
    levels: tuple[tuple[str, str], ...] = ()
    scale: Scale = HUNDRED


# The presentation aspects and weights of the Innovative Government Award 2023, as BSKDN Kemendagri announced them. The
# meanings of the levels are a proposal that organizers may change.
IGA_2023 = (
    CriterionTemplate(
        "kebaruan",
        "Kebaruan",
        "Seberapa baru inovasi ini bagi daerah.",
        3000,
        (
            ("100", "belum pernah ada di daerah lain"),
            ("70", "pengembangan nyata"),
            ("40", "meniru dengan sedikit perubahan"),
        ),
    ),
    CriterionTemplate(
        "kemanfaatan",
        "Kemanfaatan",
        "Seberapa besar manfaatnya bagi warga.",
        2500,
        (
            ("100", "terukur dan dirasakan banyak warga"),
            ("70", "terukur, cakupan terbatas"),
            ("40", "baru rencana"),
        ),
    ),
    CriterionTemplate(
        "replikasi",
        "Replikasi dan aplikatif",
        "Seberapa mudah diterapkan instansi lain.",
        2000,
        (("100", "sudah ditiru pihak lain"), ("70", "bisa ditiru dengan penyesuaian"), ("40", "sulit ditiru")),
    ),
    CriterionTemplate(
        "kolaborasi",
        "Kewenangan daerah dan kolaborasi",
        "Sesuai kewenangan daerah dan melibatkan banyak pihak.",
        1500,
        (("100", "banyak pihak, peran jelas"), ("70", "beberapa pihak"), ("40", "satu instansi saja")),
    ),
    CriterionTemplate(
        "penguasaan",
        "Penguasaan materi",
        "Kualitas penyajian dan jawaban.",
        1000,
        (("100", "sangat menguasai"), ("70", "menguasai"), ("40", "belum menguasai")),
    ),
)
SIMPLE = (
    CriterionTemplate("kebaruan", "Kebaruan", "Seberapa baru inovasi ini.", 3000),
    CriterionTemplate("manfaat", "Manfaat", "Seberapa besar manfaatnya.", 4000),
    CriterionTemplate("penyajian", "Penyajian", "Kualitas penyajian dan jawaban.", 3000),
)
LEVELS_OF_FIVE = (("5", "sangat baik"), ("3", "cukup"), ("1", "kurang"))
LEVELS_OF_TEN = (("10", "sangat baik"), ("6", "cukup"), ("1", "kurang"))
SIMPLE_FIVE = tuple(replace(item, scale=FIVE, levels=LEVELS_OF_FIVE) for item in SIMPLE)
SIMPLE_TEN = tuple(replace(item, scale=TEN, levels=LEVELS_OF_TEN) for item in SIMPLE)
TEMPLATES = {"iga-2023": IGA_2023, "simple": SIMPLE, "simple-10": SIMPLE_TEN, "simple-5": SIMPLE_FIVE}
