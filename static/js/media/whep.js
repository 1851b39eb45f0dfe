import { Session } from "./session.js";

/**
 * Watch one publication by WHEP.
 * new Whep({ url, room, publication, token: () => token, instance, iceServers, kinds })
 * Events: "track" ({ track, stream }), "state".
 */
export class Whep extends Session {
  constructor(options) {
    const path = [options.room, options.publication].map(encodeURIComponent).join("/");
    super(Object.assign({}, options, { endpoint: options.url + "/whep/" + path }));
    this.stream = new MediaStream();
    (options.kinds || ["audio", "video"]).forEach((kind) => {
      this.connection.addTransceiver(kind, { direction: "recvonly" });
    });
    this.connection.addEventListener("track", (event) => {
      this.stream.addTrack(event.track);
      this.emit("track", { track: event.track, stream: this.stream });
    });
  }

  async start() {
    await this.open();
  }
}
