"""The back office: declaring the rules of the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.declaration.actions import changes, rules
from showcase.declaration.rules import PRESETS, Declaration, Preset, RulesInvalidError, declared
from showcase.exhibitions import memory
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.queries import jurors
from showcase.jury.rules.scoring import centi_text
from showcase.kernel import refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError
from showcase.kernel.filters import decimal
from showcase.kernel.htmx import fragment
from showcase.ranking.model import JuryMethod, PublicMethod, Ties
from showcase.results.actions import approvals
from showcase.results.labels import rule_changes as ranking_rule_changes
from showcase.results.labels import table as ranking_view
from showcase.results.labels import words
from showcase.results.labels.effects import effects
from showcase.results.queries import results
from showcase.results.queries.results import Standing
from showcase.results.staff import rule_proposals

FIELDS = (
    "preset",
    "jury_method",
    "public_method",
    "jury_weight",
    "public_weight",
    "floor",
    "min_sheets",
    "min_votes",
    "ties",
    "ridge_lambda",
    "public_reference",
    "reason",
)
TOLD: Mapping[str, LazyString] = {
    "saved": _l("Aturan tersimpan."),
    "proposed": _l("Usulan tersimpan. Aturan yang berlaku belum berubah; panitia lain harus menyetujuinya."),
    "approved": _l("Usulan disetujui. Aturan yang baru berlaku mulai sekarang."),
    "closed": _l("Usulan ditutup. Aturan yang berlaku tidak berubah."),
}
FIELD_ERRORS: Mapping[str, LazyString] = {
    "number-invalid": _l("Isi dengan angka, paling banyak dua angka di belakang koma."),
    "number-range": _l("Angka ini di luar batas yang boleh."),
    "choice-needed": _l("Pilih salah satu."),
    "weights-sum": _l("Bobot juri dan bobot publik harus berjumlah 100."),
}
# Refusals that belong to a field of the form.
AT_FIELD = {"reason-needed": "reason"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One entry under the old and the new rules."""

    category: str
    name: str
    old_place: int | None
    new_place: int | None
    old_final: str
    new_final: str


@bp.get("/organizer/<exhibition_slug>/rules", endpoint="rules")
@allow(Access.ORGANIZER)
def show_rules(exhibition_slug: str) -> Response:
    """The rules as they stand, in a form with one sentence on each knob."""
    return make_response(page(exhibition_slug))


@bp.post("/organizer/<exhibition_slug>/rules")
@allow(Access.ORGANIZER)
def declare_rules(exhibition_slug: str) -> Answer:
    """Declare the rules or, once they are in use, propose them; `action=compare` shows old and new results first."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    wrong: dict[str, str] = {}
    code, compared = "", request.form.get("action") == "compare"
    try:
        chosen = declared(typed)
        if compared:
            return make_response(page(exhibition_slug, typed, chosen=chosen))
        with transaction() as session:
            exhibition_id = named(session, exhibition_slug).id
            reason = typed["reason"]
            holds = rules.declare(session, current_act(reason), exhibition_id, typed)
    except RulesInvalidError as refused:
        wrong = {name: str(FIELD_ERRORS[kind]) for name, kind in refused.fields.items()}
        return make_response(page(exhibition_slug, typed, wrong), 422)
    except DomainError as refused:
        code = refused.code
        wrong = {AT_FIELD[code]: refusals.sentence(code)} if code in AT_FIELD else {}
        html = page(exhibition_slug, typed, wrong, chosen=chosen, error_code="" if wrong else code)
        return make_response(html, refusals.status_of(code))
    told = "saved" if holds else "proposed"
    return redirect(url_for("organizer.rules", exhibition_slug=exhibition_slug, told=told))


@bp.post("/organizer/<exhibition_slug>/rules/preview")
@allow(Access.ORGANIZER)
def preview_rules(exhibition_slug: str) -> Response:
    """What the rules that are being typed would do, and the sentences that would be printed. Changes nothing."""
    view, session = memory.exhibition_or_404(exhibition_slug), db.session()
    row = named(session, exhibition_slug)
    current = rules.current(session, row.id).declaration
    try:
        chosen, unfinished = declared(request.form), False
    except RulesInvalidError:
        chosen, unfinished = current, True
    context = {
        "effects": effects(view, jurors.panel_size(session, row.id), current, chosen),
        "printed": words.rules_sentences(chosen.exact()),
        "unfinished": unfinished,
    }
    return fragment(render_template("results/_rules_preview.html", **context))


def page(
    slug: str,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    chosen: Declaration | None = None,
    error_code: str = "",
) -> str:
    """The rules' page, with what was typed and refused, and with what waits for another organizer."""
    session = db.session()
    view, row = memory.exhibition_or_404(slug), named(session, slug)
    current = rules.current(session, row.id)
    guarded = rules.is_guarded(session, row.id)
    context: dict[str, Any] = {
        "exhibition": view,
        "current": current,
        "sentences": [
            *words.rules_sentences(current.declaration.exact()),
            *words.fixed_sentences(),
        ],
        "guarded": guarded,
        "decided": view.phase in DECIDED,
        "typed": typed or _typed(current.declaration),
        "wrong": wrong or {},
        "error": refusals.sentence(error_code) if error_code else "",
        "error_code": error_code,
        "told": str(TOLD.get(request.args.get("told", ""), "")),
        "presets": [(preset, words.PRESETS[preset]) for preset in (*PRESETS, Preset.OWN)],
        "jury_methods": [(method, words.JURY_METHODS[method]) for method in JuryMethod],
        "public_methods": [(method, words.PUBLIC_METHODS[method]) for method in PublicMethod],
        "ties": [(choice, words.TIES[choice]) for choice in Ties],
        "effects": effects(view, jurors.panel_size(session, row.id), current.declaration, chosen),
        "printed": words.rules_sentences((chosen or current.declaration).exact()),
        "compared": _compared(slug, results.standing_under(session, row, chosen)) if chosen and guarded else None,
        "new_sentences": words.rules_sentences(chosen.exact()) if chosen and guarded else [],
        **_changes(slug),
    }
    return render_template("results/rules.html", **context)


def _changes(slug: str) -> dict[str, Any]:
    """What waits, each with the results that it would make; what became of the others; what the rules went through."""
    session = db.session()
    row = named(session, slug)
    return {
        "proposals": [
            (shown, _compared(slug, approvals.outcome(session, row, shown.change)))
            for shown in rule_proposals.waiting(row.id)
        ],
        "alone": changes.is_alone(session),
        "past": rule_proposals.closed(row.id, slug),
        "change_states": rule_proposals.STATES,
        "rule_changes": ranking_rule_changes.stated(slug),
    }


def _typed(declaration: Declaration) -> dict[str, str]:
    """The stored rules as a person would have typed them."""
    penalty, reference = declaration.ridge_lambda_centi, declaration.public_reference
    return {
        "preset": declaration.preset.value,
        "jury_method": declaration.jury_method.value,
        "public_method": declaration.public_method.value,
        "jury_weight": decimal(centi_text(declaration.jury_weight_bp)),
        "public_weight": decimal(centi_text(declaration.public_weight_bp)),
        "floor": decimal(centi_text(declaration.floor_centi)),
        "min_sheets": str(declaration.min_sheets),
        "min_votes": str(declaration.min_votes),
        "ties": declaration.ties.value,
        "ridge_lambda": "" if penalty is None else decimal(centi_text(penalty)),
        "public_reference": "" if reference is None else str(reference),
        "reason": "",
    }


def _compared(slug: str, outcome: Standing) -> list[Compared]:
    """Every entry's place and score under the rules as they are and as they would be."""
    session = db.session()
    row = named(session, slug)
    names = results.names(session, row)
    old = ranking_view.groups(results.standing(session, row), names)
    new = ranking_view.groups(outcome, names)
    after = {found.entry: found for group in new for found in group.rows}
    return [
        Compared(
            category=group.shown.name,
            name=found.shown.name,
            old_place=found.place,
            new_place=after[found.entry].place,
            old_final=found.final,
            new_final=after[found.entry].final,
        )
        for group in old
        for found in group.rows
    ]
