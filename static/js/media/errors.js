/**
 * What can go wrong with media, as codes. Pages show their own sentence for each code; nothing here is
 * text for people.
 *
 * From the node: media.token.expired, media.token.revoked, media.token.foreign_key,
 * media.token.other_room, media.publish.not_granted, media.watch.not_granted,
 * media.publication.not_found, media.session.superseded, media.node.full, media.too_many_requests …
 * From the browser: device.* (devices.js), media.unreachable, media.unsupported, media.autoplay_blocked.
 */
export class MediaError extends Error {
  constructor(code, { status = 0, retryAfter = 0 } = {}) {
    super(code);
    this.name = "MediaError";
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether trying again can help without anybody doing anything. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Turn a refusal of the node (a problem document) into a MediaError. */
export async function refusalOf(response) {
  let code = "http." + response.status;
  try {
    const problem = await response.json();
    if (problem.code) code = problem.code;
  } catch (unreadable) {
    // A proxy's own page: the status says enough.
  }
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return new MediaError(code, { status: response.status, retryAfter });
}

/** Milliseconds to wait before attempt number `attempt` (0, 1, …): doubling, spread out, at most 5 s. */
export function backOff(attempt) {
  const limit = Math.min(5000, 250 * Math.pow(2, Math.min(attempt, 6)));
  return limit * (0.5 + Math.random() / 2);
}
