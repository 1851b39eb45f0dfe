/**
 * One tap on a job card applies without leaving the page, so that a running picture goes on. Without this script the
 * form is sent as it stands. Works on every `form[data-apply]` of the page, also on those that come later.
 */
import { api, toast } from "../core/page.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-apply]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  apply(form);
}, true);

async function apply(form) {
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    await api("POST", "/api/v1/applications", asked(form), { key: form.elements.namedItem("_key").value });
    showApplied(form);
    toast(form.dataset.done, "good");
  } catch (refusal) {
    if (refusal.code === "jobs.application.already_applied") showApplied(form);
    else button.disabled = false;
    toast(refusal.message, "bad");
  }
}

function asked(form) {
  const payload = { posting_id: form.dataset.apply };
  for (const name of ["fair_id", "booth_id", "live_session_id"]) {
    const field = form.elements.namedItem(name);
    if (field && field.value) payload[name] = field.value;
  }
  return payload;
}

/** Every card of the same posting on this page says so. */
function showApplied(form) {
  const id = form.dataset.apply;
  document.querySelectorAll(`form[data-apply="${id}"]`).forEach((same) => { same.hidden = true; });
  document.querySelectorAll(`[data-applied="${id}"]`).forEach((words) => { words.hidden = false; });
}
