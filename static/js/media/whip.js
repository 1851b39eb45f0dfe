import { Session } from "./session.js";

/** Bits a second a camera may use; the node and the line may allow less. */
const VIDEO_BPS = 1500000;
const AUDIO_BPS = 32000;

/**
 * Publish a stream by WHIP.
 * new Whip({ url, room, token: () => token, instance, iceServers, stream, prefer: "H264" | "VP8" })
 */
export class Whip extends Session {
  constructor(options) {
    const endpoint = options.url + "/whip/" + encodeURIComponent(options.room);
    super(Object.assign({}, options, { endpoint }));
    this.senders = {};
    this.options = options;
  }

  async start() {
    const stream = this.options.stream;
    stream.getTracks().forEach((track) => this.add(track, stream));
    await this.open();
  }

  add(track, stream) {
    const transceiver = this.connection.addTransceiver(track, {
      direction: "sendonly",
      streams: [stream],
      sendEncodings: [{ maxBitrate: track.kind === "video" ? VIDEO_BPS : AUDIO_BPS }],
    });
    if (track.kind === "video") {
      // Faces and documents: rather fewer frames than a blurred picture.
      if ("contentHint" in track && this.options.hint) track.contentHint = this.options.hint;
      preferCodec(transceiver, this.options.prefer);
    }
    this.senders[track.kind] = transceiver.sender;
  }

  /** Change camera or microphone without a new session; null stops sending this kind. */
  async replaceTrack(kind, track) {
    if (!this.senders[kind]) return false;
    await this.senders[kind].replaceTrack(track);
    return true;
  }
}

/** Put a codec first where the browser lets a page choose; elsewhere its own order stands. */
export function preferCodec(transceiver, name) {
  if (!name || !transceiver.setCodecPreferences || !window.RTCRtpSender.getCapabilities) return;
  const all = window.RTCRtpSender.getCapabilities("video").codecs;
  const isWanted = (codec) => codec.mimeType.toLowerCase() === "video/" + name.toLowerCase();
  const wanted = all.filter(isWanted);
  if (!wanted.length) return;
  transceiver.setCodecPreferences(wanted.concat(all.filter((codec) => !isWanted(codec))));
}
