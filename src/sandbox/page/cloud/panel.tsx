import type { ReactNode } from "react";
import type { PageState } from "../../page-protocol.ts";
import { Bot } from "./bot.tsx";
import { Calls } from "./calls.tsx";
import { Clusters } from "./clusters.tsx";
import { Faults } from "./faults.tsx";

/** What the bot cannot see: the cloud as it is, what goes wrong in it, and the bot's own process. */
export function CloudPanel({ state, onClose }: { readonly state: PageState; readonly onClose: () => void }): ReactNode {
  const { cloud } = state;
  return (
    <aside className="side-panel" aria-label="Behind the scenes">
      <header className="panel-head">
        <h2>
          Behind the scenes <small>1 s here is {cloud.speed} s in the cloud</small>
        </h2>
        <button type="button" className="tool" aria-label="Close behind the scenes" onClick={onClose}>
          ×
        </button>
      </header>
      <div className="panel-body">
        <Bot bot={state.bot} connected={state.connected} language={state.language} />
        <Clusters cloud={cloud} />
        <Faults cloud={cloud} />
        <Calls calls={cloud.calls} />
      </div>
    </aside>
  );
}
