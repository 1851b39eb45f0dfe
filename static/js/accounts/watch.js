/** When a session of this account was ended somewhere, see whether it was this one: then the page is left at once. */
import { api } from "../core/page.js";
import { listen } from "../core/socket.js";

const ENDED = "accounts.session.ended";
const account = document.body.getAttribute("data-account");

function heard(fact) {
  if (fact.name !== ENDED) return;
  api("GET", "/api/v1/me").catch((refused) => {
    if (refused.status === 401) window.location.reload();
  });
}

if (account) listen("account", account, heard, { onReset: () => {} });
