/** The officer's list of interviews to sit in on; asked for again when something about the station happens. */
import { refresh } from "../core/page.js";
import { listen } from "../core/socket.js";

function list() {
  return document.querySelector("[data-seats]");
}

function again() {
  refresh(list(), list().getAttribute("data-refresh-url"));
}

if (list()) listen("station", list().getAttribute("data-station"), again, { onReset: again });
