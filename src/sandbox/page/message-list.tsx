import { Fragment, type ReactNode, use, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PageMessage } from "../page-protocol.ts";
import { ReaderContext } from "./names.ts";
import { dayOf } from "./dates.ts";
import { Message, type Replies } from "./message.tsx";
import { messageKey } from "./state.ts";

/** Distance from the end, in pixels, at which one still counts as reading the newest. */
const nearEnd = 80;

/** Messages, oldest first. It stays at the newest one unless one has scrolled away from it. */
export function MessageList({
  label,
  messages,
  me,
  appId,
  linesSent,
  replies,
  highlighted,
  onOpenThread,
  start,
}: {
  readonly label: string;
  readonly messages: readonly PageMessage[];
  readonly me: string;
  readonly appId: string | null;
  /** How many lines were typed here: each takes one to the end, where its answer will stand. */
  readonly linesSent: number;
  readonly replies: ReadonlyMap<string, Replies>;
  readonly highlighted: string | null;
  readonly onOpenThread: ((ts: string) => void) | null;
  /** Stands above the first message. */
  readonly start: ReactNode;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [missed, setMissed] = useState(false);
  const last = messages.at(-1);
  const lastKey = last === undefined ? "" : messageKey(last);

  const toEnd = (): void => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  useLayoutEffect(() => {
    const own = last !== undefined && (last.author === me || last.ephemeral);
    if (atEnd.current || own) toEnd();
    else setMissed(true);
  }, [lastKey]);
  useLayoutEffect(() => {
    if (linesSent === 0) return;
    atEnd.current = true;
    toEnd();
  }, [linesSent]);
  useEffect(() => {
    if (content.current === null) return undefined;
    // An edited card may grow below the end of the window.
    const growth = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    growth.observe(content.current);
    return () => growth.disconnect();
  }, []);
  useEffect(() => {
    if (highlighted === null) return;
    const target = list.current?.querySelector(`[data-ts="${CSS.escape(highlighted)}"]`);
    if (target === null || target === undefined) return;
    atEnd.current = false;
    target.scrollIntoView({ block: "center" });
  }, [highlighted]);

  return (
    <div className="message-list-frame">
      <div
        ref={list}
        className="message-list"
        role="log"
        aria-label={label}
        // A list that scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
          if (atEnd.current) setMissed(false);
        }}
      >
        <div ref={content} className="message-list-content">
          {start}
          {messages.map((message, at) => (
            <Fragment key={messageKey(message)}>
              <DayLine message={message} before={messages[at - 1]} />
              <Message
                message={message}
                isApp={message.author === appId}
                replies={replies.get(message.ts) ?? null}
                highlighted={message.ts === highlighted}
                onOpenThread={onOpenThread}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {missed && (
        <button
          type="button"
          className="jump"
          onClick={() => {
            setMissed(false);
            toEnd();
          }}
        >
          ↓ New messages
        </button>
      )}
    </div>
  );
}

function DayLine({
  message,
  before,
}: {
  readonly message: PageMessage;
  readonly before: PageMessage | undefined;
}): ReactNode {
  const reader = use(ReaderContext);
  const day = dayOf(message.ts, reader);
  if (before !== undefined && dayOf(before.ts, reader) === day) return null;
  return (
    <div className="day-line" role="separator">
      <span>{day}</span>
    </div>
  );
}
