/** The studio: device check, preview, on air by WHIP, who is watching, the end. */
import { toast } from "../core/page.js";
import { listen, send } from "../core/socket.js";
import { list, open, openWhatThereIs, play, stop, watch } from "../media/devices.js";
import { meter } from "../media/meter.js";
import { hideProblem, sentence, showProblem } from "../media/problem_card.js";
import { goOnAir } from "../media/stage.js";

const root = document.querySelector("[data-studio]");
const sessionId = root.getAttribute("data-session");
const snapshot = JSON.parse(root.getAttribute("data-snapshot"));
const skewMs = Date.parse(root.getAttribute("data-now")) - Date.now();
const [watching, lasting] = Array.from(root.querySelectorAll(".stat-value"));

let stream = null;
let room = null;
let stopMeter = () => undefined;
let onAirAt = Date.parse(root.getAttribute("data-on-air-at")) || 0;
let sends = false;

function say(name) {
  return root.getAttribute(`data-${name}`);
}

function find(selector) {
  return root.querySelector(selector);
}

function status(words) {
  find("[data-studio-status]").textContent = words;
}

// ─── Devices ───

function chosen(kind) {
  const select = find(`[data-devices="${kind}"]`);
  return select.value || true;
}

async function openDevices(wanted = {}) {
  try {
    const found = wanted.soundOnly
      ? { stream: await open({ camera: false }), lacks: "video" }
      : await openWhatThereIs(wanted);
    hideProblem();
    if (found.lacks) toast(sentence("no-camera"));
    return found.stream;
  } catch (error) {
    const choice = await showProblem(error.code, { soundOnly: error.code !== "media.unsupported" });
    return openDevices(choice === "sound-only" ? { soundOnly: true } : wanted);
  }
}

async function check(wanted) {
  const before = stream;
  stream = await openDevices(wanted);
  stop(before);
  const video = find("[data-preview]");
  play(video, stream).catch(() => undefined);
  find("[data-stage]").toggleAttribute("data-playing", stream.getVideoTracks().length > 0);
  stopMeter();
  stopMeter = meter(stream, (level) => {
    find("[data-level]").value = level;
  });
  find("[data-go]").disabled = false;
  await listDevices();
}

async function listDevices() {
  const found = await list();
  ["cameras", "microphones"].forEach((kind) => {
    const select = find(`[data-devices="${kind}"]`);
    const track = (kind === "cameras" ? stream.getVideoTracks() : stream.getAudioTracks())[0];
    const used = track && track.getSettings ? track.getSettings().deviceId : "";
    select.textContent = "";
    found[kind].forEach(({ id, label }, index) => {
      const option = document.createElement("option");
      option.value = id;
      option.textContent = label || `${index + 1}`;
      option.selected = id === used;
      select.appendChild(option);
    });
    select.disabled = found[kind].length < 2;
  });
}

async function choose() {
  await check({ camera: chosen("cameras"), microphone: chosen("microphones") });
  if (room) {
    await Promise.all(stream.getTracks().map((track) => room.replaceTrack(track.kind, track)));
  }
}

// ─── On air ───

async function stage() {
  return send("live.take_stage", { live_session_id: sessionId });
}

async function go(button) {
  button.setAttribute("data-busy", "");
  status(say("connecting"));
  try {
    const { url, token, room: name, ice_servers: iceServers } = await stage();
    const live = goOnAir({
      url,
      token,
      room: name,
      iceServers,
      stream,
      renewToken: async () => (await stage()).token,
    });
    room = live.room;
    window.Lianpin.room = room;
    follow();
    await live.joined;
  } catch (refusal) {
    room = null;
    status(say("off-air"));
    toast(refusal.details ? refusal.message : sentence(refusal.code), "bad");
  } finally {
    button.removeAttribute("data-busy");
  }
}

function follow() {
  room.on("published", (yes) => {
    sends = yes;
    draw();
  });
  room.on("viewers", (count) => {
    watching.textContent = String(count);
  });
  room.on("state", (state) => {
    if (state === "reconnecting") status(say("reconnecting"));
    else if (sends) draw();
  });
  room.on("quality", ({ isOwn, quality }) => isOwn && drawQuality(quality));
  room.on("ended", async ({ reason }) => {
    sends = false;
    draw();
    if (reason === "ended") window.location.reload();
    else if (reason !== "left") {
      room = null;
      await showProblem(reason);
      go(find("[data-go]"));
    }
  });
}

function draw() {
  root.toggleAttribute("data-published", sends);
  find("[data-go]").hidden = sends;
  find("[data-end]").hidden = !sends && !onAirAt;
  find("[data-on-air-badge]").hidden = !sends;
  status(sends ? say("on-air") : say(room ? "reconnecting" : "off-air"));
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

async function end() {
  try {
    await send("live.end", { live_session_id: sessionId });
  } catch (refusal) {
    if (refusal.code !== "livestreams.session.over") {
      toast(refusal.message, "bad");
      return;
    }
  }
  if (room) room.leave();
  stop(stream);
  window.location.reload();
}

function tick() {
  if (!onAirAt) return;
  const seconds = Math.max(0, Math.floor((Date.now() + skewMs - onAirAt) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  lasting.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

find("[data-go]").addEventListener("click", (event) => go(event.currentTarget));
find("[data-end]").addEventListener("click", (event) => {
  if (event.currentTarget.hasAttribute("data-confirmed")) end();
});
root.addEventListener("change", (event) => {
  if (event.target.hasAttribute("data-devices")) choose();
});
listen(
  "live_session",
  sessionId,
  (fact) => {
    if (fact.name === "livestreams.session.went_on_air") {
      onAirAt = Date.parse(fact.at);
      draw();
    }
    if (fact.name === "livestreams.session.went_off_air") window.location.reload();
  },
  { after: snapshot.position },
);
setInterval(tick, 1000);
watch(() => stream && listDevices());
// Leaving by mistake would take the booth off the air.
window.addEventListener("beforeunload", (event) => {
  if (sends) event.preventDefault();
});
check();
