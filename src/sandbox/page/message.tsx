import { memo, type ReactNode, use } from "react";
import type { PageMessage } from "../page-protocol.ts";
import { Avatar } from "./avatar.tsx";
import { Blocks } from "./blocks/blocks.tsx";
import { fullTimeOf, timeOf } from "./dates.ts";
import { Mrkdwn } from "./mrkdwn.tsx";
import { NamesContext, ReaderContext } from "./names.ts";
import { SurfaceProvider } from "./surface.tsx";

/** The replies under a message. */
export interface Replies {
  readonly count: number;
  /** Time stamp of the newest one. */
  readonly last: string;
}

interface Properties {
  readonly message: PageMessage;
  readonly isApp: boolean;
  readonly replies: Replies | null;
  readonly highlighted: boolean;
  /** Null where the message stands in a thread already. */
  readonly onOpenThread: ((ts: string) => void) | null;
}

/** One message: who, when, what, and the way to its thread. Drawn again only when it changed. */
export const Message = memo(function Message({ message, isApp, replies, highlighted, onOpenThread }: Properties) {
  const author = use(NamesContext).person(message.author);
  const reader = use(ReaderContext);
  const { ts, ephemeral } = message;
  const looks = ["message", ephemeral && "message-ephemeral", highlighted && "message-highlighted"];
  return (
    <article
      className={looks.filter((look) => look !== false).join(" ")}
      data-ts={ts}
      aria-label={`${author} at ${timeOf(ts, reader)}`}
    >
      <Avatar id={message.author} name={author} isApp={isApp} />
      <div className="message-main">
        {ephemeral && <p className="message-private">Only visible to you</p>}
        <header className="message-head">
          <span className="message-author">{author}</span>
          {isApp && <span className="badge badge-app">APP</span>}
          <time
            className="message-time"
            dateTime={new Date(Number(ts) * 1_000).toISOString()}
            title={fullTimeOf(ts, reader)}
          >
            {timeOf(ts, reader)}
          </time>
        </header>
        <Content message={message} />
        {message.files.length > 0 && (
          <ul className="files" aria-label="Files">
            {message.files.map((file) => (
              <li key={file.id}>
                <a href={file.url} download={file.name} className="file">
                  <span aria-hidden="true">📄</span> {file.name}
                </a>
              </li>
            ))}
          </ul>
        )}
        {replies !== null && onOpenThread !== null && (
          <button type="button" className="replies" onClick={() => onOpenThread(ts)}>
            {replies.count === 1 ? "1 reply" : `${replies.count} replies`}
            <span className="replies-last"> Last at {timeOf(replies.last, reader)}</span>
          </button>
        )}
      </div>
      {onOpenThread !== null && !ephemeral && (
        <div className="message-tools">
          <button type="button" className="tool" onClick={() => onOpenThread(ts)}>
            Reply in thread
          </button>
        </div>
      )}
    </article>
  );
});

function Content({ message }: { readonly message: PageMessage }): ReactNode {
  const { blocks, channel, ts } = message;
  if (blocks.length > 0) {
    return (
      <SurfaceProvider place={{ kind: "message", channel, ts }} blocks={blocks}>
        <Blocks blocks={blocks} />
      </SurfaceProvider>
    );
  }
  if (message.text === "") return null;
  return (
    <div className="message-text">
      <Mrkdwn text={message.text} parse="addresses" />
      {message.edited && <span className="message-edited"> (edited)</span>}
    </div>
  );
}
