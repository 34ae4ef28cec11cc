"""All rooms: where the program finds their doors and their jobs."""

from handlers.install import jobs as install_jobs
from handlers.install import listeners as install
from handlers.notes import jobs as notes_jobs
from handlers.notes import listeners as notes
from handlers.reviews import jobs as reviews_jobs
from handlers.reviews import listeners as reviews
from handlers.tasks import jobs as tasks_jobs
from handlers.tasks import listeners as tasks

DOORS = (reviews.register, notes.register, tasks.register, install.register)
"""Asked in this order; `install` answers whatever no other room does."""

JOBS = (reviews_jobs.register, notes_jobs.register, tasks_jobs.register, install_jobs.register)
