"""The words of a worker's entry. Pure."""

from server.core.i18n import lazy
from server.workers.id_number import Sex

SEXES = {Sex.FEMALE: lazy("Female"), Sex.MALE: lazy("Male")}

FIELDS = {
    "residence_area_code": lazy("Where you live now"),
    "skills": lazy("Skills and certificates"),
    "experience": lazy("Work experience"),
    "dialect": lazy("The dialect you speak best"),
}
"""Profile fields that may still be empty, in words."""
