import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type UserId, userId } from "../domain/ids.ts";
import { type Authenticator, authenticator, toBase32 } from "../domain/one-time-code.ts";
import { durableJson } from "./durable-json.ts";
import { createSealing, type Sealing } from "./sealing.ts";
import type { AuthenticatorBook, Draft } from "./store.ts";

/** People's authenticators, each sealed. */
const record = z.object({ format: z.literal(1), people: z.record(userId, z.string()) });
type People = z.infer<typeof record>["people"];

const fileName = "step-up.json";
/** Bytes: what RFC 4226 advises. */
const secretLength = 20;

/**
 * Opens the authenticators of a data folder. The file is read anew each time: the owner's reset takes effect at once.
 * @throws UnreadableState where the file is damaged or the key is another one: nobody's step-up is skipped for that
 */
export async function openAuthenticators(dataFolder: string, key: string): Promise<AuthenticatorBook> {
  await mkdir(dataFolder, { recursive: true });
  const file = durableJson(join(dataFolder, fileName), record);
  const sealing = createSealing(key);
  const drafts = new Map<UserId, Draft>();
  let turn: Promise<unknown> = Promise.resolve();

  async function people(): Promise<People> {
    return (await file.read())?.people ?? {};
  }

  function open(user: UserId, sealed: string | undefined): Authenticator | null {
    return sealed === undefined ? null : openAuthenticator(sealing, user, sealed);
  }

  for (const [user, sealed] of Object.entries(await people())) open(userId.parse(user), sealed);

  return {
    find: async (user) => open(user, (await people())[user]),
    update(user, change) {
      const mine = turn.then(async () => {
        const all = await people();
        const known = open(user, all[user]);
        const { next: changed, value } = change(known);
        if (changed !== null && changed !== known) {
          await file.write({ format: 1, people: { ...all, [user]: sealing.seal(user, JSON.stringify(changed)) } });
        }
        return value;
      });
      turn = mine.catch(() => {});
      return mine;
    },
    drawSecret,
    // Worth nothing after a restart: whoever was shown a secret asks for another.
    async setDraft(user, draft) {
      if (draft === null) drafts.delete(user);
      else drafts.set(user, draft);
    },
    draft: async (user) => drafts.get(user) ?? null,
  };
}

/** A new secret, that nobody can guess. */
export function drawSecret(): string {
  return toBase32(randomBytes(secretLength));
}

/** @throws UnreadableState where it is not this person's, or the key is another one */
export function openAuthenticator(sealing: Sealing, user: UserId, sealed: string): Authenticator {
  const text = sealing.open(user, sealed);
  return authenticator.parse(JSON.parse(text));
}

/** Everybody's authenticators as they stand in the file, sealed. */
export async function sealedAuthenticators(dataFolder: string): Promise<People> {
  return (await durableJson(join(dataFolder, fileName), record).read())?.people ?? {};
}

/** Who has an authenticator; needs no key. */
export async function enrolledPeople(dataFolder: string): Promise<readonly string[]> {
  return Object.keys(await sealedAuthenticators(dataFolder));
}

/** Takes somebody's authenticator away, so that they can enrol another; needs no key. false: there was none. */
export async function forgetAuthenticator(dataFolder: string, user: UserId): Promise<boolean> {
  const file = durableJson(join(dataFolder, fileName), record);
  const known = await file.read();
  if (known?.people[user] === undefined) return false;
  const { [user]: _, ...others } = known.people;
  await file.write({ format: 1, people: others });
  return true;
}
