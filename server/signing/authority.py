"""Which authority, clock and fonts this installation signs with; put together from the settings.

Everything here is made at its first use and kept for the life of the process. A licensed authority
or an HSM is plugged in here, and nowhere else.
"""

from functools import cache

from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper

from server.core import clock
from server.core.settings import SettingsError, settings
from server.signing import fonts
from server.signing.certificates import CertificateAuthority
from server.signing.keys import FileCustody
from server.signing.timestamps import EmbeddedAuthority, RemoteAuthority
from server.signing.typesetting import Typesetter
from server.signing.verifier import Trust

TIMESTAMP_ROOTS = "timestamp-roots.pem"
"""File in the keys folder with the roots of a remote time-stamping authority."""


@cache
def custody() -> FileCustody:
    """Where the authorities' keys are kept: `keys/` in the data directory."""
    conf = settings()
    return FileCustody(conf.data_dir / "keys", conf.field_key)


@cache
def certificate_authority() -> CertificateAuthority:
    """The authority that issues signers' certificates."""
    return CertificateAuthority(custody(), pki_url=f"{settings().public_url}/pki", now=clock.now())


@cache
def timestamper() -> TimeStamper:
    """The time-stamping authority: the one of the settings, else the embedded one."""
    url = settings().timestamp_url
    if url:
        return RemoteAuthority(url)
    authority = certificate_authority()
    return EmbeddedAuthority(
        authority.timestamp_key, authority.timestamp_certificate, (authority.root,)
    )


def trust() -> Trust:
    """Whom verification believes, and the root's word of today on what was revoked.

    :raises SettingsError: when a remote authority is set and its roots were not put in place
    """
    ours = certificate_authority()
    roots = (ours.root,)
    lists = (ours.root_revocation_list(clock.now()),)
    if not settings().timestamp_url:
        return Trust(roots=roots, timestamp_roots=roots, revocation_lists=lists)
    pem = custody().find_record(TIMESTAMP_ROOTS)
    if pem is None:
        raise SettingsError(
            f"LIANPIN_TIMESTAMP_URL is set: put the root certificates of that authority, as PEM, "
            f"into {settings().data_dir / 'keys' / TIMESTAMP_ROOTS}."
        )
    remote = tuple(x509.load_pem_x509_certificates(pem))
    # What was sealed before the switch was stamped by the embedded authority, and stays valid.
    return Trust(
        roots=roots,
        timestamp_roots=(*roots, *remote),
        revocation_lists=lists,
        revocation_of_timestamps=False,
    )


@cache
def typesetter() -> Typesetter:
    """Compiles documents with the built fonts."""
    return Typesetter(fonts.require(fonts.directory()))


def forget() -> None:
    """Make everything anew at the next use (tests change the settings)."""
    for made in (custody, certificate_authority, timestamper, typesetter):
        made.cache_clear()
