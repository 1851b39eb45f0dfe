"""A figure is printed with what is needed to judge it, and a missing peer is no success."""

import json
import os

import pytest

from bench.figures import Report
from bench.load import Result
from bench.processes import cpu_s, family


@pytest.fixture
def report(capsys):
    made = Report(as_json=True)
    capsys.readouterr()
    return made


class TestAFigure:
    def test_is_one_line_with_the_median_and_its_spread(self, report, capsys):
        assert report.add("x_us", [3.0, 1.0, 2.0], "us", against="y", loss=0.0) == 2.0
        line = json.loads(capsys.readouterr().out)
        assert {"figure", "value", "unit", "n", "against"} <= set(line)
        assert (line["value"], line["n"], line["spread"]) == (2.0, 3, [1.0, 3.0])
        assert line["also"] == {"loss": 0.0}

    def test_of_a_peer_that_was_not_run_is_not_made_up(self, report, capsys):
        assert report.exit_code == 0
        report.missing("janus", "Install it with: apt-get install janus")
        assert report.exit_code == 1
        written = capsys.readouterr()
        assert written.out == ""
        assert "janus was not run" in written.err


class TestARun:
    def test_counts_only_what_arrived(self):
        run = Result(
            sent=10, delivered=15, expected=20, cpu_s=0.03, load_cpu_share=0.1, delays=[0.001] * 9
        )
        assert run.us_per_packet == pytest.approx(2000)
        assert run.loss == pytest.approx(0.25)
        assert run.delay_ms(0.99) == pytest.approx(1.0)


class TestTheTimeOfAProcess:
    def test_grows_with_its_work(self):
        pids = family(os.getpid())
        assert os.getpid() in pids
        before = cpu_s([os.getpid()])
        sum(range(2_000_000))
        assert cpu_s([os.getpid()]) > before
