import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type UserId, userId } from "../domain/ids.ts";
import { type Authenticator, authenticator, toBase32 } from "../domain/one-time-code.ts";
import { durableJson, UnreadableState } from "./durable-json.ts";

/** People's authenticators, each sealed. */
const record = z.object({ format: z.literal(1), people: z.record(userId, z.string()) });
type People = z.infer<typeof record>["people"];

const fileName = "step-up.json";
/** Bytes: what RFC 4226 advises for a secret, and what AES-GCM takes. */
const lengths = { secret: 20, key: 32, nonce: 12, tag: 16 };

/** What people's codes are judged by, over restarts. */
export interface AuthenticatorFile {
  find(user: UserId): Promise<Authenticator | null>;
  /** Changes one person's, one change after the other. Resolves when it is on disk. */
  update<Value>(
    user: UserId,
    change: (known: Authenticator | null) => { readonly next: Authenticator | null; readonly value: Value },
  ): Promise<Value>;
  drawSecret(): string;
}

/**
 * Opens the authenticators of a data folder. The file is read anew each time: the owner's reset takes effect at once.
 * @throws UnreadableState where the file is damaged or the key is another one: nobody's step-up is skipped for that
 */
export async function openAuthenticators(dataFolder: string, key: string): Promise<AuthenticatorFile> {
  await mkdir(dataFolder, { recursive: true });
  const file = durableJson(join(dataFolder, fileName), record);
  const sealing = Buffer.from(hkdfSync("sha256", key, "lifeguard", "authenticators", lengths.key));
  let turn: Promise<unknown> = Promise.resolve();

  async function people(): Promise<People> {
    return (await file.read())?.people ?? {};
  }

  function open(user: UserId, sealed: string | undefined): Authenticator | null {
    return sealed === undefined ? null : unseal(sealing, user, sealed);
  }

  for (const [user, sealed] of Object.entries(await people())) open(userId.parse(user), sealed);

  return {
    find: async (user) => open(user, (await people())[user]),
    update(user, change) {
      const mine = turn.then(async () => {
        const all = await people();
        const known = open(user, all[user]);
        const { next, value } = change(known);
        if (next !== null && next !== known) {
          await file.write({ format: 1, people: { ...all, [user]: seal(sealing, user, next) } });
        }
        return value;
      });
      turn = mine.catch(() => {});
      return mine;
    },
    drawSecret: () => toBase32(randomBytes(lengths.secret)),
  };
}

/** Who has an authenticator; needs no key. */
export async function enrolledPeople(dataFolder: string): Promise<readonly string[]> {
  const known = await durableJson(join(dataFolder, fileName), record).read();
  return Object.keys(known?.people ?? {});
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

/** AES-256-GCM, bound to the person: one's record put in another's place does not open. */
function seal(key: Buffer, user: UserId, content: Authenticator): string {
  const nonce = randomBytes(lengths.nonce);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(user));
  const hidden = Buffer.concat([cipher.update(JSON.stringify(content), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString("base64");
}

function unseal(key: Buffer, user: UserId, sealed: string): Authenticator {
  try {
    const bytes = Buffer.from(sealed, "base64");
    const begin = lengths.nonce + lengths.tag;
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, lengths.nonce), {
      authTagLength: lengths.tag,
    });
    decipher.setAAD(Buffer.from(user)).setAuthTag(bytes.subarray(lengths.nonce, begin));
    const text = Buffer.concat([decipher.update(bytes.subarray(begin)), decipher.final()]).toString("utf8");
    return authenticator.parse(JSON.parse(text));
  } catch (error) {
    throw new UnreadableState(
      `${fileName} does not open: LIFEGUARD_STEP_UP_KEY is another one than it was written with, or somebody changed the file`,
      { cause: error },
    );
  }
}
