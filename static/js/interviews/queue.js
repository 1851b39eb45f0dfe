/** The worker's number: how many are before, how long, and the ring when it is one's turn. */
import { toast } from "../core/page.js";
import { ring } from "../core/ring.js";
import { listen, send } from "../core/socket.js";
import { ahead, apply, expectedWait, isBusy } from "./_queue.js";

const root = document.querySelector("[data-queue]");
const overlay = document.getElementById("ringing");
const boothId = root.getAttribute("data-booth");
const ticketId = root.getAttribute("data-ticket");
/** The phone's clock may be wrong by hours: what counts is the server's. */
const skewMs = Date.parse(root.getAttribute("data-now")) - Date.now();

let snapshot = JSON.parse(root.getAttribute("data-snapshot"));
let ringing = null;

function say(name, blanks = {}) {
  return Object.keys(blanks).reduce(
    (text, blank) => text.replace(`{${blank}}`, String(blanks[blank])),
    root.getAttribute(`data-${name}`),
  );
}

function find(selector) {
  return root.querySelector(selector);
}

// ─── Drawing ───

function draw() {
  const count = find("[data-waiting-count]");
  if (count) count.textContent = String(Object.keys(snapshot.tickets).length);
  if (!ticketId) return;
  const mine = snapshot.tickets[ticketId];
  if (!mine) {
    window.location.reload();
    return;
  }
  find("#my-ticket").classList.toggle("ticket-called", mine.state === "called");
  find("[data-missed]").hidden = mine.missed === 0;
  find("[data-ticket-detail]").textContent = place(mine);
  find("[data-wait-words]").textContent = mine.state === "waiting" ? wait() : "";
  find("[data-leave]").disabled = mine.state === "in_interview";
  if (mine.state === "called") startRinging(mine);
  else if (ringing) ringing.stop();
  drawRoom(mine);
}

function place(mine) {
  if (mine.state === "called") return say("called");
  if (mine.state === "in_interview") return say("in-interview");
  const before = ahead(snapshot, ticketId);
  if (before === 0) return say("next");
  return before === 1 ? say("one-ahead") : say("ahead", { count: before });
}

function wait() {
  const before = ahead(snapshot, ticketId) + (isBusy(snapshot) ? 1 : 0);
  if (before === 0) return say("soon");
  const { meanS, p90S } = expectedWait(before, snapshot.recent_s);
  const from = Math.max(1, Math.round(meanS / 60));
  return say("wait", { from, to: Math.max(from + 1, Math.ceil(p90S / 60)) });
}

function drawRoom(mine) {
  const link = find("[data-enter-room]");
  const id = Object.keys(snapshot.interviews).filter((one) => snapshot.interviews[one].ticket_id === ticketId)[0];
  link.hidden = mine.state !== "in_interview" || !id;
  if (id) link.setAttribute("href", roomUrl(id));
}

function roomUrl(interviewId) {
  return root.getAttribute("data-room-url").replace("00000000-0000-0000-0000-000000000000", interviewId);
}

// ─── The call ───

async function startRinging(mine) {
  if (ringing) return;
  const seconds = (Date.parse(mine.answer_by) - Date.now() - skewMs) / 1000;
  if (seconds < 1) return;
  ringing = ring(overlay, { seconds });
  const how = await ringing;
  try {
    if (how === "answer") {
      const answer = await send("call.answer", { ticket_id: ticketId });
      window.location.assign(roomUrl(answer.interview_id));
    } else if (how === "not-now") {
      await send("call.decline", { ticket_id: ticketId });
    }
  } catch (refusal) {
    toast(refusal.message, "bad");
    await lookAgain();
  } finally {
    ringing = null;
  }
}

// ─── What happens ───

function heard(fact) {
  snapshot = apply(snapshot, fact);
  const mine = fact.data.ticket_id === ticketId;
  if (mine && fact.name === "interviews.ticket.left") {
    if (ringing) ringing.stop();
    const words = { missed: "out", fair_over: "fair-over", left: "left" }[fact.data.reason];
    toast(say(words), words === "left" ? "info" : "bad");
    // Time to read it before the page offers a new number.
    setTimeout(() => window.location.reload(), 4000);
    find("#my-ticket").classList.add("ticket-muted");
    find("[data-ticket-detail]").textContent = say(words);
    find("[data-wait-words]").textContent = "";
    return;
  }
  if (mine && fact.name === "interviews.call.missed") toast(say("stepped-back"), "bad");
  if (mine && fact.name === "interviews.interview.ended") {
    window.location.reload();
    return;
  }
  draw();
}

async function lookAgain() {
  snapshot = await send("queue.look", { booth_id: boothId });
  draw();
}

async function join(event) {
  event.preventDefault();
  const form = event.target;
  const box = form.querySelector('[name="officer_may_sit_in"]');
  try {
    await send("queue.join", { booth_id: boothId, officer_may_sit_in: Boolean(box && box.checked) });
    window.location.reload();
  } catch (refusal) {
    toast(refusal.message, "bad");
  }
}

async function leave() {
  try {
    await send("queue.leave", { ticket_id: ticketId });
  } catch (refusal) {
    toast(refusal.message, "bad");
  }
}

/** A sleeping phone does not ring: keep the screen on while waiting, where the browser can. */
async function stayAwake() {
  if (!navigator.wakeLock || document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock.request("screen");
  } catch (lowBattery) {
    // The phone refuses to save power; the ring still comes while the page is in front.
  }
}

const form = find("[data-join]");
if (form) form.addEventListener("submit", join);
if (ticketId) {
  find("[data-leave]").addEventListener("click", (event) => {
    if (event.currentTarget.hasAttribute("data-confirmed")) leave();
  });
  find("[data-test-ring]").addEventListener("click", () => {
    if (!ringing) ring(overlay, { seconds: 5 });
  });
  stayAwake();
  document.addEventListener("visibilitychange", stayAwake);
}
listen("booth", boothId, heard, { after: snapshot.position, onReset: lookAgain });
const worker = document.body.getAttribute("data-worker");
if (worker) {
  const elsewhere = (fact) => {
    // Another booth calls while this page is open: its page rings.
    if (fact.name === "interviews.ticket.called" && fact.data.booth_id !== boothId) {
      window.location.assign(window.location.pathname.replace(boothId, fact.data.booth_id));
    }
  };
  listen("worker", worker, elsewhere, { after: snapshot.position });
}
draw();
