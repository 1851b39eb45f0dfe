"""Human-resources bureaus: offices and their staff, the organizers of fairs."""
