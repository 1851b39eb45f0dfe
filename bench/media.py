"""One publisher to many viewers: the node, Janus and a bare Python loop under the same load."""

import argparse
from collections.abc import Callable
from statistics import median

from bench.figures import Report
from bench.load import Load, Result, Server
from bench.peers import janus
from bench.peers.bare_loop import BareLoop
from bench.peers.janus import Janus
from bench.peers.node import Node
from bench.processes import pin_this_process

VIEWERS = (10, 40, 80, 200)
JANUS_VIEWERS = (10, 40)
"""More than it forwards without loss at this pace would measure its queue."""
ANCHOR = 40
MAX_PEER_LOSS = 0.001


def parser(name: str) -> argparse.ArgumentParser:
    """Return the options of this benchmark."""
    options = argparse.ArgumentParser(prog=name, description=__doc__)
    options.add_argument("--seconds", type=float, default=8.0, help="length of one run")
    options.add_argument("--runs", type=int, default=3, help="runs of each")
    options.add_argument("--viewers", type=int, nargs="+", default=list(VIEWERS))
    options.add_argument("--only", choices=("node", "janus", "bare_loop"), nargs="+", default=None)
    return options


def run(report: Report, options: argparse.Namespace) -> None:
    """Print microseconds of CPU per delivered packet, and the ratios at 40 viewers."""
    pin_this_process()
    only = options.only or ("node", "janus", "bare_loop")
    found: dict[tuple[str, int], float] = {}

    def each(make: Callable[[], Server], name: str, viewers: int) -> list[Result]:
        results = measure(make(), viewers, options.seconds, options.runs)
        runs = [one.us_per_packet for one in results]
        found[name, viewers] = report.add(
            f"{name}_us_per_packet_{viewers}", runs, "us", **beside(results)
        )
        return results

    if "node" in only:
        for viewers in options.viewers:
            each(Node, "forward", viewers)
    if "bare_loop" in only:
        each(BareLoop, "bare_loop", ANCHOR)
    if "janus" in only and Janus.is_installed():
        for viewers in JANUS_VIEWERS:
            results = each(Janus, "janus", viewers)
            if median(one.loss for one in results) > MAX_PEER_LOSS:
                report.missing(f"Janus with {viewers} viewers without loss", "Free the machine.")
                found.pop(("janus", viewers))
    _compare(report, found, options)


def _compare(
    report: Report, found: dict[tuple[str, int], float], options: argparse.Namespace
) -> None:
    """Print what the node costs beside each peer, and how its cost grows."""
    ours = found.get(("forward", ANCHOR))
    for name, how in (("janus", janus.HOW), ("bare_loop", "It is part of this benchmark.")):
        peer = found.get((name, ANCHOR))
        if ours is None or peer is None:
            report.missing(name, how)
        else:
            against = f"{name} with {ANCHOR} viewers, packets per CPU second"
            report.add(f"ratio_vs_{name}_{ANCHOR}", [peer / ours], "x", against=against)
    if ours is not None and (200 in options.viewers):
        growth = found["forward", 200] / ours
        report.add("forward_growth_200", [growth], "x", against="the node with 40 viewers")


def measure(server: Server, viewers: int, seconds: float, runs: int) -> list[Result]:
    """Start a server, connect the viewers, and measure several times."""
    load = None
    try:
        load = Load(server, server.start(viewers))
        load.warm_up()
        return [load.measure(seconds) for _ in range(runs)]
    finally:
        if load is not None:
            load.close()
        server.stop()


def beside(results: list[Result]) -> dict[str, float]:
    """Sum up what a reader needs to judge a figure."""
    return {
        "loss": round(median(one.loss for one in results), 6),
        "p99_ms": round(median(one.delay_ms(0.99) for one in results), 2),
        "p50_ms": round(median(one.delay_ms(0.5) for one in results), 2),
        "load_cpu_share": round(median(one.load_cpu_share for one in results), 3),
        "delivered": sum(one.delivered for one in results),
    }
