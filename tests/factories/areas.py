"""A small country for tests: enough of Hunan and Guangdong to have every level."""

from server.areas import services
from server.areas.data_files import Division
from server.core.unit_of_work import UnitOfWork

HUAYUAN = "433124000000"
LONGSHAN = "433130000000"
DONGGUAN = "441900000000"
SHIBADONG = "433124110226"

_ALL = (
    Division("430000000000", "湖南省", None),
    Division("440000000000", "广东省", None),
    Division("500000000000", "重庆市", None),
    Division("433100000000", "湘西土家族苗族自治州", "430000000000"),
    Division(DONGGUAN, "东莞市", "440000000000"),
    Division(HUAYUAN, "花垣县", "433100000000"),
    Division(LONGSHAN, "龙山县", "433100000000"),
    Division("500157000000", "两江新区", "500000000000"),
    Division("500112000000", "渝北区", "500000000000", "500157000000"),
    Division("433124109000", "花垣镇", HUAYUAN),
    Division("433124110000", "双龙镇", HUAYUAN),
    Division("441900003000", "东城街道", DONGGUAN),
    Division("500112001000", "双凤桥街道", "500157000000"),
    Division(SHIBADONG, "十八洞村", "433124110000"),
    Division("433124110240", "金龙村", "433124110000"),
)


def make_areas(uow: UnitOfWork) -> None:
    """The divisions above."""
    services.import_divisions(uow, _ALL)
