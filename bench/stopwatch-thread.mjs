import { connect, createServer } from "node:net";
import { parentPort, workerData as transport } from "node:worker_threads";
import { WebSocket, WebSocketServer } from "ws";

let target = null;
let times = [];
parentPort.on("message", (message) => {
  if (message === "times") {
    parentPort.postMessage(times);
    times = [];
  } else target = message.target;
});

/** One request at a time on each connection: the first byte of the answer is its acknowledgement. */
function overHttp() {
  return createServer({ noDelay: true }, (slack) => {
    const program = connect({ port: target, host: "127.0.0.1", noDelay: true });
    let since = null;
    slack.on("data", (chunk) => {
      since ??= performance.now();
      program.write(chunk);
    });
    program.on("data", (chunk) => {
      if (since !== null) times.push(performance.now() - since);
      since = null;
      slack.write(chunk);
    });
    endTogether(slack, program, (socket) => socket.destroy());
  }).listen(0, "127.0.0.1");
}

/** Many requests on one connection: an acknowledgement names the envelope it is for. */
function overSocket() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (program, { url }) => {
    const slack = new WebSocket(`ws://127.0.0.1:${target}${url}`);
    const waiting = new Map();
    slack.on("message", (data) => {
      const text = Buffer.from(data).toString();
      const envelope = envelopeOf(text);
      if (envelope !== null) waiting.set(envelope, performance.now());
      program.send(text);
    });
    program.on("message", (data) => {
      const text = Buffer.from(data).toString();
      const envelope = envelopeOf(text);
      if (waiting.has(envelope)) times.push(performance.now() - waiting.get(envelope));
      waiting.delete(envelope);
      slack.send(text);
    });
    endTogether(slack, program, (socket) => socket.terminate());
  });
  return server;
}

function envelopeOf(text) {
  return /"envelope_id":"([^"]+)"/.exec(text)?.[1] ?? null;
}

function endTogether(one, other, end) {
  for (const [mine, theirs] of [
    [one, other],
    [other, one],
  ]) {
    mine.on("error", () => {});
    mine.on("close", () => end(theirs));
  }
}

const server = transport === "http" ? overHttp() : overSocket();
server.on("listening", () => parentPort.postMessage(server.address().port));
