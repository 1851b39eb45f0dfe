/** The interview room: device check, two or three places, weak lines, and what comes after. */
import { confirmed, toast, toastOnNextPage } from "../core/page.js";
import { listen, send } from "../core/socket.js";
import { openWhatThereIs, open, play, stop } from "../media/devices.js";
import { hideProblem, sentence, showProblem } from "../media/problem_card.js";
import { Room } from "../media/room.js";
import { Ladder } from "./_ladder.js";

const root = document.querySelector("[data-room]");
const stage = root.querySelector("[data-stage]");
const interviewId = root.getAttribute("data-interview");
const place = root.getAttribute("data-place");
const other = root.getAttribute("data-other");
const thirdPlace = root.getAttribute("data-third");

const room = new Room();
// Tests and people who look for a fault read the connections here.
window.Lianpin.room = room;

let own = null;
let startedAt = Date.parse(root.getAttribute("data-started-at")) || 0;
const skewMs = Date.parse(root.getAttribute("data-now")) - Date.now();

function say(name) {
  return root.getAttribute(`data-${name}`);
}

function find(selector) {
  return root.querySelector(selector);
}

function status(text) {
  find("[data-room-status]").textContent = text;
}

// ─── Pictures ───

const boxes = {
  [other]: { video: find("[data-stage-remote]"), box: null },
  [thirdPlace]: { video: find("[data-stage-third]"), box: find("[data-stage-third-box]") },
};

function showThird(visible) {
  const { box } = boxes[thirdPlace];
  if (!box) return;
  box.hidden = !visible;
  stage.classList.toggle("stage-has-third", visible);
}

async function show({ publication, track, stream }) {
  const seat = boxes[publication.place];
  if (!seat || !seat.video) return;
  if (publication.place === thirdPlace) showThird(true);
  if (publication.place === other && track.kind === "video") stage.setAttribute("data-playing", "");
  if (publication.place === other && publication.kinds.indexOf("video") < 0) poster(say("sound-only"));
  try {
    await play(seat.video, stream);
  } catch (blocked) {
    // In-app browsers want the first play inside a tap.
    find("[data-tap-to-play]").hidden = false;
  }
}

function hide({ publication }) {
  const seat = boxes[publication.place];
  if (!seat || !seat.video) return;
  seat.video.srcObject = null;
  if (publication.place === thirdPlace) showThird(false);
  else poster(say("away"));
}

function poster(words) {
  stage.removeAttribute("data-playing");
  find("[data-stage-waiting]").textContent = words;
}

// ─── Who is there, and how good the line is ───

function someone({ change, participant }) {
  if (participant.place === other) {
    if (change === "left") poster(say("waiting"));
    if (participant.state === "unstable") status(say("away"));
    else if (participant.state === "present") status("");
  }
  if (participant.place === "officer" && place !== "officer" && change !== "changed") {
    toast(say(change === "joined" ? "officer-came" : "officer-left"));
    if (change === "left") showThird(false);
  }
}

function drawQuality(word) {
  const badge = find("[data-quality]");
  const level = say(`quality-${word}`) || "4";
  badge.hidden = false;
  badge.setAttribute("data-level", level);
  badge.querySelector("[data-quality-words]").textContent = badge.getAttribute(`data-words-${level}`);
  Array.from(badge.querySelectorAll("[data-quality-icon]")).forEach((icon) => {
    icon.hidden = icon.getAttribute("data-quality-icon") !== level;
  });
}

const ladder = new Ladder({
  pictureOff() {
    if (!switchTrack("video", false)) return false;
    offer("picture-off");
    return true;
  },
  pictureBack() {
    switchTrack("video", true);
    find("[data-ladder]").hidden = true;
    toast(say("picture-back"), "good");
  },
});

function offer(words) {
  find("[data-ladder-words]").textContent = say(words);
  find("[data-ladder]").hidden = false;
}

function receiveSoundOnly(soundOnly) {
  room.receiveKinds(soundOnly ? ["audio"] : ["audio", "video"]);
  find("[data-ladder-sound]").hidden = soundOnly;
  find("[data-ladder-picture]").hidden = !soundOnly;
  if (soundOnly) poster(say("sound-only"));
}

// ─── One's own camera and microphone ───

/** Switches a kind on or off; false when there is none, or it was so already. */
function switchTrack(kind, on) {
  const tracks = own ? own.getTracks().filter((track) => track.kind === kind && track.enabled !== on) : [];
  tracks.forEach((track) => {
    track.enabled = on;
  });
  const action = kind === "video" ? "camera" : "microphone";
  if (tracks.length) find(`[data-action="${action}"]`).setAttribute("aria-pressed", String(on));
  return tracks.length > 0;
}

function toggle(kind, button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  if (kind === "video") ladder.chosenByHand();
  if (!switchTrack(kind, on)) toast(sentence("no-camera"));
}

/** Opens what there is; a card says what is wrong until it works or one goes on with sound only. */
async function openDevices(camera) {
  try {
    const found = camera ? await openWhatThereIs() : { stream: await open({ camera: false }), lacks: "video" };
    hideProblem();
    if (found.lacks) {
      toast(sentence("no-camera"));
      find('[data-action="camera"]').setAttribute("aria-pressed", "false");
    }
    return found.stream;
  } catch (error) {
    const choice = await showProblem(error.code, { soundOnly: camera && error.code !== "media.unsupported" });
    return openDevices(choice === "retry" && camera);
  }
}

// ─── Coming and going ───

async function entry() {
  return send("room.enter", { interview_id: interviewId });
}

async function start() {
  showThird(false);
  poster(say("connecting"));
  own = await openDevices(true);
  const preview = find("[data-stage-self]");
  play(preview, own).catch(() => undefined);
  try {
    const { url, token, room: name, ice_servers: iceServers } = await entry();
    poster(say("waiting"));
    await room.join({
      url,
      token,
      room: name,
      iceServers,
      stream: own,
      renewToken: async () => (await entry()).token,
    });
  } catch (refusal) {
    if (refusal.code === "interviews.interview.over" || refusal.code === "media.room.over") goOn();
    else if (!room.isOver) retry(refusal);
  }
}

async function retry(refusal) {
  toast(refusal.message && refusal.details ? refusal.message : sentence(refusal.code), "bad");
  await showProblem(refusal.code);
  window.location.reload();
}

let leaving = false;

function goOn() {
  if (leaving) return;
  leaving = true;
  status(say("over"));
  if (say("afterwards")) toastOnNextPage(say("afterwards"));
  room.leave();
  stop(own);
  window.location.assign(say("onward"));
}

async function hangUp() {
  const question = document.querySelector('[data-template="hang-up"]').content.textContent;
  if (!(await confirmed(question))) return;
  if (place !== "officer") {
    try {
      await send("interview.end", { interview_id: interviewId });
    } catch (refusal) {
      if (refusal.code !== "interviews.interview.over") {
        toast(refusal.message, "bad");
        return;
      }
    }
  }
  goOn();
}

async function ended({ reason }) {
  if (leaving || reason === "left") return;
  if (reason === "ended") {
    goOn();
    return;
  }
  stop(own);
  poster(sentence(reason));
  await showProblem(reason);
  window.location.reload();
}

async function letIn(box) {
  box.disabled = true;
  try {
    await send("room.let_officer_in", { interview_id: interviewId, allowed: box.checked });
  } catch (refusal) {
    box.checked = !box.checked;
    toast(refusal.message, "bad");
  } finally {
    box.disabled = false;
  }
}

function heard(fact) {
  if (fact.name === "interviews.interview.started") startedAt = Date.parse(fact.at);
  if (fact.name === "interviews.interview.ended") goOn();
  if (fact.name === "interviews.officer.let_in") {
    const box = find("[data-let-in]");
    if (box) box.checked = fact.data.allowed;
  }
}

function tick() {
  if (!startedAt) return;
  const seconds = Math.max(0, Math.floor((Date.now() + skewMs - startedAt) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  find("[data-room-clock]").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

room.on("track", show);
room.on("untrack", hide);
room.on("participant", someone);
room.on("quality", ({ quality, isOwn }) => {
  if (!isOwn) return;
  drawQuality(quality);
  ladder.hear(quality);
});
room.on("published", (yes) => {
  root.toggleAttribute("data-published", yes);
  if (yes) drawQuality("good");
});
room.on("state", (state) => {
  root.setAttribute("data-state", state);
  status(state === "reconnecting" ? say("reconnecting") : "");
});
room.on("ended", ended);

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const action = button.getAttribute("data-action");
  if (action === "microphone") toggle("audio", button);
  else if (action === "camera") toggle("video", button);
  else if (action === "hang-up") hangUp();
  else if (action === "play") {
    find("[data-tap-to-play]").hidden = true;
    Object.keys(boxes).forEach((name) => boxes[name].video && boxes[name].video.srcObject && play(boxes[name].video));
  } else if (button.hasAttribute("data-ladder-sound")) receiveSoundOnly(true);
  else if (button.hasAttribute("data-ladder-picture")) receiveSoundOnly(false);
});
const box = find("[data-let-in]");
if (box) box.addEventListener("change", () => letIn(box));
setInterval(tick, 1000);
listen("interview", interviewId, heard, { after: JSON.parse(say("snapshot")).position, onRefused: goOn });
start();
