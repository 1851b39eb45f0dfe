/** The card that says in words what is wrong with camera, microphone or line (templates/media/_problem.html). */
import { words } from "../core/page.js";

/** The page's sentence for a code such as "device.denied"; codes without one get a general sentence. */
export function sentence(code) {
  return words("media", code.replace(/\./g, "-")) || words("media", "other");
}

export function hideProblem(within = document) {
  within.querySelector("[data-media-problem]").hidden = true;
}

/**
 * Shows what is wrong and resolves with what the person chose.
 *
 * @param {string} code
 * @param {{soundOnly?: boolean, within?: Element|Document}} options soundOnly: whether one can go on without a camera
 * @returns {Promise<"retry"|"sound-only">}
 */
export function showProblem(code, { soundOnly = false, within = document } = {}) {
  const card = within.querySelector("[data-media-problem]");
  card.querySelector("[data-problem-words]").textContent = sentence(code);
  card.setAttribute("data-code", code);
  card.querySelector('[data-problem-action="sound-only"]').hidden = !soundOnly;
  card.hidden = false;
  return new Promise((resolve) => {
    const pressed = (event) => {
      const button = event.target.closest("[data-problem-action]");
      if (!button) return;
      card.removeEventListener("click", pressed);
      card.hidden = true;
      resolve(button.getAttribute("data-problem-action"));
    };
    card.addEventListener("click", pressed);
  });
}
