import { type MouseEvent, type ReactNode, useEffect, useMemo } from "react";
import type { PageChannel, PageState } from "../page-protocol.ts";
import { CloudPanel } from "./cloud/panel.tsx";
import { Conversation, standsInChannel } from "./conversation.tsx";
import { DirectoryContext, directoryOf } from "./directory.ts";
import { FormsProvider } from "./forms.tsx";
import { Home } from "./home.tsx";
import { Modal } from "./modal.tsx";
import { NamesContext, namesOf, ReaderContext, readerOf } from "./names.ts";
import { firstPerson, type Navigation, placeOfLink, useNavigation } from "./navigation.ts";
import { Sidebar } from "./sidebar.tsx";
import { useLiveState } from "./state.ts";
import { Thread } from "./thread.tsx";
import { useUnread } from "./unread.ts";

export function App(): ReactNode {
  const navigation = useNavigation();
  const { place, go } = navigation;
  const { state, unknownPerson, reachable } = useLiveState(place.as);
  useEffect(() => {
    if (unknownPerson && place.as !== firstPerson) go({ as: firstPerson });
  }, [unknownPerson, place.as, go]);
  if (state === null) return <p className="starting">Looking for the sandbox…</p>;
  return (
    <FormsProvider>
      <Workspace state={state} reachable={reachable} navigation={navigation} />
    </FormsProvider>
  );
}

/** The page around one person's state. */
export function Workspace({
  state,
  reachable,
  navigation: { place, go },
}: {
  readonly state: PageState;
  readonly reachable: boolean;
  readonly navigation: Navigation;
}): ReactNode {
  const app = state.people.find(({ kind }) => kind === "bot");
  const appName = app?.name ?? "App";
  const appId = app?.id ?? null;
  const channel = openChannel(state, place.room);
  const unread = useUnread(state, channel?.id ?? null);
  // Names seldom change; messages are drawn again only when they do.
  const people = JSON.stringify([
    state.me,
    state.people,
    state.groups,
    state.channels.map(({ id, name }) => [id, name]),
  ]);
  const names = useMemo(() => namesOf(state), [people]);
  const directory = useMemo(() => directoryOf(state), [people]);
  const reader = useMemo(() => readerOf(state), [people]);
  const modal = state.views.at(-1);
  // Links to messages here are followed on this page, as the same person.
  const followLink = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const to = link === null ? null : placeOfLink(link.href, window.location.origin);
    if (to === null) return;
    event.preventDefault();
    go(to);
  };
  // A link to a reply leads into its thread.
  const linked = state.messages.find(({ ts }) => ts === place.message);
  const linkedThread = linked === undefined || standsInChannel(linked) ? null : linked.threadTs;
  useEffect(() => {
    if (linkedThread !== null) go({ thread: linkedThread });
  }, [linkedThread, go]);
  // A thread covers the cloud, which comes back when it closes.
  const threadOpen = channel !== null && place.thread !== null;
  const cloudOpen = place.behindTheScenes && !threadOpen;
  return (
    <NamesContext value={names}>
      <ReaderContext value={reader}>
        <DirectoryContext value={directory}>
          <div className="workspace-page" onClick={followLink}>
            <Sidebar
              state={state}
              as={place.as}
              room={channel?.id ?? "home"}
              unread={unread}
              appName={appName}
              onEnter={(room) => go({ room, thread: null, message: null })}
              onActAs={(as) => go({ as, message: null })}
            />
            <main className="middle">
              <Head
                channel={channel}
                appName={appName}
                cloudOpen={cloudOpen}
                onToggleCloud={() => go({ behindTheScenes: !cloudOpen, thread: null })}
              />
              <Banner state={state} reachable={reachable} appName={appName} />
              {channel === null ? (
                <Home state={state} appName={appName} />
              ) : (
                <Conversation
                  state={state}
                  channel={channel}
                  appId={appId}
                  highlighted={place.message}
                  onOpenThread={(thread) => go({ thread })}
                />
              )}
            </main>
            {channel !== null && place.thread !== null ? (
              <Thread
                state={state}
                channel={channel}
                ts={place.thread}
                highlighted={place.message}
                appId={appId}
                onClose={() => go({ thread: null })}
              />
            ) : (
              cloudOpen && <CloudPanel state={state} onClose={() => go({ behindTheScenes: false })} />
            )}
          </div>
          {modal !== undefined && <Modal key={modal.id} view={modal} me={state.me} />}
        </DirectoryContext>
      </ReaderContext>
    </NamesContext>
  );
}

/** The channel asked for, where this person sees it, else their first; null for the App Home. */
function openChannel(state: PageState, room: string | null): PageChannel | null {
  if (room === "home") return null;
  return state.channels.find(({ id }) => id === room) ?? state.channels[0] ?? null;
}

function Head({
  channel,
  appName,
  cloudOpen,
  onToggleCloud,
}: {
  readonly channel: PageChannel | null;
  readonly appName: string;
  readonly cloudOpen: boolean;
  readonly onToggleCloud: () => void;
}): ReactNode {
  return (
    <header className="head">
      <h1>{channel === null ? `${appName} Home` : channel.kind === "direct" ? channel.name : `# ${channel.name}`}</h1>
      {channel !== null && channel.kind !== "direct" && (
        <span className="head-note">
          {channel.members.length} members{channel.shared && ", shared with another company"}
        </span>
      )}
      <button type="button" className="button head-toggle" aria-pressed={cloudOpen} onClick={onToggleCloud}>
        Behind the scenes
      </button>
    </header>
  );
}

function Banner({
  state,
  reachable,
  appName,
}: {
  readonly state: PageState;
  readonly reachable: boolean;
  readonly appName: string;
}): ReactNode {
  if (!reachable) return <Notice words="The sandbox does not answer. Trying again…" />;
  if (state.connected) return null;
  return (
    <Notice
      words={
        state.bot === "running"
          ? `${appName} is starting: it is not connected yet.`
          : `${appName} is stopped. Start it behind the scenes.`
      }
    />
  );
}

function Notice({ words }: { readonly words: string }): ReactNode {
  return (
    <p className="notice" role="status">
      {words}
    </p>
  );
}
