"""Areas: codes, search, the tree and the import."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.areas import codes, queries, services
from server.areas.build_data import _village_name
from server.areas.codes import AreaLevel
from server.areas.data_files import Division
from server.areas.errors import AreaRequired, AreaUnknown
from server.areas.models import Area
from server.areas.pinyin import pinyin_of
from server.core.unit_of_work import UnitOfWork
from tests.factories.areas import DONGGUAN, HUAYUAN, SHIBADONG, make_areas


@pytest.fixture
def country(uow: UnitOfWork) -> None:
    make_areas(uow)


@pytest.fixture
def committed_country(database) -> None:
    with database() as uow:
        make_areas(uow)


def names(areas: list[Area]) -> list[str]:
    return [area.name for area in areas]


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "level"),
        [
            ("43", AreaLevel.PROVINCE),
            ("4331", AreaLevel.PREFECTURE),
            ("441900", AreaLevel.PREFECTURE),
            ("433124", AreaLevel.COUNTY),
            ("433124110", AreaLevel.TOWNSHIP),
            (SHIBADONG, AreaLevel.VILLAGE),
        ],
    )
    def test_the_level_is_read_from_the_code(self, code, level):
        assert codes.level_of(code) is level

    def test_everything_above_a_village_is_known_from_its_code(self):
        assert codes.ancestors(SHIBADONG) == [
            "430000000000",
            "433100000000",
            HUAYUAN,
            "433124110000",
        ]

    @given(st.from_regex(r"[1-9][0-9]{11}", fullmatch=True))
    def test_an_area_lies_in_each_area_above_it_and_in_itself(self, code):
        assert all(codes.is_inside(code, above) for above in [*codes.ancestors(code), code])

    def test_neighbours_do_not_lie_in_each_other(self):
        assert not codes.is_inside("433130000000", HUAYUAN)
        assert not codes.is_inside(HUAYUAN, SHIBADONG)

    def test_a_merged_district_lies_in_its_successor(self):
        assert codes.is_inside("500112001000", "500157")


class TestPinyin:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("花垣县", ("huayuanxian", "hyx")),
            ("重庆市", ("chongqingshi", "cqs")),
            ("六安市", ("luanshi", "las")),
        ],
    )
    def test_names_are_spelled_as_people_say_them(self, name, expected):
        assert pinyin_of(name) == expected


@pytest.mark.usefixtures("country")
class TestSearch:
    @pytest.mark.parametrize("typed", ["花垣", "huayuan", "HuaYuan", "hua'yuan", "hyx", "433124"])
    def test_a_county_is_found_however_it_is_typed(self, uow, typed):
        assert queries.search(uow, typed)[0].code == HUAYUAN

    def test_larger_areas_come_first(self, uow):
        assert names(queries.search(uow, "花垣")) == ["花垣县", "花垣镇"]

    def test_words_before_narrow_down(self, uow):
        assert names(queries.search(uow, "花垣 十八")) == ["十八洞村"]
        assert queries.search(uow, "龙山 十八") == []

    def test_a_word_inside_a_name_is_found_too(self, uow):
        assert names(queries.search(uow, "八洞")) == ["十八洞村"]

    def test_only_within_an_area(self, uow):
        assert queries.search(uow, "十八洞", within=DONGGUAN) == []

    def test_an_area_that_is_no_more_is_not_offered(self, uow):
        assert queries.search(uow, "渝北") == []
        assert queries.get_area(uow, "500112").name == "渝北区"

    @pytest.mark.parametrize("typed", ["%", "_", "", "   ", "'; DROP TABLE areas", "\U00020000"])
    def test_odd_input_finds_nothing_and_breaks_nothing(self, uow, typed):
        assert queries.search(uow, typed) == []


@pytest.mark.usefixtures("country")
class TestTree:
    def test_below_a_prefecture_without_counties_come_its_townships(self, uow):
        assert names(queries.list_children(uow, DONGGUAN)) == ["东城街道"]

    def test_townships_of_a_merged_district_are_offered_under_its_successor(self, uow):
        assert names(queries.list_children(uow, "500157")) == ["双凤桥街道"]

    def test_the_full_name_goes_from_the_province_down(self, uow):
        expected = "湖南省 湘西土家族苗族自治州 花垣县 双龙镇 十八洞村"
        assert queries.get_area(uow, SHIBADONG).full_name == expected

    def test_an_unknown_code_is_refused(self, uow):
        with pytest.raises(AreaUnknown):
            queries.get_area(uow, "999999")

    def test_a_form_must_name_an_area_that_exists_now(self, uow):
        for code in ("500112", "999999", "nonsense", ""):
            with pytest.raises(AreaRequired) as refused:
                queries.chosen_area(uow, code, field="place")
            assert "place" in refused.value.fields

    def test_the_scope_of_a_bureau_is_its_area_and_everything_inside(self, uow):
        import sqlalchemy as sa

        found = uow.scalars(sa.select(Area.code).where(queries.in_subtree(Area.code, HUAYUAN)))
        assert sorted(found) == sorted(
            [HUAYUAN, "433124109000", "433124110000", SHIBADONG, "433124110240"]
        )


class TestImport:
    def test_the_same_file_again_changes_nothing(self, uow, country):
        before = {area.code: area.full_name for area in queries.search(uow, "花垣")}
        make_areas(uow)
        assert {area.code: area.full_name for area in queries.search(uow, "花垣")} == before

    def test_a_new_name_takes_the_place_of_the_old_one(self, uow, country):
        services.import_divisions(uow, [Division(HUAYUAN, "花垣市", "433100000000")])
        assert queries.get_area(uow, HUAYUAN).pinyin_initials == "hys"

    def test_the_command_imports_a_file_and_says_so(self, app, tmp_path):
        file = tmp_path / "some.tsv"
        file.write_text("430000000000\t湖南省\n433100000000\t湘西\t430000000000\n", "utf-8")
        run = app.test_cli_runner().invoke(args=["areas", "import", str(file), "--json"])
        assert run.exit_code == 0
        assert json.loads(run.output)["imported"] == 2

    def test_the_command_refuses_a_file_that_is_no_list(self, app, tmp_path):
        file = tmp_path / "some.tsv"
        file.write_text("nothing\n", "utf-8")
        assert app.test_cli_runner().invoke(args=["areas", "import", str(file)]).exit_code == 1

    @pytest.mark.parametrize(
        ("published", "said"),
        [
            ("十八洞村村民委员会", "十八洞村"),
            ("十八洞村委会", "十八洞村"),
            ("多福巷社区居委会", "多福巷社区"),
            ("建国居民委员会", "建国社区"),
            ("居委会", "居委会"),
        ],
    )
    def test_villages_are_called_as_people_call_them(self, published, said):
        assert _village_name(published) == said


@pytest.mark.usefixtures("committed_country")
class TestApi:
    def test_without_a_question_it_lists_the_provinces(self, client):
        areas = client.get("/api/v1/areas").json["areas"]
        assert [area["name"] for area in areas] == ["湖南省", "广东省", "重庆市"]
        assert all(area["has_children"] for area in areas)

    def test_it_lists_what_lies_below(self, client):
        areas = client.get(f"/api/v1/areas?within={HUAYUAN}").json["areas"]
        assert [area["name"] for area in areas] == ["花垣镇", "双龙镇"]

    def test_it_finds_by_initials(self, client):
        areas = client.get("/api/v1/areas?q=sbd").json["areas"]
        assert [area["code"] for area in areas] == [SHIBADONG]

    def test_it_gives_the_path_of_a_code(self, client):
        path = client.get(f"/api/v1/areas/{HUAYUAN}").json["path"]
        assert [area["level"] for area in path] == ["province", "prefecture", "county"]

    def test_an_unknown_code_is_not_found(self, client):
        assert client.get("/api/v1/areas/999999").status_code == 404

    def test_unknown_fields_are_refused(self, client):
        assert client.get("/api/v1/areas?everything=1").status_code == 422
