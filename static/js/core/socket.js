/**
 * The one socket of a page: commands go out, facts come in.
 *
 *   const answer = await send("queue.join", { booth_id });
 *   const stop = listen("booth", id, (event) => …, { after: position, onReset: () => location.reload() });
 *
 * A command is sent again with the same key when no answer came, so it has one effect however often it arrives.
 * A listener survives broken connections: it asks for what it missed by the position of the last fact it saw.
 */
import { io } from "socket.io-client";

import { newKey } from "./keys.js";

const ANSWER_MS = 8000;
const TRIES = 3;

let socket = null;

/** @type {Map<string, Channel>} audience name ("booth:<id>") to what is heard there */
const channels = new Map();

/**
 * @typedef {{audience: string, position: string, name: string, data: Object, at: string}} Fact
 * @typedef {{audience: string, id: string, position: string|null, joined: boolean, early: Fact[],
 *   listeners: Set<{onEvent: function(Fact): void, onReset: function(): void, onRefused: function(Object): void}>}} Channel
 */

/** Connects on first use; WebSocket first, long polling where a proxy swallows WebSockets. */
function connected() {
  if (socket) return socket;
  socket = io({ transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 8000 });
  socket.on("connect", () => {
    announce(true);
    channels.forEach(join);
  });
  socket.on("disconnect", () => {
    announce(false);
    channels.forEach((channel) => {
      channel.joined = false;
    });
  });
  socket.on("event", heard);
  return socket;
}

function announce(online) {
  document.dispatchEvent(new CustomEvent("lianpin:connection", { detail: { online } }));
}

/**
 * Sends a command and resolves with what the server answers.
 *
 * @param {string} name such as "queue.call_next"
 * @param {Object} payload the fields of the command
 * @param {{key?: string, answerMs?: number, tries?: number}} options
 * @returns {Promise<any>} rejects with {code, message, details}; code "unreachable" when nobody answered
 */
export async function send(name, payload = {}, { key = newKey(), answerMs = ANSWER_MS, tries = TRIES } = {}) {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    let answer = null;
    try {
      answer = await connected().timeout(answerMs).emitWithAck("command", { name, key, payload });
    } catch (timeout) {
      continue; // No answer in time: the same key again.
    }
    if (answer && answer.error) throw refusal(answer.error);
    return answer ? answer.ok : undefined;
  }
  const words = document.querySelector('[data-words-of="page"]');
  throw refusal({ code: "unreachable", message: words ? words.getAttribute("data-no-answer") : "", details: {} });
}

function refusal({ code, message, details }) {
  return Object.assign(new Error(message), { code, details: details || {} });
}

/**
 * Hears every fact of an audience, in order, each once.
 *
 * @param {string} audience kind of audience, such as "booth"
 * @param {string} id whose
 * @param {function(Fact): void} onEvent
 * @param {{after?: string|null, onReset?: function(): void, onRefused?: function(Object): void}} options
 *   after: the position at which the page was drawn, so that nothing between drawing and listening is lost;
 *   onReset: too much was missed, fetch the page's state again (without it the page reloads)
 * @returns {function(): void} stops listening
 */
export function listen(audience, id, onEvent, { after = null, onReset = reload, onRefused = () => {} } = {}) {
  const name = `${audience}:${id}`;
  const listener = { onEvent, onReset, onRefused };
  let channel = channels.get(name);
  if (!channel) {
    channel = { audience, id, position: after, joined: false, early: [], listeners: new Set() };
    channels.set(name, channel);
    if (connected().connected) join(channel);
  }
  channel.listeners.add(listener);
  return () => {
    channel.listeners.delete(listener);
    // The server forgets the audience when the socket goes; until then its facts are simply not passed on.
    if (channel.listeners.size === 0) channels.delete(name);
  };
}

function reload() {
  window.location.reload();
}

/** Joins first and then reads what was missed; facts that come in between wait in `early`. */
async function join(channel) {
  channel.joined = false;
  channel.early = [];
  let answer = null;
  try {
    answer = await send("events.listen", { audience: channel.audience, id: channel.id, after: channel.position });
  } catch (error) {
    // Unreachable: the next connect joins again. Refused: whoever listens is told.
    if (error.code !== "unreachable") channel.listeners.forEach((listener) => listener.onRefused(error));
    return;
  }
  if (answer.reset) {
    channel.position = answer.position;
    channel.listeners.forEach((listener) => listener.onReset());
  } else {
    answer.events.forEach((fact) => pass(channel, fact));
    channel.position = later(channel.position, answer.position);
  }
  channel.joined = true;
  channel.early.splice(0).forEach((fact) => pass(channel, fact));
}

function heard(fact) {
  const channel = channels.get(fact.audience);
  if (!channel) return;
  if (channel.joined) pass(channel, fact);
  else channel.early.push(fact);
}

function pass(channel, fact) {
  if (channel.position !== null && !isAfter(fact.position, channel.position)) return;
  channel.position = fact.position;
  channel.listeners.forEach((listener) => listener.onEvent(fact));
}

function later(one, other) {
  return one !== null && isAfter(one, other) ? one : other;
}

/** Whether position `one` ("transaction.sequence") lies after `other` in the log. */
export function isAfter(one, other) {
  const [oneTransaction, oneSequence] = one.split(".").map(Number);
  const [otherTransaction, otherSequence] = other.split(".").map(Number);
  return oneTransaction === otherTransaction ? oneSequence > otherSequence : oneTransaction > otherTransaction;
}

/** Whether the socket stands right now. */
export function isConnected() {
  return Boolean(socket && socket.connected);
}
