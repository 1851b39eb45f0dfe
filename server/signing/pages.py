"""The authority's public files: certificates and revocation lists, for anyone who checks alone."""

from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from flask import Response

from server.core import clock
from server.core.doors import path_values
from server.core.errors import NotFound
from server.core.http import Pages
from server.core.permissions import PUBLIC
from server.signing import authority

pages = Pages("signing")


@pages.get("/pki/<name>.crt", needs=PUBLIC, on=path_values)
def certificate(uow: Any, actor: Any, path: dict[str, str]) -> Response:
    """`root.crt` or `issuing.crt`, as PEM."""
    ours = authority.certificate_authority()
    found = {"root": ours.root, "issuing": ours.issuing}.get(path["name"])
    if found is None:
        raise NotFound
    return Response(found.public_bytes(Encoding.PEM), mimetype="application/x-pem-file")


@pages.get("/pki/<name>.crl", needs=PUBLIC, on=path_values)
def revocation_list(uow: Any, actor: Any, path: dict[str, str]) -> Response:
    """`root.crl` or `issuing.crl`, as DER, fresh."""
    lists = authority.certificate_authority().revocation_lists(clock.now())
    found = dict(zip(("issuing", "root"), lists, strict=True)).get(path["name"])
    if found is None:
        raise NotFound
    return Response(found.public_bytes(Encoding.DER), mimetype="application/pkix-crl")
