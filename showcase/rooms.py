"""What app.py finds: every room's pages, blueprints and commands, and what upper rooms tell to lower ones.

Importing a module of pages registers its addresses with the blueprint; importing the tables registers all of them.
"""

import showcase.accounts.public
import showcase.accounts.staff
import showcase.anomalies.staff
import showcase.archive.staff
import showcase.board.public
import showcase.board.staff
import showcase.catalogue.public
import showcase.categories.staff
import showcase.day.menu
import showcase.day.staff
import showcase.draw.public
import showcase.draw.staff
import showcase.entries.public
import showcase.entries.staff.entries
import showcase.entries.staff.photos
import showcase.entries.staff.table
import showcase.exhibitions.staff
import showcase.importing.staff
import showcase.innovators.public
import showcase.innovators.staff
import showcase.jury.juror.sheet
import showcase.jury.juror.tasks
import showcase.jury.public
import showcase.jury.staff.judging
import showcase.jury.staff.jurors
import showcase.kiosk.public
import showcase.kiosk.staff
import showcase.messages.public
import showcase.messages.staff
import showcase.objections.staff
import showcase.offline.public
import showcase.operations.public
import showcase.operations.staff
import showcase.papers.staff
import showcase.phases.staff
import showcase.privacy.public
import showcase.privacy.staff
import showcase.results.juror
import showcase.results.public
import showcase.results.staff
import showcase.scans.staff
import showcase.schema.tables
import showcase.setup.guide
import showcase.setup.staff
import showcase.tickets.public
import showcase.tickets.staff
import showcase.voting.public
from showcase.accounts.public import bp as accounts_pages
from showcase.anomalies.cli import anomalies
from showcase.board.room import bp as board_pages
from showcase.catalogue.room import bp as catalogue_pages
from showcase.draw.room import bp as draw_pages
from showcase.entries import followers
from showcase.importing.cli import criteria, entries, jurors
from showcase.innovators.room import bp as innovators_pages
from showcase.installation.troubles import checked
from showcase.jury.actions import panel_rule
from showcase.jury.cli import users
from showcase.jury.room import bp as jury_pages
from showcase.jury.tables import Sheet
from showcase.kernel.blueprints.back_office import bp as back_office_pages
from showcase.kernel.blueprints.receipts import bp as receipts_pages
from showcase.kernel.blueprints.site import bp as site_pages
from showcase.kiosk.room import bp as kiosk_pages
from showcase.messages.room import bp as messages_pages
from showcase.offline.room import bp as offline_pages
from showcase.operations.cli.backup import backup, restore
from showcase.operations.cli.demo import demo
from showcase.operations.cli.doctor import doctor
from showcase.operations.cli.key import key
from showcase.operations.cli.serve import serve
from showcase.operations.room import bp as operations_pages
from showcase.papers.cli import posters
from showcase.phases.cli import phase
from showcase.privacy.cli import privacy
from showcase.privacy.room import bp as privacy_pages
from showcase.results.cli import results
from showcase.results.room import bp as results_pages
from showcase.setup.cli import exhibitions
from showcase.tickets.room import bp as tickets_pages
from showcase.voting.room import bp as voting_pages
from showcase.voting.tables import Ballot

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
followers.trace(Ballot, Sheet)
