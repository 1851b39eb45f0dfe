import { MediaError } from "./errors.js";

/** A camera picture that a village line carries and an old phone encodes. */
const CAMERA = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

const CODES = {
  NotAllowedError: "device.denied",
  PermissionDeniedError: "device.denied",
  SecurityError: "device.denied",
  NotFoundError: "device.not_found",
  DevicesNotFoundError: "device.not_found",
  NotReadableError: "device.in_use",
  TrackStartError: "device.in_use",
  AbortError: "device.in_use",
  OverconstrainedError: "device.not_found",
};

/**
 * What this browser can do: "" when all is there, or "device.insecure" (the page is not https),
 * "device.no_camera_access" (getUserMedia is missing: an in-app browser), "media.unsupported" (no WebRTC).
 */
export function missing() {
  if (typeof RTCPeerConnection !== "function") return "media.unsupported";
  if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) return "";
  return window.isSecureContext === false ? "device.insecure" : "device.no_camera_access";
}

/**
 * Open camera and microphone. `camera` and `microphone`: a device id, true for any, false for none.
 * Rejects with MediaError: device.denied, device.not_found, device.in_use, device.insecure,
 * device.no_camera_access, device.unknown.
 */
export async function open({ camera = true, microphone = true } = {}) {
  const lacking = missing();
  if (lacking) throw new MediaError(lacking);
  const constraints = {
    video: camera ? choose(CAMERA, camera) : false,
    audio: microphone ? choose(MICROPHONE, microphone) : false,
  };
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    throw new MediaError(CODES[error.name] || "device.unknown");
  }
}

/** Open what there is: both, or the microphone alone when the camera is missing or taken. */
export async function openWhatThereIs(wanted) {
  try {
    return { stream: await open(wanted), lacks: "" };
  } catch (error) {
    if (error.code !== "device.not_found" && error.code !== "device.in_use") throw error;
    const stream = await open(Object.assign({}, wanted, { camera: false }));
    return { stream, lacks: "video" };
  }
}

/** Devices by kind; labels are empty until permission was given once. */
export async function list() {
  const found = { cameras: [], microphones: [], speakers: [] };
  if (missing()) return found;
  const kinds = { videoinput: "cameras", audioinput: "microphones", audiooutput: "speakers" };
  (await navigator.mediaDevices.enumerateDevices()).forEach((device) => {
    if (kinds[device.kind]) found[kinds[device.kind]].push({ id: device.deviceId, label: device.label });
  });
  return found;
}

/** Call `handler` when a device is plugged in or out; returns a function that stops it. */
export function watch(handler) {
  const devices = navigator.mediaDevices;
  if (!devices || !devices.addEventListener) return () => undefined;
  devices.addEventListener("devicechange", handler);
  return () => devices.removeEventListener("devicechange", handler);
}

/** Play in an element; in-app browsers on iOS need the call inside a tap. Rejects: media.autoplay_blocked. */
export async function play(element, stream) {
  if (stream && element.srcObject !== stream) element.srcObject = stream;
  element.setAttribute("playsinline", "");
  try {
    await element.play();
  } catch (error) {
    if (error.name === "NotAllowedError") throw new MediaError("media.autoplay_blocked");
  }
}

export function stop(stream) {
  if (stream) stream.getTracks().forEach((track) => track.stop());
}

function choose(defaults, device) {
  if (typeof device !== "string") return defaults;
  return Object.assign({ deviceId: { exact: device } }, defaults);
}
