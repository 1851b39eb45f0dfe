/** The recruiter's desk: calls the next worker; after each push the page asks the server how things stand. */
import { refresh, toast } from "../core/page.js";
import { listen, send } from "../core/socket.js";

const GATHER_MS = 150;

let timer = null;
let goesIn = false;

function desk() {
  return document.querySelector("[data-desk]");
}

/** Several facts at once are one question. */
function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh(desk(), desk().getAttribute("data-refresh-url")), GATHER_MS);
}

/** The worker answered this recruiter's call: both go into the room, nobody waits for a click. */
function goIn() {
  const room = document.querySelector("[data-enter-room]");
  if (goesIn && room) window.location.assign(room.getAttribute("href"));
}

function heard(fact) {
  if (fact.name === "interviews.call.answered") goesIn = true;
  refreshSoon();
}

async function callNext(button) {
  button.setAttribute("data-busy", "");
  try {
    await send("queue.call_next", { booth_id: desk().getAttribute("data-booth") });
  } catch (refusal) {
    toast(refusal.message, "bad");
    refreshSoon();
  } finally {
    button.removeAttribute("data-busy");
  }
}

/** Seconds until the call is missed, by the server's clock. */
function tick() {
  const place = document.querySelector("[data-answer-by]");
  if (!place) return;
  const skewMs = Number(desk().getAttribute("data-skew") || 0);
  const left = Math.ceil((Date.parse(place.getAttribute("data-answer-by")) - Date.now() - skewMs) / 1000);
  place.textContent = left > 0 ? String(left) : "";
}

function keepSkew() {
  desk().setAttribute("data-skew", String(Date.parse(desk().getAttribute("data-now")) - Date.now()));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-call-next]");
  if (button) callNext(button);
});
document.addEventListener("htmx:load", () => {
  if (!desk().hasAttribute("data-skew")) keepSkew();
  goIn();
});
keepSkew();
setInterval(tick, 500);
listen("booth", desk().getAttribute("data-booth"), heard, {
  after: desk().getAttribute("data-position"),
  onReset: refreshSoon,
});
