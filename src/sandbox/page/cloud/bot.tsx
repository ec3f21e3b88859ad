import type { ReactNode } from "react";
import { type Language, pageLanguages, type PageState, type RunBot } from "../../page-protocol.ts";
import { runBot, speak } from "../server.ts";
import { useRequest } from "./request.tsx";

const languageNames: Readonly<Record<Language, string>> = { en: "English", "zh-CN": "简体中文" };

/** The bot's process: started, asked to stop, killed in the middle of what it does, or told to speak another language. */
export function Bot({ bot, connected, language }: Pick<PageState, "bot" | "connected" | "language">): ReactNode {
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
      <div className="panel-row" role="group" aria-label="Language of the cards">
        <span>Speaks in channels</span>
        <span className="panel-buttons">
          {pageLanguages.map((each) => (
            <button
              key={each}
              type="button"
              className="button button-small"
              lang={each}
              aria-pressed={each === language}
              disabled={each === language}
              onClick={() => send(() => speak({ language: each }))}
            >
              {languageNames[each]}
            </button>
          ))}
        </span>
      </div>
      <p className="panel-words">
        Another language starts it again. Private answers, forms and Home follow the reader: act as Li Wei 李薇 for
        Chinese.
      </p>
      {problem}
    </section>
  );
}
