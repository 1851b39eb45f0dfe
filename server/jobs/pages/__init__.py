"""Pages of jobs: what everyone sees, what the recruiter writes, what was applied for."""

from server.jobs.pages import applications, postings, public
from server.jobs.pages.blueprint import pages

__all__ = ["applications", "pages", "postings", "public"]
