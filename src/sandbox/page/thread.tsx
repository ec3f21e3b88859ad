import { type ReactNode, useState } from "react";
import type { PageChannel, PageState } from "../page-protocol.ts";
import { Composer, messageProblem } from "./composer.tsx";
import { Foot } from "./conversation.tsx";
import type { Replies } from "./message.tsx";
import { MessageList } from "./message-list.tsx";
import { typeMessage } from "./server.ts";

const noReplies: ReadonlyMap<string, Replies> = new Map();

/** A message with its replies, beside the channel. */
export function Thread({
  state,
  channel,
  ts,
  appId,
  highlighted,
  onClose,
}: {
  readonly state: PageState;
  readonly channel: PageChannel;
  readonly ts: string;
  readonly appId: string | null;
  readonly highlighted: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const messages = state.messages.filter(
    (message) => message.channel === channel.id && (message.ts === ts || message.threadTs === ts),
  );
  const [sent, setSent] = useState(0);
  const send = async (line: string): Promise<string | null> => {
    // Slack runs no app's command in a thread.
    const [word = line] = line.split(/\s/, 1);
    if (word.startsWith("/")) return `${word} is not supported in threads. Sorry!`;
    setSent(sent + 1);
    return messageProblem(await typeMessage({ as: state.me, channel: channel.id, threadTs: ts, text: line }));
  };
  return (
    <aside className="side-panel" aria-label="Thread">
      <header className="panel-head">
        <h2>
          Thread <small>{channel.kind === "direct" ? channel.name : `#${channel.name}`}</small>
        </h2>
        <button type="button" className="tool" aria-label="Close thread" onClick={onClose}>
          ×
        </button>
      </header>
      <MessageList
        key={`${state.me}/${ts}`}
        label="Thread messages"
        messages={messages}
        me={state.me}
        appId={appId}
        linesSent={sent}
        replies={noReplies}
        highlighted={highlighted}
        onOpenThread={null}
        start={messages.length === 0 ? <p className="empty">This message is gone.</p> : null}
      />
      <Foot channel={channel} me={state.me}>
        <Composer key={`${state.me}/${ts}`} label="Reply…" commands={[]} onSend={send} />
      </Foot>
    </aside>
  );
}
