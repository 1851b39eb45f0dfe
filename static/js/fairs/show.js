/** A fair that is open on somebody's screen hears of changes and fetches the page's content again. */
import { listen } from "../core/socket.js";
import { start as addOwnTimes } from "../core/time.js";

const content = document.querySelector("[data-fair]");

if (content) {
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(reload, 400);
  };
  listen("fair", content.getAttribute("data-fair"), again, { onReset: again });
}

async function reload() {
  const response = await fetch(window.location.href, { credentials: "same-origin" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-fair]");
  if (!fresh) return;
  content.innerHTML = fresh.innerHTML;
  addOwnTimes(content);
}
