import type { ReactNode } from "react";
import type { PageState, RunBot } from "../../page-protocol.ts";
import { runBot } from "../server.ts";
import { useRequest } from "./request.tsx";

/** The bot's process: started, asked to stop, or killed in the middle of what it does. */
export function Bot({ bot, connected }: { readonly bot: PageState["bot"]; readonly connected: boolean }): ReactNode {
  const { send, problem } = useRequest();
  const running = bot === "running";
  const button = (label: string, what: RunBot["do"], usable: boolean, title: string): ReactNode => (
    <button
      type="button"
      className="button button-small"
      title={title}
      disabled={!usable}
      onClick={() => send(() => runBot({ do: what }))}
    >
      {label}
    </button>
  );
  return (
    <section className="panel-section" aria-label="Bot">
      <h3>Bot</h3>
      <div className="panel-row">
        <span role="status">
          <span className={connected ? "lamp lamp-good" : running ? "lamp lamp-busy" : "lamp lamp-bad"} />
          {running ? (connected ? "running, connected" : "running, not connected") : "stopped"}
        </span>
        <span className="panel-buttons">
          {button("Start", "start", !running, "Starts it on what it wrote down before")}
          {button("Stop", "stop", running, "Lets it finish what it is doing")}
          {button("Kill", "kill", running, "Ends it at once, whatever it is doing")}
        </span>
      </div>
      {problem}
    </section>
  );
}
