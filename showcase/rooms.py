"""What app.py finds: every room's pages, blueprints and commands, and what upper rooms tell to lower ones."""

from showcase.accounts.public import cards as accounts_public_cards
from showcase.accounts.public import invitation as accounts_public_invitation
from showcase.accounts.public import login as accounts_public_login
from showcase.accounts.public import second_step as accounts_public_second_step
from showcase.accounts.public.blueprint import bp as accounts_pages
from showcase.accounts.staff import audit as accounts_staff_audit
from showcase.accounts.staff import people as accounts_staff_people
from showcase.accounts.staff import second_factor as accounts_staff_second_factor
from showcase.accounts.staff import sessions as accounts_staff_sessions
from showcase.anomalies import staff as anomalies_staff
from showcase.anomalies.cli import anomalies
from showcase.archive import staff as archive_staff
from showcase.board import public as board_public
from showcase.board.room import bp as board_pages
from showcase.board.staff import announcements as board_staff_announcements
from showcase.board.staff import screen as board_staff_screen
from showcase.catalogue.public import catalogue as catalogue_public_catalogue
from showcase.catalogue.public import receipts as catalogue_public_receipts
from showcase.catalogue.room import bp as catalogue_pages
from showcase.categories.staff import categories as categories_staff_categories
from showcase.categories.staff import criteria as categories_staff_criteria
from showcase.categories.staff import sheet_preview as categories_staff_sheet_preview
from showcase.day import menu as day_menu
from showcase.day.staff import dashboard as day_staff_dashboard
from showcase.day.staff import exports as day_staff_exports
from showcase.day.staff import monitor as day_staff_monitor
from showcase.draw import public as draw_public
from showcase.draw import staff as draw_staff
from showcase.draw.room import bp as draw_pages
from showcase.entries import followers
from showcase.entries.public import pictures as entries_public_pictures
from showcase.entries.staff import booths as entries_staff_booths
from showcase.entries.staff import codes as entries_staff_codes
from showcase.entries.staff import entries as entries_staff_entries
from showcase.entries.staff import list as entries_staff_list
from showcase.entries.staff import photos as entries_staff_photos
from showcase.entries.staff import table as entries_staff_table
from showcase.exhibitions.staff import levels as exhibitions_staff_levels
from showcase.exhibitions.staff import looks as exhibitions_staff_looks
from showcase.importing import staff as importing_staff
from showcase.importing.cli.criteria import criteria
from showcase.importing.cli.entries import entries
from showcase.importing.cli.jurors import jurors
from showcase.innovators import public as innovators_public
from showcase.innovators import staff as innovators_staff
from showcase.innovators.room import bp as innovators_pages
from showcase.installation.troubles import checked
from showcase.jury import public as jury_public
from showcase.jury.actions import panel_rule
from showcase.jury.cli import users
from showcase.jury.juror import instructions as jury_juror_instructions
from showcase.jury.juror import lock as jury_juror_lock
from showcase.jury.juror import notices as jury_juror_notices
from showcase.jury.juror import obstacles as jury_juror_obstacles
from showcase.jury.juror import opened as jury_juror_opened
from showcase.jury.juror import receipt as jury_juror_receipt
from showcase.jury.juror import recusals as jury_juror_recusals
from showcase.jury.juror import sheet as jury_juror_sheet
from showcase.jury.juror import tasks as jury_juror_tasks
from showcase.jury.room import bp as jury_pages
from showcase.jury.staff import cards as jury_staff_cards
from showcase.jury.staff import judging as jury_staff_judging
from showcase.jury.staff import juror as jury_staff_juror
from showcase.jury.staff import jurors as jury_staff_jurors
from showcase.jury.staff import panels as jury_staff_panels
from showcase.jury.staff import papers as jury_staff_papers
from showcase.jury.staff import reports as jury_staff_reports
from showcase.jury.tables.sheets import Sheet
from showcase.kernel.blueprints.back_office import bp as back_office_pages
from showcase.kernel.blueprints.receipts import bp as receipts_pages
from showcase.kernel.blueprints.site import bp as site_pages
from showcase.kiosk import staff as kiosk_staff
from showcase.kiosk.public import home as kiosk_public_home
from showcase.kiosk.public import voting as kiosk_public_voting
from showcase.kiosk.room import bp as kiosk_pages
from showcase.messages import public as messages_public
from showcase.messages import staff as messages_staff
from showcase.messages.room import bp as messages_pages
from showcase.objections.staff import objection as objections_staff_objection
from showcase.objections.staff import objections as objections_staff_objections
from showcase.offline import public as offline_public
from showcase.offline.room import bp as offline_pages
from showcase.operations.cli.backup import backup, restore
from showcase.operations.cli.demo import demo
from showcase.operations.cli.doctor import doctor
from showcase.operations.cli.key import key
from showcase.operations.cli.serve import serve
from showcase.operations.public import rehearsal as operations_public_rehearsal
from showcase.operations.public import site as operations_public_site
from showcase.operations.room import bp as operations_pages
from showcase.operations.staff import backups as operations_staff_backups
from showcase.operations.staff import rehearsal as operations_staff_rehearsal
from showcase.papers.cli import posters
from showcase.papers.staff import instructions as papers_staff_instructions
from showcase.papers.staff import minutes as papers_staff_minutes
from showcase.papers.staff import posters as papers_staff_posters
from showcase.phases.cli import phase
from showcase.phases.staff import hours as phases_staff_hours
from showcase.phases.staff import phases as phases_staff_phases
from showcase.phases.staff import schedule as phases_staff_schedule
from showcase.phases.staff import ties as phases_staff_ties
from showcase.privacy import public as privacy_public
from showcase.privacy import staff as privacy_staff
from showcase.privacy.cli import privacy
from showcase.privacy.room import bp as privacy_pages
from showcase.results import juror as results_juror
from showcase.results.cli import results
from showcase.results.public import explained as results_public_explained
from showcase.results.public import results as results_public_results
from showcase.results.public import rules as results_public_rules
from showcase.results.room import bp as results_pages
from showcase.results.staff import explained as results_staff_explained
from showcase.results.staff import results as results_staff_results
from showcase.results.staff import rule_changes as results_staff_rule_changes
from showcase.results.staff import rules as results_staff_rules
from showcase.scans import staff as scans_staff
from showcase.schema import tables
from showcase.setup import guide as setup_guide
from showcase.setup.cli import exhibitions
from showcase.setup.staff import exhibitions as setup_staff_exhibitions
from showcase.setup.staff import setup as setup_staff_setup
from showcase.tickets import public as tickets_public
from showcase.tickets import staff as tickets_staff
from showcase.tickets.room import bp as tickets_pages
from showcase.voting.public import votes as voting_public_votes
from showcase.voting.room import bp as voting_pages
from showcase.voting.tables.ballots import Ballot

# Importing a module of pages registers its addresses with the blueprint.
PAGES = (
    accounts_public_cards,
    accounts_public_invitation,
    accounts_public_login,
    accounts_public_second_step,
    accounts_staff_audit,
    accounts_staff_people,
    accounts_staff_second_factor,
    accounts_staff_sessions,
    anomalies_staff,
    archive_staff,
    board_public,
    board_staff_announcements,
    board_staff_screen,
    catalogue_public_catalogue,
    catalogue_public_receipts,
    categories_staff_categories,
    categories_staff_criteria,
    categories_staff_sheet_preview,
    day_menu,
    day_staff_dashboard,
    day_staff_exports,
    day_staff_monitor,
    draw_public,
    draw_staff,
    entries_public_pictures,
    entries_staff_booths,
    entries_staff_codes,
    entries_staff_entries,
    entries_staff_list,
    entries_staff_photos,
    entries_staff_table,
    exhibitions_staff_levels,
    exhibitions_staff_looks,
    importing_staff,
    innovators_public,
    innovators_staff,
    jury_public,
    jury_juror_instructions,
    jury_juror_lock,
    jury_juror_notices,
    jury_juror_obstacles,
    jury_juror_opened,
    jury_juror_receipt,
    jury_juror_recusals,
    jury_juror_sheet,
    jury_juror_tasks,
    jury_staff_cards,
    jury_staff_judging,
    jury_staff_juror,
    jury_staff_jurors,
    jury_staff_panels,
    jury_staff_papers,
    jury_staff_reports,
    kiosk_staff,
    kiosk_public_home,
    kiosk_public_voting,
    messages_public,
    messages_staff,
    objections_staff_objection,
    objections_staff_objections,
    offline_public,
    operations_public_rehearsal,
    operations_public_site,
    operations_staff_backups,
    operations_staff_rehearsal,
    papers_staff_instructions,
    papers_staff_minutes,
    papers_staff_posters,
    phases_staff_hours,
    phases_staff_phases,
    phases_staff_schedule,
    phases_staff_ties,
    privacy_public,
    privacy_staff,
    results_juror,
    results_public_explained,
    results_public_results,
    results_public_rules,
    results_staff_explained,
    results_staff_results,
    results_staff_rule_changes,
    results_staff_rules,
    scans_staff,
    setup_guide,
    setup_staff_exhibitions,
    setup_staff_setup,
    tickets_public,
    tickets_staff,
    voting_public_votes,
)
TABLES = tables
BLUEPRINTS = (
    catalogue_pages,
    voting_pages,
    tickets_pages,
    kiosk_pages,
    receipts_pages,
    messages_pages,
    draw_pages,
    board_pages,
    results_pages,
    accounts_pages,
    jury_pages,
    back_office_pages,
    operations_pages,
    innovators_pages,
    offline_pages,
    privacy_pages,
    site_pages,
)
COMMANDS = tuple(
    checked(command)
    for command in (
        anomalies,
        criteria,
        entries,
        exhibitions,
        jurors,
        key,
        phase,
        posters,
        privacy,
        results,
        users,
        backup,
        demo,
        doctor,
        restore,
        serve,
    )
)

followers.FOLLOWERS.append(panel_rule)
followers.TRACES.extend((Ballot, Sheet))
