"""The hash chain detects any edit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.core.ids import new_id
from server.trail import hash_chain
from server.trail.hash_chain import Break, Link

KEY = b"k" * 32
WORKER = new_id()
START = datetime(2026, 11, 21, tzinfo=UTC)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = hash_chain.genesis(WORKER)
    for number in range(1, length + 1):
        content: dict[str, Any] = {
            "worker_id": WORKER,
            "number": number,
            "kind": "interviews.ticket.called",
            "happened_at": START + timedelta(minutes=number),
            "actor_id": None,
            "actor_role": "recruiter",
            "facts": {"number": number, "fair": "样例招聘会"},
            "previous": previous,
        }
        digest = hash_chain.digest_of(**content)
        links.append(Link(**content, digest=digest, seal=hash_chain.seal_of(digest, KEY)))
        previous = digest
    return links


def check(links: list[Link], recorded: list[Link]) -> hash_chain.Finding | None:
    head = recorded[-1].digest if recorded else hash_chain.genesis(WORKER)
    seal = hash_chain.head_seal_of(WORKER, len(recorded), head, KEY)
    return hash_chain.verify(
        WORKER, links, length=len(recorded), head=head, head_seal=seal, key=KEY
    )


class TestVerify:
    @given(st.integers(0, 12))
    def test_a_whole_chain_is_whole(self, length: int) -> None:
        links = chain(length)
        assert check(links, links) is None

    @given(st.data())
    def test_any_edit_is_found_at_its_row(self, data: st.DataObject) -> None:
        links = chain(8)
        at = data.draw(st.integers(0, 7))
        field, value = data.draw(
            st.sampled_from(
                [
                    ("kind", "offers.offer.made"),
                    ("facts", {"number": 99}),
                    ("happened_at", START),
                    ("actor_role", "worker"),
                    ("actor_id", new_id()),
                    ("digest", "0" * 64),
                    ("previous", "0" * 64),
                ]
            )
        )
        links[at] = replace(links[at], **{field: value})
        found = check(links, chain(8))
        assert found is not None
        assert found.number == at + 1

    @given(st.integers(0, 7))
    def test_a_removed_entry_is_found(self, at: int) -> None:
        links = chain(8)
        del links[at]
        assert check(links, chain(8)) is not None

    @given(st.integers(0, 6))
    def test_two_entries_exchanged_are_found(self, at: int) -> None:
        links = chain(8)
        links[at], links[at + 1] = links[at + 1], links[at]
        assert check(links, chain(8)) is not None

    def test_a_chain_made_again_without_the_key_is_forged(self) -> None:
        content = chain(1)[0]
        facts = {"number": 1, "fair": "另一场"}
        digest = hash_chain.digest_of(
            worker_id=WORKER,
            number=1,
            kind=content.kind,
            happened_at=content.happened_at,
            actor_id=None,
            actor_role=content.actor_role,
            facts=facts,
            previous=content.previous,
        )
        forged = replace(
            content, facts=facts, digest=digest, seal=hash_chain.seal_of(digest, b"other")
        )
        found = check([forged], [forged])
        assert found is not None
        assert found.kind is Break.FORGED
