"""Demo data: the whole country to its counties, two provinces to their villages.

Reads nothing of the world and adds nothing to it.
"""

from typing import Any

from server.areas import data_files, services
from server.areas.errors import DataMissing
from server.core.unit_of_work import UnitOfWork

PROVINCES = ("43", "44")
"""Hunan, where the people of the demo live, and Guangdong, where the work is."""


def load(uow: UnitOfWork, world: Any) -> None:
    """Import the divisions; raises `DataMissing` when they were not built."""
    names = [data_files.COUNTRY, *(data_files.province_file(code) for code in PROVINCES)]
    for name in names:
        path = data_files.FOLDER / name
        if not path.exists():
            raise DataMissing
        services.import_divisions(uow, data_files.read(path))
