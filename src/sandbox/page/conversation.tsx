import { type ReactNode, useState } from "react";
import type { PageChannel, PageMessage, PageState } from "../page-protocol.ts";
import { commandProblem, Composer, messageProblem } from "./composer.tsx";
import type { Replies } from "./message.tsx";
import { MessageList } from "./message-list.tsx";
import { typeCommand, typeMessage } from "./server.ts";

/** A channel: its messages without the replies, and the place to type. */
export function Conversation({
  state,
  channel,
  appId,
  highlighted,
  onOpenThread,
}: {
  readonly state: PageState;
  readonly channel: PageChannel;
  readonly appId: string | null;
  readonly highlighted: string | null;
  readonly onOpenThread: (ts: string) => void;
}): ReactNode {
  const here = state.messages.filter((message) => message.channel === channel.id);
  const label = channel.kind === "direct" ? `Message ${channel.name}` : `Message #${channel.name}`;
  const [sent, setSent] = useState(0);
  const send = async (line: string): Promise<string | null> => {
    setSent(sent + 1);
    const typed = { as: state.me, channel: channel.id, text: line };
    if (line.startsWith("/")) return commandProblem(line, await typeCommand(typed));
    return messageProblem(await typeMessage({ ...typed, threadTs: null }));
  };
  return (
    <>
      <MessageList
        // Another channel, or another pair of eyes, starts at its newest message.
        key={`${state.me}/${channel.id}`}
        label={channel.kind === "direct" ? channel.name : `#${channel.name}`}
        messages={here.filter(standsInChannel)}
        me={state.me}
        appId={appId}
        linesSent={sent}
        replies={repliesOf(here)}
        highlighted={highlighted}
        onOpenThread={onOpenThread}
        start={<Start channel={channel} commands={state.commands} />}
      />
      <Foot channel={channel} me={state.me}>
        <Composer key={`${state.me}/${channel.id}`} label={label} commands={state.commands} onSend={send} />
      </Foot>
    </>
  );
}

/** Whether a message is no reply. A thread's first message may name itself as its thread. */
export function standsInChannel({ ts, threadTs }: PageMessage): boolean {
  return threadTs === null || threadTs === ts;
}

/** Replies by the time stamp of the message they answer. */
function repliesOf(messages: readonly PageMessage[]): ReadonlyMap<string, Replies> {
  const replies = new Map<string, Replies>();
  for (const { ts, threadTs, ephemeral } of messages.filter((message) => !standsInChannel(message))) {
    // What only one person sees counts as no reply.
    if (threadTs !== null && !ephemeral)
      replies.set(threadTs, { count: (replies.get(threadTs)?.count ?? 0) + 1, last: ts });
  }
  return replies;
}

/** Why one cannot type here, or the place to type. */
export function Foot({
  channel,
  me,
  children,
}: {
  readonly channel: PageChannel;
  readonly me: string;
  readonly children: ReactNode;
}): ReactNode {
  if (channel.archived) return <p className="foot-note">This channel is archived. Nobody can post here.</p>;
  if (channel.kind !== "direct" && !channel.members.includes(me)) {
    return <p className="foot-note">You are not a member of this channel.</p>;
  }
  return children;
}

function Start({
  channel,
  commands,
}: {
  readonly channel: PageChannel;
  readonly commands: PageState["commands"];
}): ReactNode {
  const [first] = commands;
  return (
    <div className="channel-start">
      <h2>{channel.kind === "direct" ? channel.name : `# ${channel.name}`}</h2>
      <p>
        {channel.kind === "direct"
          ? "Only you and the app see what is written here."
          : "This is the very beginning of the channel."}
        {first !== undefined && (
          <>
            {" "}
            Type <code>{first.command}</code> to begin, or <code>{first.command} help</code> to see what it can do.
          </>
        )}
      </p>
    </div>
  );
}
