/** Where one is on the page. It stands in the address, so that a reload or a link leads to the same place. */
import { useCallback, useEffect, useState } from "react";

/** Who one acts as before one chooses. */
export const firstPerson = "U0ALICE";

export interface Place {
  readonly as: string;
  /** A channel's id, "home" for the App Home, null for the first channel. */
  readonly room: string | null;
  /** Time stamp of the message whose thread is open. */
  readonly thread: string | null;
  /** Time stamp of a message that a link leads to. */
  readonly message: string | null;
  readonly behindTheScenes: boolean;
}

export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  return {
    as: query.get("as") ?? firstPerson,
    room: query.get("channel"),
    thread: query.get("thread"),
    message: query.get("ts"),
    behindTheScenes: query.get("panel") === "cloud",
  };
}

export function writePlace(place: Place): string {
  const query = new URLSearchParams({ as: place.as });
  if (place.room !== null) query.set("channel", place.room);
  if (place.thread !== null) query.set("thread", place.thread);
  if (place.message !== null) query.set("ts", place.message);
  if (place.behindTheScenes) query.set("panel", "cloud");
  return `?${query.toString()}`;
}

/** Where a permanent link of this workspace leads; null for links to elsewhere. `origin` is the page's own. */
export function placeOfLink(href: string, origin: string): Partial<Place> | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  const [, room, seconds, rest] = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(url.pathname) ?? [];
  if (url.origin !== origin || room === undefined) return null;
  return { room, message: `${seconds}.${rest}`, thread: url.searchParams.get("thread_ts") };
}

export interface Navigation {
  readonly place: Place;
  go(to: Partial<Place>): void;
}

export function useNavigation(): Navigation {
  const [place, setPlace] = useState(() => readPlace(window.location.search));
  useEffect(() => {
    window.history.replaceState(null, "", writePlace(place));
  }, [place]);
  const go = useCallback((to: Partial<Place>) => {
    setPlace((from) => ({ ...from, ...to }));
  }, []);
  return { place, go };
}
