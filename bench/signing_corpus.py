"""The tamper corpus judged by our verifier, bare pyHanko and `pdfsig`, family by family."""

import argparse
import subprocess
import tempfile
from collections import Counter, defaultdict
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from bench.figures import Report
from server.signing import fonts, verifier
from server.signing.pades import asn1
from server.signing.typesetting import Typesetter
from tests.signing.corpus import forger
from tests.signing.corpus_contracts import House

JUDGES = ("ours", "pyhanko", "pdfsig")
SAID = "Signature Validation:"
VALID = "Signature is Valid."
TIMESTAMP = "Signature Type: unknown"
"""What `pdfsig` says of a document timestamp."""


def parser(name: str) -> argparse.ArgumentParser:
    """Return the options of this benchmark."""
    options = argparse.ArgumentParser(prog=name, description=__doc__)
    options.add_argument("--table", type=Path, help="write the rows of docs/signing.md here")
    options.add_argument(
        "--only", nargs="+", default=None, help="families, as the table names them"
    )
    return options


def run(report: Report, options: argparse.Namespace) -> None:
    """Print how many of each family every judge refuses, and how ours explained itself."""
    refused: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    unexplained = 0
    with tempfile.TemporaryDirectory() as folder:
        at = fonts.require(fonts.REPOSITORY / "build" / "fonts")
        house = House(Path(folder) / "house", Typesetter(at))
        work = forger(Path(folder), house)
        genuine = work.made
        if not (pyhanko_accepts(genuine.pdf, house) and pdfsig_accepts(genuine.pdf)):
            report.missing("pyHanko or pdfsig on the genuine file", "Neither may refuse that.")
        for found in work.all():
            if options.only and found.family not in options.only:
                continue
            verdict = verifier.verify(found.pdf, found.expectation, house.trust)
            total[found.family] += 1
            refused[found.family]["ours"] += not verdict.passed
            refused[found.family]["pyhanko"] += not pyhanko_accepts(found.pdf, house)
            refused[found.family]["pdfsig"] += not pdfsig_accepts(found.pdf)
            reasons[found.family][verdict.reason.value] += 1
            unexplained += verdict.reason not in found.reasons
    for family, count in total.items():
        also = {judge: refused[family][judge] for judge in JUDGES} | dict(reasons[family])
        report.add(f"corpus_{family.replace(' ', '_')}", [count], "files", **also)
    for judge in JUDGES:
        caught = sum(one[judge] for one in refused.values())
        report.add(f"refused_by_{judge}", [caught], "files", of=total.total())
    report.add("refused_for_a_wrong_reason", [unexplained], "files", of=total.total())
    if options.table:
        options.table.write_text(_table(total, refused, reasons))


def pyhanko_accepts(pdf: bytes, house: House) -> bool:
    """Whether every signature's bottom line is good, at today's time and with our root."""
    context = ValidationContext(
        trust_roots=[asn1(house.authority.root)], other_certs=[asn1(house.authority.issuing)]
    )
    try:
        reader = PdfFileReader(BytesIO(pdf))
        lines = [
            validate_pdf_signature(one, context, context).bottom_line
            for one in reader.embedded_regular_signatures
        ]
        stamps = [
            validate_pdf_timestamp(one, context) for one in reader.embedded_timestamp_signatures
        ]
        times = [one.intact and one.valid and one.trusted for one in stamps]
    except verifier.UNREADABLE_ERRORS:
        return False
    return bool(lines) and all(lines) and all(times)


def pdfsig_accepts(pdf: bytes) -> bool:
    """Whether it finds a valid signature and none that is not; timestamps it cannot judge."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        ran = subprocess.run(["pdfsig", "-nocert", file.name], capture_output=True, check=False)
    parts = ran.stdout.decode(errors="replace").split("Signature #")[1:]
    judged = [part for part in parts if TIMESTAMP not in part]
    return bool(judged) and all(f"{SAID} {VALID}" in part for part in judged)


def _table(
    total: Counter[str], refused: dict[str, Counter[str]], reasons: dict[str, Counter[str]]
) -> str:
    rows = ["| family | files | ours | pyHanko | pdfsig | our reasons |", "|" + " --- |" * 6]
    for family, count in total.items():
        caught = " | ".join(str(refused[family][judge]) for judge in JUDGES)
        words = ", ".join(f"`{name}` {times}" for name, times in reasons[family].most_common())
        rows.append(f"| {family} | {count} | {caught} | {words} |")
    sums = " | ".join(str(sum(one[judge] for one in refused.values())) for judge in JUDGES)
    rows.append(f"| **all** | {total.total()} | {sums} | |")
    return "\n".join(rows) + "\n"
