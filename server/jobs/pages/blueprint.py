"""The blueprint that the pages of jobs share."""

from server.core.http import Pages

pages = Pages("jobs")
