/**
 * Runs on every page. The modules are put on `window.Lianpin` so that page scripts, which are bundles of their own,
 * share the running ones (tools/build_assets.mjs turns their imports into look-ups there).
 */
import * as forms from "./forms.js";
import * as page from "./page.js";
import * as ring from "./ring.js";
import * as time from "./time.js";

window.Lianpin = Object.assign(window.Lianpin || {}, { forms, page, ring, time });

page.start();
forms.start(document);
time.start(document);
ring.unlockOnFirstTouch();

// A fragment that htmx brought in has forms and times of its own.
document.addEventListener("htmx:load", (event) => {
  forms.start(event.target);
  time.start(event.target);
});
