"""Areas that a test needs, with everything above them."""

from server.areas import codes
from server.areas.models import Area
from server.core.unit_of_work import UnitOfWork

DONGGUAN = "441900000000"
DONGGUAN_CHANGPING = "441900110000"
HUAYUAN = "433124000000"
HUAYUAN_TOWN = "433124109000"
SHIBADONG = "433124110226"
FENGHUANG = "433123000000"

_NAMES = {
    "440000000000": "广东省",
    DONGGUAN: "东莞市",
    DONGGUAN_CHANGPING: "常平镇",
    "430000000000": "湖南省",
    "433100000000": "湘西土家族苗族自治州",
    HUAYUAN: "花垣县",
    HUAYUAN_TOWN: "花垣镇",
    "433124110000": "双龙镇",
    SHIBADONG: "十八洞村",
    FENGHUANG: "凤凰县",
}


def known_area(uow: UnitOfWork, code: str) -> Area:
    """The area of a code, made with its ancestors when it is not there yet."""
    code = codes.full(code)
    found = uow.find(Area, code)
    if found is not None:
        return found
    above = None
    for parent in codes.ancestors(code):
        above = known_area(uow, parent)
    name = _NAMES.get(code, f"区划{code}")
    return uow.add(
        Area(
            code=code,
            name=name,
            level=codes.level_of(code),
            parent_code=above.code if above else None,
            full_name=f"{above.full_name} {name}" if above else name,
            pinyin="",
            pinyin_initials="",
        )
    )
