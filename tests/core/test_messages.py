"""The catalogue: fragments become one, and nothing is left untranslated."""

import gettext
from pathlib import Path

import pytest

from server.core import messages

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def fragments(tmp_path: Path) -> Path:
    """An empty folder of Chinese fragments."""
    folder = tmp_path / "translations"
    (folder / "zh_Hans").mkdir(parents=True)
    return folder


def write(fragments: Path, name: str, *pairs: tuple[str, str]) -> None:
    lines = [f'msgid "{english}"\nmsgstr "{chinese}"\n' for english, chinese in pairs]
    (fragments / "zh_Hans" / f"{name}.po").write_text("\n".join([HEAD, *lines]), "utf-8")


class TestBuild:
    def test_the_fragments_of_all_domains_become_one_catalogue(
        self, fragments: Path, tmp_path: Path
    ) -> None:
        write(fragments, "fairs", ("Plan a fair", "安排招聘会"))
        write(fragments, "jobs", ("Post a job", "发布岗位"))

        (built,) = messages.build(fragments, tmp_path / "built")

        with built.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        assert catalogue.gettext("Plan a fair") == "安排招聘会"
        assert catalogue.gettext("Post a job") == "发布岗位"

    def test_it_builds_again_only_when_a_fragment_is_newer(
        self, fragments: Path, tmp_path: Path
    ) -> None:
        write(fragments, "fairs", ("Plan a fair", "安排招聘会"))
        built = tmp_path / "built"

        assert messages.build_if_stale(fragments, built)
        assert not messages.build_if_stale(fragments, built)


class TestMerge:
    def test_two_domains_may_share_a_message_when_they_agree(self, fragments: Path) -> None:
        write(fragments, "fairs", ("Cancel", "取消"))
        write(fragments, "jobs", ("Cancel", "取消"))

        assert messages.merge(fragments / "zh_Hans").faults == []

    def test_two_translations_of_one_message_are_a_fault(self, fragments: Path) -> None:
        write(fragments, "fairs", ("Cancel", "取消"))
        write(fragments, "jobs", ("Cancel", "撤销"))

        (fault,) = messages.merge(fragments / "zh_Hans").faults

        assert "Cancel" in fault
        assert "fairs.po" in fault

    def test_a_lost_blank_is_a_fault(self, fragments: Path) -> None:
        write(fragments, "fairs", ("%(worker)s has left.", "已离开。"))

        (fault,) = messages.merge(fragments / "zh_Hans").faults

        assert "worker" in fault

    def test_an_empty_translation_is_a_fault(self, fragments: Path) -> None:
        write(fragments, "fairs", ("Plan a fair", ""))

        (fault,) = messages.merge(fragments / "zh_Hans").faults

        assert "no translation" in fault


class TestCheck:
    def test_a_message_of_a_template_without_chinese_is_named_with_its_place(
        self, fragments: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "server").mkdir()
        (tmp_path / "templates").mkdir()
        page = tmp_path / "templates" / "plan.html"
        page.write_text('<h1>{{ _("Plan a fair") }}</h1>', "utf-8")

        (fault,) = messages.check(fragments, tmp_path)

        assert fault.startswith("templates/plan.html:1")
        assert "Plan a fair" in fault

    def test_a_plural_is_found_by_its_singular(self, fragments: Path, tmp_path: Path) -> None:
        (tmp_path / "server").mkdir()
        (tmp_path / "templates").mkdir()
        (tmp_path / "server" / "a.py").write_text(
            'ngettext("%(num)s job", "%(num)s jobs", 3)\n', "utf-8"
        )
        (fragments / "zh_Hans" / "jobs.po").write_text(
            HEAD
            + '\nmsgid "%(num)s job"\nmsgid_plural "%(num)s jobs"\nmsgstr[0] "%(num)s 个岗位"\n',
            "utf-8",
        )

        assert messages.check(fragments, tmp_path) == []


class TestChinesePunctuation:
    @pytest.mark.parametrize(
        ("typed", "tidy"),
        [
            ("已保存,请返回。", "已保存，请返回。"),
            ("展位(%(name)s)已取消", "展位（%(name)s）已取消"),
            ("%(name)s,您好", "%(name)s，您好"),
            ("约 9:30", "约 9:30"),
            ("A, B", "A, B"),
        ],
    )
    def test_marks_beside_chinese_characters_become_full_width(self, typed: str, tidy: str) -> None:
        assert messages.chinese_punctuation(typed) == tidy

    def test_tidying_leaves_the_english_alone(self, fragments: Path) -> None:
        write(fragments, "fairs", ("Saved, please go back.", "已保存,请返回。"))

        messages.tidy(fragments)

        text = (fragments / "zh_Hans" / "fairs.po").read_text("utf-8")
        assert "Saved, please" in text
        assert "已保存，请返回。" in text
