/**
 * Nobody types anything twice: a form with `data-draft="<name>"` keeps its input for the session of this tab until the
 * server has accepted it. Secrets and one-time codes are never kept.
 */
import { toast, words } from "./page.js";

const DRAFT = "lianpin.draft.";
const SENT = "lianpin.sent.";
const NEVER_KEPT = ["hidden", "password", "file", "submit", "button"];

export function start(within) {
  focusProblem(within);
  const forms = Array.from(within.querySelectorAll("form[data-draft]"));
  if (within === document) settle(forms);
  forms.forEach(begin);
}

/** Puts the reader in front of what is wrong; links in the summary lead into their fields. */
function focusProblem(within) {
  const problem = within.querySelector("[data-problem]");
  if (!problem) return;
  problem.focus();
  problem.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

function begin(form) {
  const name = form.getAttribute("data-draft");
  if (form.hasAttribute("data-draft-kept")) return;
  form.setAttribute("data-draft-kept", "");
  if (!form.querySelector("[data-problem]")) restore(form, name);
  form.addEventListener("input", () => keep(form, name));
  form.addEventListener("change", () => keep(form, name));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) write(SENT + name, "1");
  });
}

/**
 * Forgets the drafts that were accepted. A form that was sent was accepted when the next page does not show it with a
 * problem; but coming back by reload or "back" to a form that was sent means that no answer came, so its draft stays.
 */
function settle(forms) {
  const entry = performance.getEntriesByType ? performance.getEntriesByType("navigation")[0] : null;
  const returned = Boolean(entry) && entry.type !== "navigate";
  names(SENT).forEach((name) => {
    const here = forms.filter((form) => form.getAttribute("data-draft") === name)[0];
    if (here && (here.querySelector("[data-problem]") || returned)) return;
    remove(DRAFT + name);
    remove(SENT + name);
  });
  // Signing out leaves nothing behind on a shared computer.
  document.addEventListener("submit", (event) => {
    if (/sign-out/.test(event.target.action)) {
      names(DRAFT).forEach((name) => remove(DRAFT + name));
      names(SENT).forEach((name) => remove(SENT + name));
    }
  });
}

function fields(form) {
  return Array.from(form.elements).filter(
    (field) =>
      field.name &&
      NEVER_KEPT.indexOf(field.type) < 0 &&
      field.autocomplete !== "one-time-code" &&
      !field.hasAttribute("data-never-kept"),
  );
}

function keep(form, name) {
  const typed = {};
  fields(form).forEach((field) => {
    if (!typed[field.name]) typed[field.name] = [];
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) typed[field.name].push(field.value);
    } else if (field.value !== "") typed[field.name].push(field.value);
  });
  write(DRAFT + name, JSON.stringify(typed));
}

function restore(form, name) {
  const text = read(DRAFT + name);
  if (!text) return;
  const typed = JSON.parse(text);
  let changed = false;
  fields(form).forEach((field) => {
    const values = typed[field.name];
    if (!values) return;
    if (field.type === "checkbox" || field.type === "radio") {
      const checked = values.indexOf(field.value) >= 0;
      changed = changed || field.checked !== checked;
      field.checked = checked;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (field.value !== (values[0] || "")) {
      field.value = values[0] || "";
      changed = true;
    }
  });
  if (changed) toast(words("page", "draft"));
}

// Private windows and full disks refuse storage; a form works without a draft.
function write(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch (refused) {
    return;
  }
}

function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch (refused) {
    return null;
  }
}

function remove(key) {
  try {
    sessionStorage.removeItem(key);
  } catch (refused) {
    return;
  }
}

function names(prefix) {
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.indexOf(prefix) === 0)
      .map((key) => key.slice(prefix.length));
  } catch (refused) {
    return [];
  }
}
