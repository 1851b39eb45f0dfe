/**
 * Names a clash while somebody types, before anything is saved.
 *
 * An element with data-check="<address>" data-fields="a b" data-into="<id>" asks that address with those fields of
 * its form and shows the fragment it answers with. Saving asks again on the server: this is only the early word.
 */
import { words } from "../core/page.js";

const PAUSE_MS = 250;

document.querySelectorAll("[data-check]").forEach(watch);

function watch(element) {
  const form = element.closest("form");
  const into = document.getElementById(element.getAttribute("data-into"));
  const names = element.getAttribute("data-fields").split(" ");
  let waiting = 0;
  let asked = 0;

  const ask = async () => {
    asked += 1;
    const turn = asked;
    const address = addressOf(element.getAttribute("data-check"), form, names);
    try {
      const response = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
      // An answer that was overtaken by a newer question says nothing any more.
      if (turn !== asked) return;
      into.innerHTML = response.ok ? await response.text() : "";
      offerToAccept(form, into);
    } catch (unreachable) {
      if (turn === asked) into.textContent = words("page", "no-answer");
    }
  };

  const later = (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(ask, PAUSE_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  ask();
}

function addressOf(base, form, names) {
  const query = [];
  new FormData(form).forEach((value, name) => {
    if (names.includes(name) && value !== "") query.push(`${name}=${encodeURIComponent(String(value))}`);
  });
  if (!query.length) return base;
  return base + (base.includes("?") ? "&" : "?") + query.join("&");
}

/** Two fairs of one bureau in the same hours may be what it wants: then, and only then, the box for it is shown. */
function offerToAccept(form, into) {
  const box = form.querySelector("[data-accept]");
  if (!box) return;
  const wanted = into.querySelector("[data-may-be-accepted]") !== null;
  box.hidden = !wanted;
  if (!wanted) box.querySelector("input").checked = false;
}
