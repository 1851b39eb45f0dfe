/** Rings: a tone, a vibration, a title that blinks, and a full-screen question until it is answered. */

const BURST_S = 0.9;
const EVERY_MS = 2400;
const TONES_HZ = [523, 659];

let audio = null;

/** Browsers play sound only after a touch: the first one on the page opens the way for a later ring. */
export function unlockOnFirstTouch() {
  const unlock = () => {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (Context && !audio) audio = new Context();
    if (audio && audio.state === "suspended") audio.resume().catch(() => {});
  };
  ["pointerdown", "touchend", "keydown"].forEach((name) => {
    document.addEventListener(name, unlock, { once: true, passive: true });
  });
}

/** Whether a ring would be heard, so that a page can ask for a touch beforehand. */
export function canSound() {
  return Boolean(audio) && audio.state === "running";
}

/**
 * Shows the `ringing()` overlay and rings until a button is pressed, time is up, or `stop` is called.
 *
 * @param {HTMLElement} overlay
 * @param {{seconds?: number, title?: string, text?: string}} options title and text come from the server
 * @returns {Promise<"answer"|"not-now"|"missed"|"stopped"> & {stop: function(): void}}
 */
export function ring(overlay, { seconds = 30, title = "", text = "" } = {}) {
  /** @type {function(string): void} */
  let finish = () => {};
  const answered = new Promise((resolve) => {
    finish = resolve;
  });
  const until = Date.now() + seconds * 1000;
  const before = { title: document.title, focus: document.activeElement };
  const count = overlay.querySelector("[data-ring-count]");

  if (title) overlay.querySelector("[data-ring-title]").textContent = title;
  if (text) overlay.querySelector("[data-ring-text]").textContent = text;
  overlay.hidden = false;
  overlay.querySelector('[data-action="answer"]').focus();

  const tick = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    count.textContent = String(left);
    const calling = overlay.getAttribute("data-tab-title");
    document.title = left % 2 && calling ? `● ${calling}` : before.title;
    if (left === 0) end("missed");
  };
  const pressed = (event) => {
    const button = event.target.closest("[data-action]");
    if (button) end(button.getAttribute("data-action"));
  };
  // Focus stays on the question: nothing behind the overlay can be reached by the Tab key.
  const hold = (event) => {
    if (!overlay.contains(event.target)) overlay.querySelector('[data-action="answer"]').focus();
  };
  const clock = setInterval(tick, 1000);
  const bell = setInterval(sound, EVERY_MS);
  overlay.addEventListener("click", pressed);
  document.addEventListener("focusin", hold);
  tick();
  sound();

  function end(how) {
    clearInterval(clock);
    clearInterval(bell);
    overlay.removeEventListener("click", pressed);
    document.removeEventListener("focusin", hold);
    overlay.hidden = true;
    document.title = before.title;
    if (navigator.vibrate) navigator.vibrate(0);
    if (before.focus && before.focus.focus) before.focus.focus();
    finish(how);
  }
  return Object.assign(answered, { stop: () => end("stopped") });
}

function sound() {
  // Chrome refuses to vibrate before the first touch and says so in the console; nothing is lost by asking.
  if (navigator.vibrate && audio) navigator.vibrate([350, 180, 350]);
  if (!canSound()) return;
  TONES_HZ.forEach((pitch, index) => note(pitch, audio.currentTime + (index * BURST_S) / TONES_HZ.length));
}

function note(pitch, at) {
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  const length = BURST_S / TONES_HZ.length;
  tone.type = "sine";
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.35, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + length);
  tone.connect(loudness);
  loudness.connect(audio.destination);
  tone.start(at);
  tone.stop(at + length + 0.02);
}
