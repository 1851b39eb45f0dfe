"""Employers: sign-up, review by the bureau of their area, the recruiter's desk."""
