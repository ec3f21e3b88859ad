import { type ChildProcess, spawn } from "node:child_process";

/** The bot as a process of its own, which can be stopped and killed like any other. */
export interface BotProcess {
  state(): "running" | "stopped";
  start(): void;
  /** SIGTERM: it may end what it is doing. */
  stop(): Promise<void>;
  /** SIGKILL: it may not. */
  kill(): Promise<void>;
}

/** @param onChange called when it starts or ends, by itself as well */
export function createBotProcess(
  program: string,
  environment: Readonly<Record<string, string>>,
  onChange: () => void,
): BotProcess {
  let child: ChildProcess | null = null;

  function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    if (running === null) return Promise.resolve();
    return new Promise((resolve) => {
      running.once("exit", () => resolve());
      running.kill(signal);
    });
  }

  return {
    state: () => (child === null ? "stopped" : "running"),
    start() {
      if (child !== null) return;
      const started = spawn(process.execPath, [program], {
        env: { ...inherited(), ...environment },
        stdio: ["ignore", "inherit", "inherit"],
      });
      child = started;
      // Nothing may be left of it, whatever ends the sandbox.
      const endWithUs = (): boolean => started.kill("SIGKILL");
      process.once("exit", endWithUs);
      started.once("exit", () => {
        process.off("exit", endWithUs);
        child = null;
        onChange();
      });
      onChange();
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** Nothing of the host's credentials reaches a bot that only plays. */
function inherited(): Record<string, string> {
  const { PATH, HOME, LOG_LEVEL } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(HOME === undefined ? {} : { HOME }),
    LOG_LEVEL: LOG_LEVEL ?? "warn",
  };
}
