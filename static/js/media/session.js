import { Emitter } from "./emitter.js";
import { MediaError, refusalOf } from "./errors.js";

/** How long a broken line may mend itself by ICE restart before the session is given up. */
const MEND_MS = 3000;
const FRAGMENT = "application/trickle-ice-sdpfrag";

/**
 * One WHIP or WHEP session: an offer posted, an answer taken, ICE restarted when the line breaks.
 * Events: "state" ("connecting", "connected", "unstable", "failed", "closed").
 */
export class Session extends Emitter {
  /** `token` is a function, so that a renewed token is used at once. */
  constructor({ endpoint, token, instance, iceServers = [] }) {
    super();
    this.endpoint = endpoint;
    this.token = token;
    this.instance = instance || "";
    this.state = "new";
    this.resource = null;
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.connection.addEventListener("connectionstatechange", () => this.follow());
    this.connection.addEventListener("iceconnectionstatechange", () => this.follow());
  }

  headers(contentType) {
    const headers = { Authorization: "Bearer " + this.token() };
    if (this.instance) headers["Lianpin-Instance"] = this.instance;
    if (contentType) headers["Content-Type"] = contentType;
    return headers;
  }

  setState(state) {
    if (this.state === state || this.state === "closed") return;
    this.state = state;
    this.emit("state", state);
  }

  /** Offer what was added to the connection; resolves when the answer is set, rejects with MediaError. */
  async open() {
    this.setState("connecting");
    const offer = await this.connection.createOffer();
    await this.connection.setLocalDescription(offer);
    // The node never sends checks of its own, so our candidates need not be waited for.
    const response = await this.request(this.endpoint, "POST", "application/sdp", offer.sdp);
    this.resource = new URL(response.headers.get("Location"), this.endpoint).href;
    this.answer = await response.text();
    if (this.state === "closed") {
      this.leave();
      return;
    }
    await this.connection.setRemoteDescription({ type: "answer", sdp: this.answer });
  }

  async request(url, method, contentType, body) {
    let response;
    try {
      response = await fetch(url, { method, body, headers: this.headers(contentType) });
    } catch (offline) {
      throw new MediaError("media.unreachable");
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  follow() {
    const state = this.connection.connectionState || this.connection.iceConnectionState;
    if (state === "connected" || state === "completed") {
      clearTimeout(this.mending);
      this.mending = null;
      this.setState("connected");
    } else if (state === "disconnected") {
      this.setState("unstable");
      this.mend();
    } else if (state === "failed" || state === "closed") {
      this.setState("failed");
    }
  }

  /** Restart ICE: the phone may have another address now. */
  mend() {
    if (this.mending || this.state === "closed" || !this.resource) return;
    this.mending = setTimeout(() => this.setState("failed"), MEND_MS);
    this.restartIce().catch(() => this.setState("failed"));
  }

  async restartIce() {
    const connection = this.connection;
    const offer = await connection.createOffer({ iceRestart: true });
    await connection.setLocalDescription(offer);
    const fragment = ["ice-ufrag", "ice-pwd"].map((name) => line(offer.sdp, name)).join("\r\n");
    const response = await this.request(this.resource, "PATCH", FRAGMENT, fragment + "\r\n");
    if (response.status !== 200) return;
    const text = await response.text();
    ["ice-ufrag", "ice-pwd"].forEach((name) => {
      const fresh = line(text, name);
      this.answer = this.answer.replace(new RegExp("a=" + name + ":.*", "g"), fresh);
    });
    await connection.setRemoteDescription({ type: "answer", sdp: this.answer });
  }

  /** Tell the node; it need not wait for silence. Works while the page is being closed. */
  leave() {
    if (!this.resource) return;
    const options = { method: "DELETE", headers: this.headers(), keepalive: true };
    fetch(this.resource, options).catch(() => undefined);
    this.resource = null;
  }

  close() {
    if (this.state === "closed") return;
    clearTimeout(this.mending);
    this.setState("closed");
    this.leave();
    this.connection.close();
  }
}

function line(sdp, name) {
  const found = sdp.match(new RegExp("a=" + name + ":[^\\r\\n]*"));
  return found ? found[0] : "";
}
