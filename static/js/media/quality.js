/** Loss above which, and round trip (ms) above which, a line is called so. The node uses the same. */
const POOR = { loss: 0.1, rtt: 800 };
const FAIR = { loss: 0.03, rtt: 350 };

/** "good", "fair" or "poor" for a share of lost packets (0…1) and a round trip in milliseconds. */
export function word(loss, rtt) {
  if (loss > POOR.loss || rtt > POOR.rtt) return "poor";
  if (loss > FAIR.loss || rtt > FAIR.rtt) return "fair";
  return "good";
}

/**
 * Measure a connection: { quality, loss, rttMs, bitrateBps, framesDecoded, audioEnergy }.
 * `before` is the result of the last call, so that loss and bit rate are those of the time between.
 */
export async function measure(connection, before) {
  const now = { received: 0, lost: 0, bytes: 0, framesDecoded: 0, audioEnergy: 0, rttMs: 0, at: 0 };
  (await connection.getStats()).forEach((report) => add(now, report));
  const earlier = (before && before.raw) || { received: 0, lost: 0, bytes: 0, at: now.at - 1000 };
  const lost = Math.max(0, now.lost - earlier.lost);
  const total = lost + Math.max(0, now.received - earlier.received);
  const loss = total ? lost / total : 0;
  const seconds = Math.max(0.001, (now.at - earlier.at) / 1000);
  return {
    quality: word(loss, now.rttMs),
    loss,
    rttMs: now.rttMs,
    bitrateBps: Math.round(((now.bytes - earlier.bytes) * 8) / seconds),
    framesDecoded: now.framesDecoded,
    audioEnergy: now.audioEnergy,
    raw: now,
  };
}

function add(now, report) {
  now.at = Math.max(now.at, report.timestamp);
  if (report.type === "inbound-rtp") {
    now.received += report.packetsReceived || 0;
    now.lost += report.packetsLost || 0;
    now.bytes += report.bytesReceived || 0;
    now.framesDecoded += report.framesDecoded || 0;
    now.audioEnergy += report.totalAudioEnergy || 0;
  } else if (report.type === "outbound-rtp") {
    now.bytes += report.bytesSent || 0;
  } else if (report.type === "remote-inbound-rtp") {
    now.lost += report.packetsLost || 0;
  } else if (report.type === "candidate-pair" && report.nominated && report.currentRoundTripTime) {
    now.rttMs = Math.max(now.rttMs, report.currentRoundTripTime * 1000);
  }
}

/** Measure every `everyMs` and call `onChange(result)`; returns a function that stops it. */
export function follow(connection, onChange, everyMs = 2000) {
  let before = null;
  const timer = setInterval(async () => {
    if (connection.connectionState === "closed") {
      clearInterval(timer);
      return;
    }
    before = await measure(connection, before);
    onChange(before);
  }, everyMs);
  return () => clearInterval(timer);
}
