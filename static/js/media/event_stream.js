import { MediaError, refusalOf } from "./errors.js";

/** The node says it is alive every 5 s; a stream silent for longer is dead. */
const SILENCE_MS = 12000;

/**
 * Read a room's events until the stream ends: `onEvent(name, payload)` for each.
 * Resolves when the node ended the stream, rejects with MediaError when it refused or cannot be reached.
 * EventSource is not used because it cannot carry a bearer token.
 */
export async function readEvents(url, headers, onEvent, signal) {
  let response;
  try {
    response = await fetch(url, { headers, signal, cache: "no-store" });
  } catch (offline) {
    throw new MediaError("media.unreachable");
  }
  if (!response.ok) throw await refusalOf(response);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const guard = setTimeout(() => reader.cancel().catch(() => undefined), SILENCE_MS);
    let chunk;
    try {
      chunk = await reader.read();
    } catch (broken) {
      throw new MediaError("media.unreachable");
    } finally {
      clearTimeout(guard);
    }
    if (chunk.done) return;
    rest += decoder.decode(chunk.value, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    blocks.forEach((block) => dispatch(block, onEvent));
  }
}

function dispatch(block, onEvent) {
  let name = "message";
  let data = "";
  block.split("\n").forEach((text) => {
    if (text.startsWith("event: ")) name = text.slice(7);
    else if (text.startsWith("data: ")) data += text.slice(6);
  });
  if (data) onEvent(name, JSON.parse(data));
}
