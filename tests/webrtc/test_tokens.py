"""Who gets in, and who does not."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webrtc import clock, tokens

KEY = "a-test-key-of-at-least-thirty-two-characters"


@pytest.fixture
def grant():
    now = clock.now()
    return tokens.Grant(
        room="r1",
        person="p1",
        place="worker",
        publishes=frozenset({"audio"}),
        watches=True,
        session="s1",
        issued_at=now,
        expires_at=now + tokens.LIFETIME,
    )


class TestAToken:
    def test_comes_back_as_the_grant_that_was_issued(self, grant):
        assert tokens.verify(tokens.issue(grant, KEY), KEY, room="r1") == grant

    def test_is_refused_for_another_room(self, grant):
        with pytest.raises(tokens.OtherRoomToken):
            tokens.verify(tokens.issue(grant, KEY), KEY, room="r2")

    def test_is_refused_when_signed_with_another_key(self, grant):
        with pytest.raises(tokens.ForeignToken):
            tokens.verify(tokens.issue(grant, KEY[::-1]), KEY)

    def test_is_refused_from_the_instant_it_expires(self, grant):
        token = tokens.issue(grant, KEY)
        just_before = grant.expires_at - timedelta(milliseconds=1)
        assert tokens.verify(token, KEY, at=just_before)
        with pytest.raises(tokens.ExpiredToken):
            tokens.verify(token, KEY, at=grant.expires_at)

    def test_is_refused_before_it_was_issued(self, grant):
        with pytest.raises(tokens.NotYetValidToken):
            tokens.verify(tokens.issue(grant, KEY), KEY, at=grant.issued_at - timedelta(minutes=1))

    def test_without_a_signature_is_refused(self, grant):
        claims = jwt.decode(tokens.issue(grant, KEY), options={"verify_signature": False})
        with pytest.raises(tokens.MalformedToken):
            tokens.verify(jwt.encode(claims, "", algorithm="none"), KEY)

    def test_of_another_algorithm_is_refused(self, grant):
        claims = jwt.decode(tokens.issue(grant, KEY), options={"verify_signature": False})
        with pytest.raises(tokens.MalformedToken):
            tokens.verify(jwt.encode(claims, KEY * 2, algorithm="HS512"), KEY * 2)

    def test_for_another_audience_is_refused(self, grant):
        claims = jwt.decode(tokens.issue(grant, KEY), options={"verify_signature": False})
        foreign = jwt.encode(claims | {"aud": "somebody"}, KEY, algorithm="HS256")
        with pytest.raises(tokens.MalformedToken):
            tokens.verify(foreign, KEY)

    @pytest.mark.parametrize("name", ["room", "sub", "place", "pub", "watch", "sid", "iat", "exp"])
    def test_that_lacks_a_claim_is_refused(self, grant, name):
        claims = jwt.decode(tokens.issue(grant, KEY), options={"verify_signature": False})
        del claims[name]
        with pytest.raises(tokens.MalformedToken):
            tokens.verify(jwt.encode(claims, KEY, algorithm="HS256"), KEY, room="r1")

    def test_that_publishes_an_unknown_kind_is_refused(self, grant):
        wide = replace(grant, publishes=frozenset({"screen"}))
        with pytest.raises(tokens.MalformedToken):
            tokens.verify(tokens.issue(wide, KEY), KEY)

    @given(st.text(max_size=200))
    def test_of_random_text_is_refused(self, text):
        with pytest.raises(tokens.InvalidToken):
            tokens.verify(text, KEY)

    @given(st.dictionaries(st.sampled_from(["room", "sub", "exp", "iat", "pub"]), st.integers()))
    def test_with_claims_of_wrong_types_is_refused(self, odd):
        now = clock.now()
        claims = {"aud": tokens.AUDIENCE, "room": "r", "sub": "p", "place": "w", "sid": "s"}
        claims |= {"pub": [], "watch": True, "iat": now.timestamp(), "exp": "soon"} | odd
        with pytest.raises(tokens.InvalidToken):
            tokens.verify(jwt.encode(claims, KEY, algorithm="HS256"), KEY, room="r1")
