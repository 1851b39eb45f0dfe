/** A worker who waits may look around: a call leads to the page that rings. */
import { listen } from "../core/socket.js";

const place = document.querySelector("[data-called]");
const worker = document.body.getAttribute("data-worker");

if (place && worker) {
  listen("worker", worker, (fact) => {
    if (fact.name !== "interviews.ticket.called") return;
    const url = place.getAttribute("data-queue-url");
    window.location.assign(url.replace("00000000-0000-0000-0000-000000000000", fact.data.booth_id));
  });
}
