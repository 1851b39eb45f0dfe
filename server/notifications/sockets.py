"""An inbox that changed is pushed to its account; `static/js/notifications/badge.js` hears it."""

from server.core import audiences
from server.core.sockets import push
from server.notifications.events import InboxChanged

push(InboxChanged, to=lambda event: [audiences.account(event.account_id)])
