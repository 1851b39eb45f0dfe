"""How packets reach a peer and leave it: one UDP port, ICE-lite, DTLS, SRTP."""
