"""Who hears what concerns a bureau."""

from server.bureaus import queries
from server.bureaus.permissions import BureauPermission
from server.core.sockets import listen

listen("bureau", needs=BureauPermission.DESK, on=queries.bureau_by_id)
