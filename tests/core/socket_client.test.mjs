/**
 * The socket client against a server that loses answers, breaks connections and repeats facts.
 * Run by test_socket_client.py.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Stands in for socket.io-client: `server.answer` decides what a command gets, or `null` for silence. */
class FakeSocket {
  constructor() {
    this.handlers = {};
    this.connected = false;
  }
  on(name, handler) {
    this.handlers[name] = handler;
  }
  timeout() {
    return {
      emitWithAck: async (_event, message) => {
        server.heard.push(message);
        const answer = await server.answer(message);
        if (answer === null) throw new Error("operation has timed out");
        return answer;
      },
    };
  }
  connect() {
    this.connected = true;
    this.handlers.connect();
  }
  disconnect() {
    this.connected = false;
    this.handlers.disconnect();
  }
  push(position, data = {}) {
    this.handlers.event({ audience: "booth:7", position, name: "called", data, at: "" });
  }
}

let server;
let client;

async function freshClient() {
  globalThis.window = { crypto: globalThis.crypto, location: { reload: () => server.reloads++ } };
  globalThis.document = { dispatchEvent: () => {}, querySelector: () => null };
  globalThis.fakeSocket = new FakeSocket();
  const built = await esbuild.build({
    entryPoints: [path.join(root, "static/js/core/socket.js")],
    bundle: true,
    write: false,
    format: "esm",
    plugins: [
      {
        name: "fake-socket",
        setup(builder) {
          builder.onResolve({ filter: /^socket\.io-client$/ }, () => ({ path: "fake", namespace: "fake" }));
          builder.onLoad({ filter: /.*/, namespace: "fake" }, () => ({
            contents: "export const io = () => globalThis.fakeSocket;",
          }));
        },
      },
    ],
  });
  const code = Buffer.from(`${built.outputFiles[0].text}\n// ${Math.random()}`).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  server = { heard: [], reloads: 0, answer: async () => ({ ok: {} }) };
  client = await freshClient();
});

test("a command without an answer is sent again with the same key", async () => {
  let silent = 1;
  server.answer = async () => (silent-- > 0 ? null : { ok: { number: 23 } });

  const answer = await client.send("queue.join", { booth_id: "7" });

  assert.deepEqual(answer, { number: 23 });
  assert.equal(server.heard.length, 2);
  assert.equal(server.heard[0].key, server.heard[1].key);
});

test("two commands have two keys", async () => {
  await client.send("queue.join");
  await client.send("queue.join");

  assert.notEqual(server.heard[0].key, server.heard[1].key);
});

test("a refusal carries its code and its words", async () => {
  server.answer = async () => ({ error: { code: "nobody_waiting", message: "Nobody waits.", details: {} } });

  await assert.rejects(client.send("queue.call_next"), { code: "nobody_waiting", message: "Nobody waits." });
  assert.equal(server.heard.length, 1);
});

test("a server that never answers is told apart from a refusal", async () => {
  server.answer = async () => null;

  await assert.rejects(client.send("queue.call_next"), { code: "unreachable" });
});

test("facts that come while the missed ones are being read wait for their turn, each comes once", async () => {
  const seen = [];
  let release;
  server.answer = () =>
    new Promise((resolve) => {
      release = () => resolve({ ok: { position: "0.4", events: [fact("0.3"), fact("0.4")] } });
    });
  client.listen("booth", "7", (event) => seen.push(event.position), { after: "0.2" });
  globalThis.fakeSocket.connect();
  globalThis.fakeSocket.push("0.4");
  globalThis.fakeSocket.push("0.5");

  release();
  await settle();
  globalThis.fakeSocket.push("0.6");

  assert.deepEqual(seen, ["0.3", "0.4", "0.5", "0.6"]);
});

test("after a broken connection it asks from the last fact it saw", async () => {
  server.answer = async () => ({ ok: { position: "0.2", events: [] } });
  client.listen("booth", "7", () => {}, { after: "0.2" });
  globalThis.fakeSocket.connect();
  await settle();
  globalThis.fakeSocket.push("0.9");

  globalThis.fakeSocket.disconnect();
  globalThis.fakeSocket.connect();
  await settle();

  assert.equal(server.heard[1].payload.after, "0.9");
});

test("when too much was missed the page is told, and goes on from there", async () => {
  let resets = 0;
  const seen = [];
  server.answer = async () => ({ ok: { position: "3.90", events: [], reset: true } });
  client.listen("booth", "7", (event) => seen.push(event.position), { after: "0.2", onReset: () => resets++ });
  globalThis.fakeSocket.connect();
  await settle();

  globalThis.fakeSocket.push("3.90");
  globalThis.fakeSocket.push("3.91");

  assert.equal(resets, 1);
  assert.deepEqual(seen, ["3.91"]);
});

test("positions are compared as numbers, transaction first", () => {
  assert.ok(client.isAfter("0.10", "0.9"));
  assert.ok(client.isAfter("12.1", "11.500"));
  assert.ok(!client.isAfter("0.9", "0.9"));
});

function fact(position) {
  return { audience: "booth:7", position, name: "called", data: {}, at: "" };
}
