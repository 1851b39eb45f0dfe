"""The contract's content as the value the Typst template reads."""

from collections.abc import Sequence
from typing import Any

from server.contracts.clauses import Clause
from server.contracts.content import ContractContent
from server.contracts.summary import cards

EMPLOYER_FIELD = "EnterpriseSeal"
"""Name of the enterprise's signature field in the PDF."""
WORKER_FIELD = "WorkerSignature"
"""Name of the worker's signature field in the PDF."""

SIGNATURE_SIZE_MM = (64, 32)


def document_data(
    content: ContractContent,
    clauses: Sequence[Clause],
    *,
    trial: bool,
    watermark: str | None = None,
) -> dict[str, Any]:
    """Everything `labor_contract.typ` shows, as JSON values.

    :param trial: whether the seals will come from the trial authority; every page then says so
    :param watermark: words across each page, for a preview that is not for signing
    """
    employer, employee = content.employer, content.employee
    width, height = SIGNATURE_SIZE_MM
    return {
        "title": "劳动合同书",
        "number": content.number,
        "template": content.template,
        "trial": trial,
        "watermark": watermark or ("测试证书" if trial else None),
        "employer": {
            "name": employer.name,
            "rows": [
                ["名称", employer.name],
                ["统一社会信用代码", employer.uscc],
                ["法定代表人", employer.legal_representative],
                ["住所", employer.address],
                ["联系电话", employer.phone],
            ],
        },
        "employee": {
            "rows": [
                ["姓名", employee.name],
                ["居民身份证号码", employee.id_number],
                ["住址", employee.address],
                ["联系电话", employee.phone],
            ],
        },
        "cards": [{"title": card.title, "lines": list(card.lines)} for card in cards(content)],
        "clauses": [
            {
                "title": clause.title,
                "items": list(clause.items),
                "highlighted": clause.highlighted,
            }
            for clause in clauses
        ],
        "signatures": [
            {"role": role, "name": name, "field": field, "width": width, "height": height}
            for role, name, field in (
                ("甲方（盖章）", employer.name, EMPLOYER_FIELD),
                ("乙方（签名）", employee.name, WORKER_FIELD),
            )
        ],
    }
