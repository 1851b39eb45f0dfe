/** The number on the bell in the header: the server says how many are unread whenever that changes. */
import { toast } from "../core/page.js";
import { listen } from "../core/socket.js";

const CHANGED = "notifications.inbox.changed";
const MOST_SHOWN = 99;

function show(bell, unread) {
  const count = bell.querySelector("[data-bell-count]");
  count.hidden = unread === 0;
  count.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  const words = bell.getAttribute(unread === 0 ? "data-words-none" : "data-words-unread");
  bell.setAttribute("aria-label", words.replace("{number}", String(unread)));
}

function heard(bell, fact) {
  if (fact.name !== CHANGED) return;
  show(bell, fact.data.unread);
  if (!fact.data.is_new) return;
  document.dispatchEvent(new CustomEvent("lianpin:notified"));
  // Whoever is being called or reads the inbox anyway needs no second hint.
  if (!document.querySelector("[data-inbox-lines], .ringing:not([hidden])")) toast(bell.getAttribute("data-words-new"));
}

const bell = document.querySelector("[data-bell]");
const account = document.body.getAttribute("data-account");
if (bell && account) listen("account", account, (fact) => heard(bell, fact), { onReset: () => {} });
