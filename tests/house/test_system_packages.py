import pytest

from tools import system_packages
from tools.say import Refusal
from tools.system_packages import Need

pytestmark = pytest.mark.any_database

BROWSER = Need("no-such-browser", "chromium")


@pytest.fixture
def nobody(monkeypatch):
    """Neither root nor sudo."""
    monkeypatch.setattr(system_packages, "_apt", lambda: None)


class TestAProgramThatIsMissing:
    def test_is_asked_for_in_one_sentence_where_we_may_not_install(self, nobody):
        with pytest.raises(Refusal) as refusal:
            system_packages.require([BROWSER], "Browser tests")
        assert str(refusal.value) == (
            "Browser tests need chromium. On Debian: sudo apt-get install chromium; elsewhere "
            "install the same programs; then start again."
        )

    def test_is_installed_by_apt_where_we_may(self, monkeypatch):
        called: list[list[str]] = []

        def install(_what, argv):
            called.append(argv)
            monkeypatch.setattr(Need, "find", lambda _need: "/usr/bin/chromium")

        monkeypatch.setattr(system_packages, "_apt", lambda: ["sudo"])
        monkeypatch.setattr(system_packages, "run_logged", install)
        system_packages.require([BROWSER], "Browser tests")
        assert called[-1][0] == "sudo"
        assert called[-1][-1] == "chromium"
        assert "install" in called[-1]

    def test_that_apt_did_not_bring_is_named(self, monkeypatch):
        monkeypatch.setattr(system_packages, "_apt", list)
        monkeypatch.setattr(system_packages, "run_logged", lambda _what, _argv: None)
        with pytest.raises(Refusal, match="apt installed chromium, but the programs are still not"):
            system_packages.require([BROWSER], "Browser tests")


class TestAProgramThatIsHere:
    def test_needs_nothing(self, nobody):
        system_packages.require([Need("sh", "dash")], "Tests")

    def test_is_found_beside_the_path_as_debian_keeps_postgresql(self, tmp_path):
        for version in ("13", "15"):
            program = tmp_path / version / "bin" / "no-such-initdb"
            program.parent.mkdir(parents=True)
            program.touch()
        need = Need("no-such-initdb", "postgresql", [f"{tmp_path}/*/bin/no-such-initdb"])
        assert need.find() == f"{tmp_path}/15/bin/no-such-initdb"
