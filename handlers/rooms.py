"""All rooms: where the program finds their doors and their jobs."""

from handlers.approvals import jobs as approvals_jobs
from handlers.approvals import listeners as approvals
from handlers.briefs import jobs as briefs_jobs
from handlers.briefs import listeners as briefs
from handlers.conflicts import listeners as conflicts
from handlers.documents import jobs as documents_jobs
from handlers.documents import listeners as documents
from handlers.drafting import jobs as drafting_jobs
from handlers.drafting import listeners as drafting
from handlers.finding import jobs as finding_jobs
from handlers.finding import listeners as finding
from handlers.gaps import jobs as gaps_jobs
from handlers.gaps import listeners as gaps
from handlers.home import jobs as home_jobs
from handlers.home import listeners as home
from handlers.hotspots import jobs as hotspots_jobs
from handlers.hotspots import listeners as hotspots
from handlers.install import jobs as install_jobs
from handlers.install import listeners as install
from handlers.judging import jobs as judging_jobs
from handlers.judging import listeners as judging
from handlers.milestones import check_jobs, check_listeners
from handlers.milestones import jobs as milestones_jobs
from handlers.milestones import listeners as milestones
from handlers.notes import jobs as notes_jobs
from handlers.notes import listeners as notes
from handlers.nudges import jobs as nudges_jobs
from handlers.nudges import listeners as nudges
from handlers.procedure import jobs as procedure_jobs
from handlers.procedure import listeners as procedure
from handlers.productions import jobs as productions_jobs
from handlers.productions import listeners as productions
from handlers.record import jobs as record_jobs
from handlers.record import listeners as record
from handlers.reports import jobs as reports_jobs
from handlers.reports import listeners as reports
from handlers.reviews import jobs as reviews_jobs
from handlers.reviews import listeners as reviews
from handlers.scenes import jobs as scenes_jobs
from handlers.scenes import listeners as scenes
from handlers.shots import jobs as shots_jobs
from handlers.shots import listeners as shots
from handlers.suggestions import jobs as suggestions_jobs
from handlers.suggestions import listeners as suggestions
from handlers.tasks import jobs as tasks_jobs
from handlers.tasks import listeners as tasks
from handlers.taste import jobs as taste_jobs
from handlers.taste import listeners as taste

DOORS = (
    reviews.register,
    notes.register,
    tasks.register,
    suggestions.register,
    drafting.register,
    judging.register,
    taste.register,
    conflicts.register,
    approvals.register,
    record.register,
    milestones.register,
    check_listeners.register,
    gaps.register,
    documents.register,
    scenes.register,
    shots.register,
    procedure.register,
    productions.register,
    nudges.register,
    hotspots.register,
    reports.register,
    briefs.register,
    home.register,
    finding.register,
    install.register,
)
"""Asked in this order; `install` answers whatever no other room does."""

JOBS = (
    reviews_jobs.register,
    notes_jobs.register,
    tasks_jobs.register,
    suggestions_jobs.register,
    drafting_jobs.register,
    judging_jobs.register,
    taste_jobs.register,
    approvals_jobs.register,
    record_jobs.register,
    milestones_jobs.register,
    check_jobs.register,
    gaps_jobs.register,
    documents_jobs.register,
    scenes_jobs.register,
    shots_jobs.register,
    procedure_jobs.register,
    productions_jobs.register,
    nudges_jobs.register,
    hotspots_jobs.register,
    reports_jobs.register,
    briefs_jobs.register,
    home_jobs.register,
    finding_jobs.register,
    install_jobs.register,
)
