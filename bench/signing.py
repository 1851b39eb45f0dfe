"""Contracts sealed for each second of CPU, beside stock pyHanko; verification; trails."""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TypeVar
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from bench.figures import Report
from bench.stock_signing import Material, Stock, material
from server.contracts import document
from server.contracts.clauses import labor_contract
from server.core import clock
from server.signing import der, fonts, pades, verifier
from server.signing.typesetting import Typesetter
from server.signing.verdicts import Outcome
from server.trail import hash_chain
from tests.signing.corpus_contracts import ENTERPRISE, WORKER, House, content_of

T = TypeVar("T")

VALID = "Signature Validation: Signature is Valid."
STAMP = {"signed_at": "2026-11-21 10:30:05", "certificate": "0000 0000 0000 0000", "trial": True}
STAMP_SIZE = {"width": 181, "height": 91}


def parser(name: str) -> argparse.ArgumentParser:
    """Return the options of this benchmark."""
    options = argparse.ArgumentParser(prog=name, description=__doc__)
    options.add_argument("--contracts", type=int, default=500, help="genuine contracts of ours")
    options.add_argument("--stock", type=int, default=20, help="contracts made by stock pyHanko")
    options.add_argument("--trail", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    return options


def run(report: Report, options: argparse.Namespace) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        at = fonts.require(fonts.REPOSITORY / "build" / "fonts")
        house = House(Path(folder) / "house", Typesetter(at))
        made = material(house, (WORKER, ENTERPRISE))
        for warm in range(3):
            house.make(10**6 + warm)
        shipped = _ours(report, house, options.contracts)
        with rsa_keys(house, made):
            same = [
                _clocked(lambda n=n: house.make(2 * 10**6 + n))[1] for n in range(options.stock)
            ]
        stock = _stock(report, house, Stock(house, made, at), options.stock)
        rate = report.add("contracts_per_s_rsa", [1 / one for one in same], "per CPU second")
        against = "typst.compile and PdfSigner(SimpleSigner), RSA-2048, same stamp and level"
        report.add("ratio_vs_stock", [rate / stock], "x", against=against)
        report.add("ratio_vs_stock_p256", [shipped / stock], "x", against=against)
    _trails(report, options.trail)


@dataclass(frozen=True)
class _Timed:
    made_s: float
    verified_s: float
    size: int


def _clocked(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


def _ours(report: Report, house: House, count: int) -> float:
    """Make and check contracts as the platform ships them; return how many a second."""
    timed, alarms, unsigned = [], 0, 0
    for number in range(count):
        made, made_s = _clocked(lambda number=number: house.make(number))
        verdict, verified_s = _clocked(
            lambda made=made: verifier.verify(made.pdf, made.expectation, house.trust)
        )
        alarms += verdict.outcome is not Outcome.PASSED
        if number % 10 == 0:
            unsigned += 2 - judged_valid_by_pdfsig(made.pdf)
        timed.append(_Timed(made_s, verified_s, len(made.pdf)))
    beside = {"key": "P-256", "bytes": median(one.size for one in timed)}
    rates = [1 / one.made_s for one in timed]
    rate = report.add("contracts_per_s", rates, "per CPU second", **beside)
    whole = [1 / (one.made_s + one.verified_s) for one in timed]
    report.add("contracts_per_s_with_own_check", whole, "per CPU second")
    report.add("verify_ms", [one.verified_s * 1000 for one in timed], "ms CPU")
    report.add("false_alarms", [alarms], "files", of=count)
    report.add("not_valid_by_pdfsig", [unsigned], "signatures", of=2 * len(range(0, count, 10)))
    return rate


def _stock(report: Report, house: House, stock: Stock, count: int) -> float:
    rates, unsigned, size = [], 0, 0
    for number in range(count):
        content = content_of(3 * 10**6 + number)
        data = document.document_data(content, labor_contract(content), trial=True)
        boxes = {
            box.name: box
            for box in house.typesetter.typeset("labor_contract", data, clock.now()).boxes
        }
        stamps = {
            field: json.dumps({"kind": kind, "name": name} | STAMP | STAMP_SIZE)
            for field, kind, name in (
                (WORKER, "worker", content.employee.name),
                (ENTERPRISE, "enterprise", content.employer.name),
            )
        }
        order = [boxes[WORKER], boxes[ENTERPRISE]]
        pdf, seconds = _clocked(
            lambda data=data, order=order, stamps=stamps: stock.make(
                json.dumps(data, ensure_ascii=False), order, stamps
            )
        )
        rates.append(1 / seconds)
        unsigned += 2 - judged_valid_by_pdfsig(pdf)
        size = len(pdf)
    also = {"key": "RSA-2048", "bytes": size, "not_valid_by_pdfsig": unsigned}
    return report.add("stock_contracts_per_s", rates, "per CPU second", **also)


@contextmanager
def rsa_keys(house: House, made: Material) -> Iterator[None]:
    """Let the product sign with the very keys stock pyHanko signs with."""

    class RsaSigner(pades.OpenKeySigner):
        ALGORITHM = der.value(der.SEQUENCE, der.oid("1.2.840.113549.1.1.11"), b"\x05\x00")

        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            return self._key.sign(data, padding.PKCS1v15(), SHA256())  # type: ignore[call-overload] # the same call, another key

    issued, signer = house.authority.issue_event_identity, pades.OpenKeySigner
    house.authority.issue_event_identity = lambda name, at: made.identities[name[3:]]  # type: ignore[method-assign] # for this block only
    pades.OpenKeySigner = RsaSigner  # type: ignore[misc] # the same
    try:
        yield
    finally:
        pades.OpenKeySigner = signer  # type: ignore[misc] # as it was
        house.authority.issue_event_identity = issued  # type: ignore[method-assign] # as it was


def judged_valid_by_pdfsig(pdf: bytes) -> int:
    """Count the signatures that `pdfsig` finds valid; it judges no document timestamp."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        said = subprocess.run(["pdfsig", "-nocert", file.name], capture_output=True, check=False)
    return said.stdout.decode(errors="replace").count(VALID)


def _trails(report: Report, lengths: list[int]) -> None:
    """Chains of one hundred entries each, appended and verified without a database."""
    per_entry: dict[int, float] = {}
    for length in lengths:
        key, each = b"k" * 32, 100
        start = time.process_time()
        chains = [_chain(each, key) for _ in range(length // each)]
        appended = time.process_time() - start
        start = time.process_time()
        for worker_id, links in chains:
            head = links[-1].digest
            seal = hash_chain.head_seal_of(worker_id, each, head, key)
            found = hash_chain.verify(
                worker_id, links, length=each, head=head, head_seal=seal, key=key
            )
            if found is not None:
                raise RuntimeError(f"a genuine chain was refused: {found.kind}")
        verified = time.process_time() - start
        per_entry[length] = verified / length
        report.add(f"trail_append_per_s_{length}", [length / appended], "per CPU second")
        report.add(f"trail_verify_s_{length}", [verified], "s CPU")
    growth = per_entry[max(lengths)] / per_entry[min(lengths)]
    report.add("trail_verify_growth", [growth], "x", against=f"an entry among {min(lengths)}")


def _chain(length: int, key: bytes) -> tuple[object, list[hash_chain.Link]]:
    worker_id = uuid4()
    previous, links = hash_chain.genesis(worker_id), []
    for number in range(1, length + 1):
        content = {
            "worker_id": worker_id,
            "number": number,
            "kind": "contracts.contract.sealed",
            "happened_at": clock.now() + timedelta(seconds=number),
            "actor_id": worker_id,
            "actor_role": "worker",
            "facts": {"contract_id": str(worker_id), "post": "装配工", "enterprise": "样例电子"},
            "previous": previous,
        }
        digest = hash_chain.digest_of(**content)
        links.append(
            hash_chain.Link(**content, digest=digest, seal=hash_chain.seal_of(digest, key))
        )
        previous = digest
    return worker_id, links
