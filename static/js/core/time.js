/** Adds the reader's own time beside the fair's when their zones differ. */

export function start(within) {
  Array.from(within.querySelectorAll("time[data-instant]")).forEach(addOwnTime);
}

function addOwnTime(element) {
  if (element.hasAttribute("data-own-time")) return;
  element.setAttribute("data-own-time", "");
  const at = new Date(element.getAttribute("datetime"));
  const fair = clock(at, element.getAttribute("data-zone"));
  const own = clock(at);
  if (!fair || !own || fair === own) return;
  const note = document.createElement("span");
  note.className = "muted";
  note.textContent = ` (${element.getAttribute("data-words").replace("{time}", own)})`;
  element.parentNode.insertBefore(note, element.nextSibling);
}

/** Day and wall-clock time in a zone (the reader's own without one); null where the browser does not know the zone. */
function clock(at, zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false };
  if (zone) options.timeZone = zone;
  try {
    return new Intl.DateTimeFormat(document.documentElement.lang, options).format(at);
  } catch (unknownZone) {
    return null;
  }
}
