/** The watch page: the stage by WHEP, sound only on a weak line, one-tap apply, a number without leaving. */
import { api, toast } from "../core/page.js";
import { listen, send } from "../core/socket.js";
import { sentence, showProblem } from "../media/problem_card.js";
import { Viewer } from "../media/stage.js";

const root = document.querySelector("[data-watch]");
const stage = root.querySelector("[data-stage]");
const sessionId = root.getAttribute("data-session");
const snapshot = JSON.parse(root.getAttribute("data-snapshot"));

let viewer = null;
let over = snapshot.state === "ended";

function say(name, blanks = {}) {
  return Object.keys(blanks).reduce(
    (text, blank) => text.replace(`{${blank}}`, String(blanks[blank])),
    root.getAttribute(`data-${name}`),
  );
}

function find(selector) {
  return root.querySelector(selector);
}

function poster(words) {
  stage.removeAttribute("data-playing");
  find("[data-stage-waiting]").textContent = words;
}

// ─── The picture ───

async function ticket() {
  return send("live.watch", { live_session_id: sessionId }, { tries: 5 });
}

async function watch() {
  if (viewer || over || !stage) return;
  find("[data-watch-tools]").hidden = false;
  viewer = new Viewer(find("[data-stage-remote]"));
  window.Lianpin.viewer = viewer;
  viewer.on("state", drawState);
  viewer.on("blocked", (isBlocked) => (isBlocked ? blocked() : unblocked()));
  viewer.on("viewers", (count) => {
    find("[data-viewer-count]").textContent = say("viewers", { count });
  });
  viewer.on("ended", ({ reason }) => reason !== "left" && ended(reason));
  viewer.room.on("quality", ({ isOwn, quality }) => isOwn && drawQuality(quality));
  try {
    const { url, token, room, ice_servers: iceServers } = await ticket();
    await viewer.watch({ url, token, room, iceServers, renewToken: async () => (await ticket()).token });
  } catch (refusal) {
    if (refusal.code === "livestreams.session.over" || refusal.code === "media.room.over") showOver();
    else if (refusal.details) toast(refusal.message, "bad");
  }
}

/** Without a touch browsers play no sound, but most play a silent picture; in-app ones want a tap even for that. */
async function blocked() {
  const video = find("[data-stage-remote]");
  video.muted = true;
  try {
    await video.play();
    stage.setAttribute("data-playing", "");
    find("[data-unmute]").hidden = false;
  } catch (refused) {
    find("[data-play]").hidden = false;
  }
}

function unblocked() {
  find("[data-play]").hidden = true;
  find("[data-unmute]").hidden = true;
}

function resume() {
  find("[data-stage-remote]").muted = false;
  viewer.resume();
}

function drawState(state) {
  root.setAttribute("data-state", state);
  if (state === "playing") stage.setAttribute("data-playing", "");
  else if (state === "waiting") poster(say("stage-empty"));
  else if (state === "reconnecting") poster(say("reconnecting"));
}

function drawQuality(word) {
  const badge = find("[data-quality]");
  const level = { good: "4", fair: "2", poor: "1" }[word];
  badge.hidden = false;
  badge.setAttribute("data-level", level);
  badge.querySelector("[data-quality-words]").textContent = badge.getAttribute(`data-words-${level}`);
  Array.from(badge.querySelectorAll("[data-quality-icon]")).forEach((icon) => {
    icon.hidden = icon.getAttribute("data-quality-icon") !== level;
  });
}

function soundOnly(on) {
  find("[data-sound-only-on]").hidden = on;
  find("[data-sound-only-off]").hidden = !on;
  viewer.room.receiveKinds(on ? ["audio"] : ["audio", "video"]);
  root.toggleAttribute("data-sound-only-now", on);
  if (on) setTimeout(() => poster(say("sound-only")), 0);
}

async function ended(reason) {
  if (reason === "ended" || over) {
    showOver();
    return;
  }
  poster(sentence(reason));
  await showProblem(reason);
  window.location.reload();
}

function showOver() {
  over = true;
  if (viewer) viewer.leave();
  poster(say("over"));
  find("[data-watch-tools]").hidden = true;
}

// ─── What one can do ───

async function apply(button) {
  button.setAttribute("data-busy", "");
  try {
    await api("POST", button.getAttribute("data-url"), { posting_id: button.getAttribute("data-apply") });
    applied(button);
    toast(say("applied"), "good");
  } catch (refusal) {
    if (refusal.code === "jobs.application.already_applied") applied(button);
    toast(refusal.message, "bad");
  } finally {
    button.removeAttribute("data-busy");
  }
}

function applied(button) {
  button.parentNode.querySelector("[data-applied-badge]").hidden = false;
  button.hidden = true;
}

async function takeNumber(event) {
  if (!document.body.getAttribute("data-worker")) return;
  event.preventDefault();
  const link = event.currentTarget;
  try {
    const { number } = await send("queue.join", { booth_id: root.getAttribute("data-booth") });
    link.querySelector("span").textContent = say("your-number", { number });
    toast(say("took-number", { number }), "good");
  } catch (refusal) {
    if (refusal.code === "interviews.queue.already_waiting") window.location.assign(link.href);
    else toast(refusal.message, "bad");
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-apply")) apply(button);
  else if (button.hasAttribute("data-play") || button.hasAttribute("data-unmute")) resume();
  else if (button.hasAttribute("data-sound-only-on")) soundOnly(true);
  else if (button.hasAttribute("data-sound-only-off")) soundOnly(false);
});
const number = find("[data-take-number]");
if (number) number.addEventListener("click", takeNumber);
listen(
  "live_session",
  sessionId,
  (fact) => {
    if (fact.name === "livestreams.session.went_on_air") watch();
    if (fact.name === "livestreams.session.went_off_air") showOver();
  },
  { after: snapshot.position },
);
if (snapshot.state === "on_air") watch();
