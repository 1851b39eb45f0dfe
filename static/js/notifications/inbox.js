/** The open inbox fetches its list again when something comes in. */
import { refresh } from "../core/page.js";

document.addEventListener("lianpin:notified", () => {
  const lines = document.querySelector("[data-inbox-lines]");
  if (lines) refresh(lines, lines.getAttribute("data-url"));
});
