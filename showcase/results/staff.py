"""The back office: the ranking with its arithmetic, the rules, and their changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from showcase.database import db, transaction
from showcase.declaration.actions import changes, rules
from showcase.declaration.actions.changes import Change
from showcase.declaration.rules import PRESETS, ChangeState, Declaration, Preset, RulesInvalidError, declared
from showcase.exhibitions import memory
from showcase.exhibitions.actions import exhibitions
from showcase.exhibitions.actions.exhibitions import named
from showcase.exhibitions.rules import DECIDED
from showcase.jury.queries import completeness, jurors
from showcase.jury.rules.scoring import centi_text
from showcase.kernel import refusals
from showcase.kernel.access import Access, allow
from showcase.kernel.acts import current_act
from showcase.kernel.blueprints.back_office import bp
from showcase.kernel.errors import DomainError, NotFoundError
from showcase.kernel.filters import decimal
from showcase.kernel.htmx import fragment
from showcase.kernel.refusals import refusal_headers, status_of
from showcase.kernel.roles import Role
from showcase.ranking.model import JuryMethod, PublicMethod, Ties
from showcase.results import workbook_values
from showcase.results.actions import approvals
from showcase.results.labels import calibration as calibration_view
from showcase.results.labels import pages, rule_changes, words
from showcase.results.labels import table as ranking_view
from showcase.results.labels.effects import effects
from showcase.results.labels.rule_changes import StatedChange
from showcase.results.queries import calibrations
from showcase.results.queries import results as result_queries
from showcase.results.queries.results import Names, Standing
from showcase.results.rules import Effect

# The ranking as it stands, explained as the public will read it, and the jurors' calibration.


@bp.get("/organizer/<exhibition_slug>/results/categories/<category_slug>")
@allow(Access.ORGANIZER)
def result_category(exhibition_slug: str, category_slug: str) -> Response:
    """A category as it stands: every intermediate number and its robustness."""
    context = pages.category(*_standing(exhibition_slug), category_slug)
    return _page("results/result_category.html", exhibition_slug, context)


@bp.get("/organizer/<exhibition_slug>/results/<entry_slug>")
@allow(Access.ORGANIZER)
def result_entry(exhibition_slug: str, entry_slug: str) -> Response:
    """Why an entry stands where it stands now."""
    context = pages.entry(*_standing(exhibition_slug), entry_slug)
    return _page("results/result_entry.html", exhibition_slug, context)


@bp.get("/organizer/<exhibition_slug>/calibration")
@allow(Access.ORGANIZER)
def calibration(exhibition_slug: str) -> Response:
    """How each juror used the scale, and whether every entry can be compared with every other."""
    session = db.session()
    found = calibrations.calibrations(session, named(session, exhibition_slug))
    return _page("results/calibration.html", exhibition_slug, {"groups": calibration_view.groups(found)})


def _standing(slug: str) -> tuple[Standing, Names, Mapping[str, Effect]]:
    session = db.session()
    row = named(session, slug)
    return (
        result_queries.standing(session, row),
        result_queries.names(session, row),
        result_queries.quarantined(session, row),
    )


def _page(template: str, slug: str, context: pages.Context) -> Response:
    around = {
        "exhibition": memory.exhibition_or_404(slug),
        "here": f"/organizer/{slug}/results",
        "rule_changes": rule_changes.stated(slug),
    }
    return make_response(render_template(template, **around, **context))


# The ranking as it stands, with its whole arithmetic, in every phase.


@bp.get("/organizer/<exhibition_slug>/results")
@allow(Access.ORGANIZER)
def results(exhibition_slug: str) -> Answer:
    """Every category with places, arithmetic, flags, refusals, and how complete the sheets are."""
    view, session = memory.exhibition_or_404(exhibition_slug), db.session()
    if not view.has_figures:
        # Of such a year no more is known than what everybody sees.
        return redirect(url_for("results.page", exhibition_slug=exhibition_slug))
    row = named(session, exhibition_slug)
    found, held = result_queries.standing(session, row), result_queries.quarantined(session, row)
    context = {
        "exhibition": view,
        "here": f"/organizer/{exhibition_slug}/results",
        "groups": ranking_view.groups(found, result_queries.names(session, row), held),
        "completeness": completeness.completeness(session, row.id),
        "sha256": found.sha256,
        "declared": [*words.rules_sentences(found.bundle.rules), *words.fixed_sentences()],
        "rule_changes": rule_changes.stated(row.slug),
        "confirmed_at": rules.current(session, row.id).confirmed_at,
    }
    return make_response(render_template("results/staff.html", **context))


@bp.get("/organizer/<exhibition_slug>/results/bundle.json")
@allow(Access.ORGANIZER)
def results_bundle(exhibition_slug: str) -> Response:
    """The bundle as it stands now."""
    session = db.session()
    found = result_queries.standing(session, named(session, exhibition_slug))
    response = Response(found.bundle_text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{exhibition_slug}-bundle.json"'
    return response


@bp.get("/organizer/<exhibition_slug>/results/workbook.xlsx")
@allow(Access.ORGANIZER)
def results_workbook(exhibition_slug: str) -> Response:
    """The ranking as it stands now as a spreadsheet with its formulas; a refused category says why."""
    session = db.session()
    row = named(session, exhibition_slug)
    if not row.has_figures:
        raise NotFoundError
    return workbook_values.file(
        result_queries.standing(session, row),
        result_queries.names(session, row),
        datetime.now(UTC),
        held=result_queries.quarantined(session, row),
        changes=rule_changes.sentences(row.slug),
    ).answer()


# Proposed changes of rules as the back office's pages show them.

STATES: dict[ChangeState, LazyString] = {
    ChangeState.APPROVED: _l("Disetujui"),
    ChangeState.DECLINED: _l("Ditolak"),
    ChangeState.WITHDRAWN: _l("Ditarik"),
    ChangeState.OVERTAKEN: _l("Tidak berlaku lagi"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as a page shows it; `is_own`: this person made it, and so can't approve it."""

    change: Change
    told: StatedChange
    is_own: bool


def waiting(exhibition_id: int | None = None) -> list[Shown]:
    """What waits for a decision; nothing for anybody but organizers."""
    if current_user.role is not Role.ORGANIZER:
        return []
    session = db.session()
    return [_shown(change, change.exhibition) for change in changes.waiting(session, exhibition_id)]


def closed(exhibition_id: int, slug: str) -> list[Shown]:
    """What became of the proposals of an exhibition, the latest first."""
    return [_shown(change, slug) for change in changes.closed(db.session(), exhibition_id)]


def _shown(change: Change, slug: str) -> Shown:
    session = db.session()
    names = result_queries.names(session, exhibitions.named(session, slug))
    return Shown(change, rule_changes.told(change, names), change.proposed_by == current_user.username)


# Declaring the rules of the ranking.

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
        "compared": _compared(slug, result_queries.standing_under(session, row, chosen))
        if chosen and guarded
        else None,
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
            (shown, _compared(slug, approvals.outcome(session, row, shown.change))) for shown in waiting(row.id)
        ],
        "alone": changes.is_alone(session),
        "past": closed(row.id, slug),
        "change_states": STATES,
        "rule_changes": rule_changes.stated(slug),
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
    names = result_queries.names(session, row)
    old = ranking_view.groups(result_queries.standing(session, row), names)
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


# Deciding what another organizer proposed about rules in use.


@bp.post("/organizer/<exhibition_slug>/rules/changes/<int:change_id>")
@allow(Access.ORGANIZER)
def decide_rule_change(exhibition_slug: str, change_id: int) -> Answer:
    """Approve another organizer's proposal, decline it, or take one's own back."""
    action, reason = request.form.get("action", ""), request.form.get("reason", "")
    try:
        with transaction() as session:
            owner = exhibitions.named(session, exhibition_slug).id
            if action == "approve":
                approvals.approve(session, current_act(), owner, change_id)
            elif action == "decline":
                changes.turn_down(session, current_act(reason), owner, change_id)
            else:
                raise NotFoundError
    except NotFoundError:
        raise
    except DomainError as refused:
        return _refused(exhibition_slug, refused.code)
    told = "approved" if action == "approve" else "closed"
    return redirect(url_for("organizer.rules", exhibition_slug=exhibition_slug, told=told), 303)


def _refused(exhibition_slug: str, code: str) -> Response:
    html = page(exhibition_slug, error_code=code)
    return refusal_headers(make_response(html, status_of(code)), code)
