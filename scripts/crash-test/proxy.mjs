import { createServer, request as send } from "node:http";

/**
 * Stands between the bot and a server. `on` is told of every call as it comes ("before"), when the server has answered and the bot does not
 * know it yet ("taken"), and when the bot has the answer ("answered").
 */
export async function startProxy(target, on) {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const call = {
        at: Date.now(),
        method: incoming.method,
        path: incoming.url.split("?")[0],
        headers: incoming.headers,
        body: body.toString("utf8"),
        status: null,
      };
      if (on("before", call) === "cut") return incoming.socket.destroy();
      const { method, url: path, headers } = incoming;
      const onward = send({ hostname, port, method, path, headers }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => {
          call.status = answer.statusCode;
          if (on("taken", call) === "cut") return incoming.socket.destroy();
          outgoing.writeHead(answer.statusCode, answer.headers);
          outgoing.end(Buffer.concat(parts), () => on("answered", call));
        });
      });
      onward.on("error", () => incoming.socket.destroy());
      onward.end(body);
    });
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    host: `127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
