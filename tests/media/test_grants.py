"""What a place may do."""

import pytest

from server.media.grants import RIGHTS, Place, RoomPurpose, rights_of


class TestInterview:
    @pytest.mark.parametrize("place", [Place.RECRUITER, Place.WORKER, Place.OFFICER])
    def test_everyone_in_an_interview_speaks_and_hears(self, place: Place) -> None:
        rights = rights_of(RoomPurpose.INTERVIEW, place)
        assert rights is not None
        assert rights.publishes == {"audio", "video"}
        assert rights.watches

    def test_an_interview_has_no_viewers(self) -> None:
        assert rights_of(RoomPurpose.INTERVIEW, Place.VIEWER) is None


class TestLiveSession:
    def test_a_viewer_sends_nothing(self) -> None:
        rights = rights_of(RoomPurpose.LIVE_SESSION, Place.VIEWER)
        assert rights is not None
        assert not rights.publishes
        assert rights.watches

    def test_only_the_stage_sends(self) -> None:
        senders = {p for p, r in RIGHTS[RoomPurpose.LIVE_SESSION].items() if r.publishes}
        assert senders == {Place.STAGE}

    def test_a_live_session_has_no_place_for_a_worker_who_talks(self) -> None:
        assert rights_of(RoomPurpose.LIVE_SESSION, Place.WORKER) is None
