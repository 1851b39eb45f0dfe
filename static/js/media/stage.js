import { play } from "./devices.js";
import { Emitter } from "./emitter.js";
import { Room } from "./room.js";

/**
 * Go on air: publish to the stage of a live session.
 * H.264 first, because it can be packed for HLS without being encoded again.
 * Returns the Room; its events are those of room.js.
 */
export function goOnAir(options) {
  const room = new Room();
  const joined = room.join(Object.assign({ prefer: "H264", watch: () => false }, options));
  return { room, joined };
}

/**
 * Watch a live session in a video element.
 * Events: "state" ("waiting", "playing", "reconnecting", "ended"), "blocked" (true when the browser wants
 * a tap before it plays: then call `resume()` from the tap), "viewers", "ended" ({ reason }), "error".
 */
export class Viewer extends Emitter {
  constructor(element) {
    super();
    this.element = element;
    this.room = new Room();
  }

  watch(options) {
    const room = this.room;
    room.on("viewers", (count) => this.emit("viewers", count));
    room.on("error", (error) => this.emit("error", error));
    room.on("ended", (detail) => {
      this.emit("state", "ended");
      this.emit("ended", detail);
    });
    room.on("state", (state) => {
      if (state === "connected" && !room.publications.size) this.emit("state", "waiting");
      if (state === "reconnecting") this.emit("state", "reconnecting");
    });
    room.on("untrack", () => this.emit("state", "waiting"));
    room.on("track", ({ stream }) => this.show(stream));
    const onStage = (publication) => publication.place === "stage";
    return room.join(Object.assign({ watch: onStage }, options, { stream: null }));
  }

  async show(stream) {
    this.stream = stream;
    await this.resume();
  }

  /** Play; inside a tap this also unmutes what autoplay rules had kept silent. */
  async resume() {
    try {
      await play(this.element, this.stream);
      this.emit("blocked", false);
      this.emit("state", "playing");
    } catch (blocked) {
      this.emit("blocked", true);
    }
  }

  leave() {
    this.room.leave();
  }
}
