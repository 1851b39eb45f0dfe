/** A new idempotency key: random, 128 bits, also on phones without `crypto.randomUUID`. */
export function newKey() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
