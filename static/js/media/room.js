import { Emitter } from "./emitter.js";
import { backOff, MediaError } from "./errors.js";
import { readEvents } from "./event_stream.js";
import { Whep } from "./whep.js";
import { Whip } from "./whip.js";

/** Reasons after which a page must not come back by itself. */
const FINAL = ["ended", "kicked", "elsewhere"];

/**
 * A media room: publishes the own stream, watches everyone else's, and comes back by itself.
 *
 *   const room = new Room();
 *   room.on("track", ({ participant, publication, track, stream }) => …);
 *   await room.join({ url, room, token, iceServers, stream });
 *
 * Events:
 *   "state"        "connecting" | "connected" | "reconnecting" | "ended"
 *   "participant"  { change: "joined" | "left" | "changed", participant: { session, person, place, state, quality } }
 *   "track"        { publication, track, stream }     publication: { id, session, person, place, kinds }
 *   "untrack"      { publication }                    its picture is gone
 *   "quality"      { session, quality }               "good" | "fair" | "poor"; `isOwn` for one's own line
 *   "viewers"      number
 *   "published"    true when the own stream is on air, false when it is not
 *   "error"        MediaError that passes, for a hint; the room goes on trying
 *   "ended"        { reason }                         "ended" | "kicked" | "elsewhere" | "left" | a refusal's code
 *
 * `renewToken` (optional) is asked for a fresh token when ours has expired: async () => token.
 */
export class Room extends Emitter {
  constructor() {
    super();
    this.state = "new";
    this.participants = new Map();
    this.publications = new Map();
    this.watchers = new Map();
    this.whip = null;
    this.nodeStarted = null;
    this.instance = randomId();
    this.kinds = ["audio", "video"];
  }

  /** Resolves once the room's events are being read (the media follows by event). */
  join(options) {
    this.options = Object.assign({ iceServers: [] }, options);
    this.options.url = options.url.replace(/\/+$/, "");
    this.token = options.token;
    this.stream = options.stream || null;
    this.setState("connecting");
    this.abort = typeof AbortController === "function" ? new AbortController() : null;
    this.onHide = () => this.sessions().forEach((session) => session.leave());
    window.addEventListener("pagehide", this.onHide);
    if (this.stream) this.publish(0);
    return new Promise((resolve, reject) => {
      this.onSnapshot = resolve;
      this.on("ended", ({ reason }) => reject(new MediaError(reason)));
      this.listen(0);
    });
  }

  sessions() {
    return Array.from(this.watchers.values()).concat(this.whip ? [this.whip] : []);
  }

  setState(state) {
    if (this.state === state || this.state === "ended") return;
    this.state = state;
    this.emit("state", state);
  }

  get isOver() {
    return this.state === "ended";
  }

  // --- events ------------------------------------------------------------------------------------

  async listen(attempt) {
    const url = this.options.url + "/rooms/" + encodeURIComponent(this.options.room) + "/events";
    let heard = false;
    try {
      await readEvents(
        url,
        { Authorization: "Bearer " + this.token, "Lianpin-Instance": this.instance },
        (name, payload) => {
          heard = true;
          this.receive(name, payload);
        },
        this.abort ? this.abort.signal : undefined,
      );
    } catch (error) {
      if (this.isOver || !(await this.mayGoOn(error))) return;
    }
    if (this.isOver) return;
    this.setState("reconnecting");
    const next = heard ? 0 : attempt + 1;
    await pause(backOff(next));
    if (!this.isOver) this.listen(next);
  }

  receive(name, payload) {
    if (name === "hello") this.meetNode(payload);
    else if (name === "snapshot") this.draw(payload);
    else if (name === "token") this.token = payload.token;
    else if (name === "viewers") this.emit("viewers", payload.viewers);
    else if (name === "quality") this.receiveQuality(payload);
    else if (name === "participant_joined") this.place("joined", payload.participant);
    else if (name === "participant_changed") this.place("changed", payload.participant);
    else if (name === "participant_left") this.remove(payload.session);
    else if (name === "publication_added") this.watch(payload.publication, 0);
    else if (name === "publication_removed") this.unwatch(payload.id);
    else if (name === "ended" && FINAL.indexOf(payload.reason) >= 0) this.end(payload.reason);
  }

  /** A node that started anew knows nothing of our connections, however alive they look from here. */
  meetNode({ node_started: started, session }) {
    this.session = session;
    if (this.nodeStarted && this.nodeStarted !== started) {
      Array.from(this.watchers.keys()).forEach((id) => this.unwatch(id));
      if (this.whip) {
        this.whip.close();
        this.publish(0);
      }
    }
    this.nodeStarted = started;
  }

  draw(snapshot) {
    const there = new Set(snapshot.participants.map((one) => one.session));
    Array.from(this.participants.keys()).forEach((session) => {
      if (!there.has(session)) this.remove(session);
    });
    snapshot.participants.forEach((one) => {
      this.place(this.participants.has(one.session) ? "changed" : "joined", one);
    });
    const onAir = new Set(snapshot.publications.map((one) => one.id));
    Array.from(this.publications.keys()).forEach((id) => {
      if (!onAir.has(id)) this.unwatch(id);
    });
    snapshot.publications.forEach((one) => this.watch(one, 0));
    this.emit("viewers", snapshot.viewers);
    this.setState("connected");
    this.onSnapshot();
  }

  place(change, participant) {
    this.participants.set(participant.session, participant);
    this.emit("participant", { change, participant });
  }

  remove(session) {
    const participant = this.participants.get(session);
    this.participants.delete(session);
    if (participant) this.emit("participant", { change: "left", participant });
  }

  receiveQuality({ session, quality }) {
    const participant = this.participants.get(session);
    if (participant) participant.quality = quality;
    this.emit("quality", { session, quality, isOwn: session === this.session });
  }

  // --- watching ----------------------------------------------------------------------------------

  async watch(publication, attempt) {
    if (publication.session === this.session || this.watchers.has(publication.id)) return;
    this.publications.set(publication.id, publication);
    if (this.options.watch && !this.options.watch(publication)) return;
    const whep = new Whep(
      this.sessionOptions({ publication: publication.id, kinds: this.kinds }),
    );
    this.watchers.set(publication.id, whep);
    whep.on("track", (event) => this.emit("track", Object.assign({ publication }, event)));
    whep.on("state", (state) => {
      if (state === "failed") this.rewatch(publication, whep, 0);
    });
    try {
      await whep.start();
    } catch (error) {
      if (await this.mayGoOn(error)) this.rewatch(publication, whep, attempt + 1);
    }
  }

  async rewatch(publication, whep, attempt) {
    if (this.watchers.get(publication.id) !== whep) return;
    whep.close();
    this.emit("untrack", { publication });
    await pause(backOff(attempt));
    if (this.watchers.get(publication.id) !== whep) return;
    this.watchers.delete(publication.id);
    if (!this.isOver && this.publications.has(publication.id)) this.watch(publication, attempt);
  }

  unwatch(id) {
    const publication = this.publications.get(id);
    const whep = this.watchers.get(id);
    this.publications.delete(id);
    this.watchers.delete(id);
    if (whep) whep.close();
    if (publication) this.emit("untrack", { publication });
  }

  /** Receive only these kinds from now on: `["audio"]` on a poor line, both again on a good one. */
  receiveKinds(kinds) {
    this.kinds = kinds;
    const shown = Array.from(this.publications.values());
    shown.forEach((publication) => this.unwatch(publication.id));
    shown.forEach((publication) => this.watch(publication, 0));
  }

  // --- publishing --------------------------------------------------------------------------------

  async publish(attempt) {
    const whip = new Whip(
      this.sessionOptions({ stream: this.stream, prefer: this.options.prefer || "VP8" }),
    );
    this.whip = whip;
    whip.on("state", (state) => {
      if (this.whip !== whip) return;
      this.emit("published", state === "connected" || state === "unstable");
      if (state === "failed") this.republish(whip, 0);
    });
    try {
      await whip.start();
    } catch (error) {
      if (await this.mayGoOn(error)) this.republish(whip, attempt + 1);
    }
  }

  async republish(whip, attempt) {
    if (this.whip !== whip || this.isOver) return;
    whip.close();
    await pause(backOff(attempt));
    if (this.whip === whip && !this.isOver) this.publish(attempt);
  }

  /** Change camera or microphone; a kind that was not published yet needs a new session. */
  async replaceTrack(kind, track) {
    this.stream.getTracks().forEach((old) => {
      if (old.kind === kind && old !== track) this.stream.removeTrack(old);
    });
    if (track) this.stream.addTrack(track);
    if (this.whip && (await this.whip.replaceTrack(kind, track))) return;
    if (this.whip) this.whip.close();
    await this.publish(0);
  }

  // --- the end -----------------------------------------------------------------------------------

  /** Judge an error: true when the room goes on trying. */
  async mayGoOn(error) {
    if (this.isOver) return false;
    const expired = error.code === "media.token.expired";
    if (expired && this.options.renewToken) {
      try {
        this.token = await this.options.renewToken();
        return true;
      } catch (refused) {
        this.end("media.token.expired");
        return false;
      }
    }
    const isGone = error.status === 404;
    if (isGone || !error.code || error.isPassing) {
      this.emit("error", error);
      return true;
    }
    this.end(error.code);
    return false;
  }

  sessionOptions(more) {
    const common = {
      url: this.options.url,
      room: this.options.room,
      token: () => this.token,
      instance: this.instance,
      iceServers: this.options.iceServers,
    };
    return Object.assign(common, more);
  }

  leave() {
    this.end("left");
  }

  end(reason) {
    if (this.isOver) return;
    this.setState("ended");
    window.removeEventListener("pagehide", this.onHide);
    Array.from(this.publications.keys()).forEach((id) => this.unwatch(id));
    if (this.whip) this.whip.close();
    if (this.abort) this.abort.abort();
    this.emit("ended", { reason });
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function randomId() {
  const bytes = new Uint8Array(12);
  window.crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
