import asyncio
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tools import supervisor as supervising
from tools.supervisor import Program, Supervisor

pytestmark = pytest.mark.any_database

STAYS = "import time; print('here', flush=True); time.sleep(60)"
ENDS = "raise SystemExit(3)"


def program(name: str, script: str) -> Program:
    return Program(name, [sys.executable, "-c", textwrap.dedent(script)], os.environ)


async def until(condition, within_s: float = 10.0) -> None:
    """Wait for what another process does; polling, since it tells nobody."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestASupervisor:
    def test_passes_on_each_line_with_the_program_before_it(self, capfd):
        async def scenario():
            keeper = Supervisor([program("web", STAYS), program("media", STAYS)])
            running = asyncio.create_task(keeper.run())
            seen = ""

            def both():
                nonlocal seen
                seen += capfd.readouterr().out
                return seen.count("here") == 2

            await until(both)
            keeper.stop()
            await running
            return seen

        shown = asyncio.run(scenario())
        assert "web   │ here\n" in shown
        assert "media │ here\n" in shown

    def test_starts_a_program_again_that_ended(self, tmp_path: Path, capfd):
        starts = tmp_path / "starts"
        counting = f"open({str(starts)!r}, 'a').write('x'); raise SystemExit(3)"

        async def scenario():
            keeper = Supervisor([program("web", counting)], waits_s=(0.01,))
            keeper.ready.set()
            running = asyncio.create_task(keeper.run())
            await until(lambda: starts.exists() and len(starts.read_text()) >= 4)
            keeper.stop()
            await running
            return keeper

        assert asyncio.run(scenario()).failed is None
        assert "web ended (exit code 3); starting it again in 0.01 s." in capfd.readouterr().out

    def test_waits_longer_before_each_restart_in_a_row(self, capfd):
        async def scenario():
            keeper = Supervisor([program("web", ENDS)], waits_s=(0.01, 0.02, 0.03))
            keeper.ready.set()
            running = asyncio.create_task(keeper.run())
            seen = ""

            def four():
                nonlocal seen
                seen += capfd.readouterr().out
                return seen.count("starting it again") >= 4

            await until(four)
            keeper.stop()
            await running
            return seen

        waits = [line.split()[-2] for line in asyncio.run(scenario()).splitlines()[:4]]
        assert waits == ["0.01", "0.02", "0.03", "0.03"]

    def test_gives_up_when_a_program_never_comes_up(self):
        async def scenario():
            keeper = Supervisor([program("web", ENDS), program("media", STAYS)], waits_s=(0.01,))
            await keeper.run()
            return keeper

        assert asyncio.run(scenario()).failed == "web"

    def test_stops_everything_on_ctrl_c(self, capfd):
        async def scenario():
            keeper = Supervisor([program("web", STAYS), program("media", STAYS)])
            running = asyncio.create_task(keeper.run())
            seen = ""

            def both():
                nonlocal seen
                seen += capfd.readouterr().out
                return seen.count("here") == 2

            await until(both)
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.wait_for(running, 5)

        asyncio.run(scenario())

    def test_kills_a_program_that_does_not_listen(self, monkeypatch, capfd):
        monkeypatch.setattr(supervising, "STOP_WAIT_S", 0.2)
        deaf = """
            import signal, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            print('here', flush=True)
            time.sleep(60)
        """

        async def scenario():
            keeper = Supervisor([program("web", deaf)])
            running = asyncio.create_task(keeper.run())
            await until(lambda: "here" in capfd.readouterr().out)
            keeper.stop()
            await asyncio.wait_for(running, 5)

        asyncio.run(scenario())

    def test_goes_on_when_nobody_reads_its_output_any_more(self, tmp_path: Path):
        seen = tmp_path / "seen"
        talks = f"""
            import pathlib, time
            for turn in range(1000):
                print("still here", flush=True)
                pathlib.Path({str(seen)!r}).write_text(str(turn))
                time.sleep(0.01)
        """
        keeper = f"""
            import asyncio, os, sys
            from tools.supervisor import Program, Supervisor
            program = Program("web", [sys.executable, "-c", {textwrap.dedent(talks)!r}], os.environ)
            asyncio.run(Supervisor([program]).run())
        """

        async def scenario():
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", textwrap.dedent(keeper)), stdout=asyncio.subprocess.PIPE
            )
            await process.stdout.readline()
            process._transport.get_pipe_transport(1).close()
            await until(lambda: seen.exists() and int(seen.read_text() or 0) > 100)
            process.terminate()
            return await process.wait()

        assert asyncio.run(scenario()) == 0

    def test_leaves_no_grandchild_behind(self, tmp_path: Path):
        pid_file = tmp_path / "pid"
        parent = f"""
            import subprocess, sys, time
            grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            open({str(pid_file)!r}, "w").write(f"{{grandchild.pid}};")
            time.sleep(60)
        """

        async def scenario():
            keeper = Supervisor([program("web", parent)])
            running = asyncio.create_task(keeper.run())
            await until(lambda: pid_file.exists() and pid_file.read_text().endswith(";"))
            keeper.stop()
            await asyncio.wait_for(running, 5)
            await until(lambda: not is_alive(int(pid_file.read_text()[:-1])))

        asyncio.run(scenario())

    def test_takes_its_programs_along_when_it_is_killed(self, tmp_path: Path):
        pid_file = tmp_path / "pid"
        child = tmp_path / "child.py"
        child.write_text(
            "import os, time\n"
            f"open({str(pid_file)!r}, 'w').write(f'{{os.getpid()}};')\n"
            "time.sleep(60)\n"
        )
        keeper = f"""
            import asyncio, os, sys
            from tools.supervisor import Program, Supervisor
            program = Program("web", [sys.executable, {str(child)!r}], os.environ)
            asyncio.run(Supervisor([program]).run())
        """

        async def scenario():
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", textwrap.dedent(keeper)
            )
            await until(lambda: pid_file.exists() and pid_file.read_text().endswith(";"))
            process.kill()
            await process.wait()
            await until(lambda: not is_alive(int(pid_file.read_text()[:-1])))

        asyncio.run(scenario())
