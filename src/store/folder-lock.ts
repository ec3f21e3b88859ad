import { mkdir, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join, relative } from "node:path";
import { UnusableStore } from "./store.ts";

/** Milliseconds in which whoever has the folder shows that it is alive; on one machine that takes next to none. */
const patience = 2_000;

/**
 * Takes a data folder for this process alone. What is held is a socket in the folder: the system lets go of it with the process, however
 * that ends, so that nothing has to run out before the next start. Processes on other machines are not seen.
 * @throws UnusableStore where another process has the folder
 * @returns what gives it back
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = shortest(join(folder, "in-use.sock"));
  const server = (await listen(path)) ?? (await takeOver(folder, path));
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** What a process left behind that was killed refuses connections. */
async function takeOver(folder: string, path: string): Promise<Server> {
  if (!(await isAlive(path))) {
    await unlink(path).catch(() => {});
    const server = await listen(path);
    if (server !== null) return server;
  }
  throw new UnusableStore(
    `LIFEGUARD_DATA_DIR ${folder} is in use by another process: stop that one, give this one a folder of its own, or give both one DATABASE_URL`,
  );
}

/** null: the address is taken. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(patience, () => answer(true));
    socket.once("connect", () => answer(true));
    socket.once("error", (error) =>
      answer(!("code" in error && ["ECONNREFUSED", "ENOENT"].includes(String(error.code)))),
    );
  });
}

/** Addresses of sockets hold about a hundred bytes. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path);
  return near.length < path.length ? near : path;
}
