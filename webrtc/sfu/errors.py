"""Why the node refuses: each refusal has a status, a stable code and a sentence.

The sentences are English; the pages of the core show their own, by code.
"""


class Refusal(Exception):
    """Base of everything a door of the node answers with a problem document."""

    status = 400
    code = "media.refused"
    message = "The media server refused this request."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.message)
        self.detail = detail or self.message


class Unauthenticated(Refusal):
    """No token, or one that opens nothing; `code` is taken from the token's own error."""

    status = 401
    code = "media.token.missing"
    message = "This request carries no join token."


class Revoked(Refusal):
    """The token was issued before its owner was removed, or before the room was ended."""

    status = 403
    code = "media.token.revoked"
    message = "This token is no longer accepted: you were removed, or the room was closed."


class Superseded(Refusal):
    """The same person has joined with a later session."""

    status = 409
    code = "media.session.superseded"
    message = "You have joined this room from another page since."


class MayNotPublish(Refusal):
    """The grant has no right to send."""

    status = 403
    code = "media.publish.not_granted"
    message = "This token does not allow sending audio or video."


class MayNotWatch(Refusal):
    """The grant has no right to receive."""

    status = 403
    code = "media.watch.not_granted"
    message = "This token does not allow watching."


class NoSuchPublication(Refusal):
    """Nobody publishes under this id or place now."""

    status = 404
    code = "media.publication.not_found"
    message = "Nobody is sending here at the moment."


class NoSuchResource(Refusal):
    """The session is over, or never was."""

    status = 404
    code = "media.resource.not_found"
    message = "This media session is over."


class InvalidOffer(Refusal):
    """The session description cannot be read, or offers nothing the node forwards."""

    status = 400
    code = "media.offer.invalid"
    message = "The session description cannot be read."


class NoCommonCodec(Refusal):
    """Nothing in the offer can be forwarded."""

    status = 406
    code = "media.offer.no_common_codec"
    message = "The browser offers no codec that this server forwards."


class NotSessionDescription(Refusal):
    """Another content type than SDP."""

    status = 415
    code = "media.offer.content_type"
    message = "Send a session description (application/sdp)."


class TooManyRequests(Refusal):
    """One session asks too often."""

    status = 429
    code = "media.too_many_requests"
    message = "Too many requests; wait a moment."


class NodeFull(Refusal):
    """The process has as many connections as it may have."""

    status = 503
    code = "media.node.full"
    message = "This media server is full; try again in a moment."
