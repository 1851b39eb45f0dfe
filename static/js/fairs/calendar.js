/** The month by keyboard: arrows move from day to day, Page Up and Page Down from month to month, T leads to today. */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const month = document.querySelector("[data-month]");
const days = Array.from(month.querySelectorAll("[data-day][tabindex]"));

month.addEventListener("keydown", (/** @type {any} */ event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "PageUp") return go(event, month.getAttribute("data-previous"));
  if (event.key === "PageDown") return go(event, month.getAttribute("data-next"));
  if (event.key === "t" || event.key === "T") return go(event, month.getAttribute("data-today"));
  const day = event.target.closest("[data-day]");
  const at = days.indexOf(day);
  if (at < 0) return undefined;
  if (event.key === "Enter" && event.target === day) return open(event, day);
  if (event.key === "Home") return focus(event, days[0]);
  if (event.key === "End") return focus(event, days[days.length - 1]);
  if (!(event.key in STEPS)) return undefined;
  const to = at + STEPS[event.key];
  if (to < 0) return go(event, month.getAttribute("data-previous"));
  if (to >= days.length) return go(event, month.getAttribute("data-next"));
  return focus(event, days[to]);
});

// A choice in the filters is shown at once; without this script the button does it.
document.querySelectorAll("[data-filters] select").forEach((select) => {
  select.addEventListener("change", () => select.form.submit());
});

function go(event, address) {
  event.preventDefault();
  window.location.assign(address);
}

function focus(event, day) {
  event.preventDefault();
  days.forEach((each) => each.setAttribute("tabindex", each === day ? "0" : "-1"));
  day.focus();
}

/** Enter on a day opens its first fair, or the form for a new one. */
function open(event, day) {
  const link = day.querySelector(".day-event") || day.querySelector("[data-plan]");
  if (link) go(event, link.href);
}
