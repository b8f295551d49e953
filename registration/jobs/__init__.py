"""Long pieces of work, each a row that the worker comes by: jobs.

A module that has some registers them with `batch_kind` or `job_kind` (kinds.py); a page
starts one with `services.start` and leads to the page of the job. The worker does them
by turns (work.py), in the order of `due_at`.
"""
