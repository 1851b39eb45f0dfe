/** What every page does: htmx, confirmations, toasts, menus, dialogs, one send per form, the offline line. */
import htmx from "htmx.org";

import { newKey } from "./keys.js";

const BUSY_MS = 20000;

export function start() {
  setUpHtmx();
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  document.addEventListener("change", markChoice);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus();
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  watchConnection();
  showKeptToast();
}

// ─── Words ───

/** A sentence that the server wrote into the page: `words("page", "failed")`. */
export function words(of, name) {
  const holder = document.querySelector(`[data-words-of="${of}"]`);
  return (holder && holder.getAttribute(`data-${name}`)) || "";
}

/** A fresh copy of `<template data-template="name">`. */
export function clone(name) {
  const template = document.querySelector(`template[data-template="${name}"]`);
  return document.importNode(template.content, true).firstElementChild;
}

function all(selector, within = document) {
  return Array.from(within.querySelectorAll(selector));
}

// ─── Talking to the server ───

export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta ? meta.getAttribute("content") : "";
}

/**
 * Calls the JSON API.
 *
 * @param {string} method
 * @param {string} url
 * @param {Object=} payload
 * @param {{key?: string}} options key: the same key for a repeated try
 * @returns {Promise<any>} rejects with {code, message, status, fields}; code "unreachable" when nobody answered
 */
export async function api(method, url, payload, { key = newKey() } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["Content-Type"] = "application/json";
    headers["X-CSRF-Token"] = csrfToken();
    headers["Idempotency-Key"] = key;
  }
  let response = null;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      body: method === "GET" ? undefined : JSON.stringify(payload || {}),
    });
  } catch (unreachable) {
    throw Object.assign(new Error(words("page", "no-answer")), { code: "unreachable", status: 0, fields: {} });
  }
  const isJson = /json/.test(response.headers.get("Content-Type") || "");
  const body = isJson ? await response.json() : {};
  if (response.ok) return body;
  throw Object.assign(new Error(body.title || words("page", "failed")), {
    code: body.code || "internal",
    status: response.status,
    fields: body.fields || {},
  });
}

function setUpHtmx() {
  Object.assign(htmx.config, {
    allowEval: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    // Pages hold personal data: none of them is copied into the browser's storage.
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "409|422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = csrfToken();
    if (event.detail.verb !== "get" && !event.detail.parameters._key) {
      event.detail.headers["Idempotency-Key"] = newKey();
    }
  });
  document.addEventListener("htmx:responseError", () => toast(words("page", "failed"), "bad"));
  document.addEventListener("htmx:sendError", () => toast(words("page", "no-answer"), "bad"));
}

/** Fetches a fragment again: after a push the page asks for the truth instead of guessing it. */
export function refresh(element, url) {
  return htmx.ajax("get", url, { target: element, swap: "outerHTML" });
}

// ─── Toasts ───

/** Shows a sentence for a few seconds. tone: "info", "good" or "bad". */
export function toast(text, tone = "info") {
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  const box = clone("toast");
  box.classList.add(`toast-${tone}`);
  all("[data-tone-icon]", box).forEach((icon) => {
    icon.hidden = icon.getAttribute("data-tone-icon") !== tone;
  });
  box.querySelector("[data-words]").textContent = text;
  place.appendChild(box);
  setTimeout(() => box.remove(), 4000 + text.length * 60);
}

const LATER = "lianpin:toast";

/** Shows a sentence of the server on the page that comes next; without storage it is not shown. */
export function toastOnNextPage(text) {
  try {
    sessionStorage.setItem(LATER, text);
  } catch (refused) {
    // Private windows of some browsers refuse; the sentence is a courtesy.
  }
}

function showKeptToast() {
  try {
    toast(sessionStorage.getItem(LATER), "info");
    sessionStorage.removeItem(LATER);
  } catch (refused) {
    // As above.
  }
}

// ─── Clicks ───

function clicked(event) {
  const target = event.target.closest ? event.target : event.target.parentElement;
  if (!target) return;
  closeMenus(target);
  const asks = target.closest("[data-confirm]");
  if (asks && !asks.hasAttribute("data-confirmed")) {
    event.preventDefault();
    event.stopPropagation();
    confirmed(asks.getAttribute("data-confirm")).then((yes) => yes && pressAgain(asks));
    return;
  }
  const opens = target.closest("[data-opens]");
  if (opens) openDialog(document.getElementById(opens.getAttribute("data-opens")));
  if (target.closest("[data-closes]")) closeDialog(target.closest("dialog"));
  if (target.closest("[data-prints]")) window.print();
}

function pressAgain(element) {
  element.setAttribute("data-confirmed", "");
  element.click();
  element.removeAttribute("data-confirmed");
}

function closeMenus(except = null) {
  all("details[data-menu][open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });
}

// ─── Dialogs ───

/** Asks; resolves with true for yes. */
export function confirmed(question) {
  const dialog = clone("confirm");
  if (!dialog.showModal) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-words]").textContent = question;
  document.body.appendChild(dialog);
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.remove();
      resolve(yes);
    };
    dialog.querySelector('[data-answer="yes"]').addEventListener("click", () => answer(true));
    dialog.querySelector('[data-answer="no"]').addEventListener("click", () => answer(false));
    dialog.addEventListener("cancel", () => answer(false));
    dialog.showModal();
  });
}

/** Opens a <dialog>, modal where the browser can. */
export function openDialog(dialog) {
  if (!dialog) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

export function closeDialog(dialog) {
  if (!dialog) return;
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}

// ─── One send per form ───

function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || (form.method || "").toLowerCase() !== "post") return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  const pressed = event.submitter || form.querySelector('button[type="submit"], button:not([type])');
  // After this turn, so that the button's own name and value are still sent.
  setTimeout(() => pressed && pressed.setAttribute("data-busy", ""), 0);
  setTimeout(() => release(form), BUSY_MS);
}

/** Lets a form be sent again (the server remembers its key, so nothing happens twice). */
export function release(form) {
  form.removeAttribute("data-sent");
  all("[data-busy]", form).forEach((button) => button.removeAttribute("data-busy"));
}

function markChoice(event) {
  const option = event.target.closest && event.target.closest(".option");
  if (!option) return;
  all(".option", option.parentElement).forEach((one) => {
    one.classList.toggle("is-chosen", one.querySelector("input").checked);
  });
}

// ─── The connection ───

function watchConnection() {
  const line = document.querySelector("[data-offline]");
  if (!line) return;
  let timer = null;
  const show = (online) => {
    clearTimeout(timer);
    // A page that is being left loses its socket too; only a lasting loss is worth a line.
    timer = setTimeout(() => {
      if (line.hidden === online) return;
      line.hidden = online;
      if (online) toast(words("page", "back"), "good");
    }, online ? 0 : 2500);
  };
  window.addEventListener("online", () => show(true));
  window.addEventListener("offline", () => show(false));
  document.addEventListener("lianpin:connection", (event) => show(event.detail.online));
}
