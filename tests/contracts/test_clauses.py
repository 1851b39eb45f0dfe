"""The contract's text: complete in the sense of article 17, and the same on page and paper."""

from dataclasses import replace

import pytest

from server.contracts import drafting
from server.contracts.clauses import Clause, ClauseMissing, Mandatory, require_complete
from server.contracts.content import Employee, Employer, dump, load
from server.contracts.document import document_data
from server.contracts.summary import cards
from server.contracts.templates import clauses_of
from server.contracts.wording import yuan, yuan_in_capitals
from server.core import clock
from tests.factories.offers import make_offer_terms


@pytest.fixture
def content():
    return drafting.content_of(
        number="LP-20261121-ABC234",
        employer=Employer(
            name="样例电子有限公司",
            uscc="91441900MA5000000X",
            address="东莞市样例路1号",
            legal_representative="陈𬎆",
            phone="0769-80000000",
        ),
        employee=Employee(
            name="石㛃䶮", id_number="433124199001010010", address="花垣县", phone="13700000000"
        ),
        terms=make_offer_terms(),
        at=clock.now(),
    )


class TestMandatoryClauses:
    def test_the_general_contract_has_all_nine(self, content):
        covered = {kind for clause in clauses_of(content) for kind in clause.covers}
        assert covered == set(Mandatory)

    @pytest.mark.parametrize("missing", list(Mandatory))
    def test_a_contract_without_one_of_them_is_refused(self, content, missing):
        without = [
            replace(clause, covers=clause.covers - {missing}) for clause in clauses_of(content)
        ]
        with pytest.raises(ClauseMissing) as refused:
            require_complete(without)
        assert refused.value.missing == (missing,)

    def test_a_clause_without_words_does_not_count(self, content):
        silent = [
            Clause(clause.title, (), clause.covers) if Mandatory.PAY in clause.covers else clause
            for clause in clauses_of(content)
        ]
        with pytest.raises(ClauseMissing):
            require_complete(silent)


class TestWords:
    def test_parties_and_pay_stand_in_the_text(self, content):
        text = "".join(item for clause in clauses_of(content) for item in clause.items)
        for said in ("石㛃䶮", "433124199001010010", "陈𬎆", "4,200.00 元", "肆仟贰佰元整"):
            assert said in text

    def test_what_was_promised_stands_in_the_text(self, content):
        text = "".join(item for clause in clauses_of(content) for item in clause.items)
        assert "夫妻可住夫妻间。" in text
        assert "。。" not in text

    def test_the_three_cards_say_what_one_does_gets_and_how_one_leaves(self, content):
        work, pay, leave = cards(content)
        assert (work.title, pay.title, leave.title) == ("干什么", "拿多少", "怎么走人")
        assert "每月合计 4,950.00 元" in pay.lines

    def test_no_ascii_punctuation_stands_between_chinese_words(self, content):
        import re

        text = "".join(item for clause in clauses_of(content) for item in clause.items)
        assert not re.search(r"[一-鿿][,;:()!?]|[,;:()!?][一-鿿]", text)

    @pytest.mark.parametrize(
        ("fen", "plain", "capitals"),
        [
            (420_000, "4,200.00 元", "肆仟贰佰元整"),
            (600_050, "6,000.50 元", "陆仟元伍角"),
            (1_234_567, "12,345.67 元", "壹万贰仟叁佰肆拾伍元陆角柒分"),
        ],
    )
    def test_money_is_written_in_figures_and_capitals(self, fen, plain, capitals):
        assert (yuan(fen), yuan_in_capitals(fen)) == (plain, capitals)


class TestContent:
    def test_it_survives_the_database(self, content):
        assert load(dump(content)) == content

    def test_a_trial_contract_says_so(self, content):
        data = document_data(content, clauses_of(content), trial=True)
        assert data["watermark"] == "测试证书"
