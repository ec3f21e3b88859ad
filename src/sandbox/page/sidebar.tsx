import type { ReactNode } from "react";
import type { PageChannel, PagePerson, PageState } from "../page-protocol.ts";
import { Avatar } from "./avatar.tsx";

/** Channels, the app, and whom one acts as. */
export function Sidebar({
  state,
  as,
  room,
  unread,
  appName,
  onEnter,
  onActAs,
}: {
  readonly state: PageState;
  /** The person chosen; their state may still be on its way. */
  readonly as: string;
  /** Id of the open channel, or "home". */
  readonly room: string;
  readonly unread: ReadonlySet<string>;
  readonly appName: string;
  readonly onEnter: (room: string) => void;
  readonly onActAs: (person: string) => void;
}): ReactNode {
  const channels = state.channels.filter(({ kind }) => kind !== "direct");
  const direct = state.channels.filter(({ kind }) => kind === "direct");
  const entry = (channel: PageChannel): ReactNode => (
    <RoomButton
      key={channel.id}
      mark={<ChannelMark channel={channel} />}
      name={channel.name}
      note={channel.shared ? "shared" : channel.archived ? "archived" : null}
      open={room === channel.id}
      unread={unread.has(channel.id)}
      onEnter={() => onEnter(channel.id)}
    />
  );
  return (
    <div className="sidebar">
      <header className="workspace">
        <span className="workspace-name">Sandbox workspace</span>
        <span className="workspace-note">Slack and ACK in miniature</span>
      </header>
      <nav aria-label="Channels" className="rooms">
        <h2>Channels</h2>
        {channels.map(entry)}
        <h2>Apps</h2>
        {direct.map(entry)}
        <RoomButton
          mark={<span aria-hidden="true">⌂</span>}
          name={`${appName} Home`}
          note={null}
          open={room === "home"}
          unread={false}
          onEnter={() => onEnter("home")}
        />
      </nav>
      <People people={state.people} as={as} onActAs={onActAs} />
    </div>
  );
}

function ChannelMark({ channel }: { readonly channel: PageChannel }): ReactNode {
  if (channel.kind === "direct") return <Avatar id={channel.id} name={channel.name} isApp />;
  return <span aria-hidden="true">{channel.kind === "private" ? "🔒" : "#"}</span>;
}

function RoomButton({
  mark,
  name,
  note,
  open,
  unread,
  onEnter,
}: {
  readonly mark: ReactNode;
  readonly name: string;
  readonly note: string | null;
  readonly open: boolean;
  readonly unread: boolean;
  readonly onEnter: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={unread ? "room room-unread" : "room"}
      aria-current={open ? "page" : undefined}
      onClick={onEnter}
    >
      <span className="room-mark">{mark}</span>
      <span className="room-name">{name}</span>
      {note !== null && <span className="room-note">{note}</span>}
      {unread && <span className="unread-dot" role="img" aria-label="unread" />}
    </button>
  );
}

function People({
  people,
  as,
  onActAs,
}: {
  readonly people: readonly PagePerson[];
  readonly as: string;
  readonly onActAs: (person: string) => void;
}): ReactNode {
  return (
    <fieldset className="people">
      <legend>Acting as</legend>
      {people.filter(canAct).map((person) => (
        <label key={person.id} className="person">
          <input
            type="radio"
            name="acting-as"
            value={person.id}
            checked={person.id === as}
            onChange={() => onActAs(person.id)}
          />
          <Avatar id={person.id} name={person.name} isApp={false} />
          <span className="person-words">
            <span className="person-name">{person.name}</span>
            {person.title !== badgeOf(person) && <span className="person-title">{person.title}</span>}
          </span>
          <span className={`badge badge-${badgeOf(person).split(" ", 1)[0]}`}>{badgeOf(person)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Those who left and apps do nothing in Slack. */
function canAct({ kind }: PagePerson): boolean {
  return kind !== "deactivated" && kind !== "bot";
}

/** What somebody is, in a word: this decides what they may do. */
export function badgeOf({ kind, title }: PagePerson): string {
  switch (kind) {
    case "guest":
      return "guest";
    case "stranger":
      return "Slack Connect";
    case "bot":
      return "app";
    case "deactivated":
      return "deactivated";
    case "member":
      return /\b(?:approver|engineer)\b/.exec(title)?.[0] ?? "outsider";
  }
}
