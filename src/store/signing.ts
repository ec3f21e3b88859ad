import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { UnreadableState } from "./durable-json.ts";

/** Signs records of state, so that one that somebody else wrote or put in another's place is not believed. */
export interface Signing {
  /** @param about which record it is @returns what to store: the record with its signature */
  sign(about: string, content: object): object;
  /** @returns the record without its signature @throws UnreadableState where it is not as it was signed */
  verified(about: string, stored: unknown): object;
}

const signed = z.looseObject({ signature: z.string() });

/** @param key the audit log's: what decides and what was decided are protected by one secret */
export function createSigning(key: string): Signing {
  const own = createSecretKey(Buffer.from(hkdfSync("sha256", key, "lifeguard", "state", 32)));
  // Files and the database's `json` columns keep the order of fields, so it need not be put right at each reading.
  const signatureOf = (about: string, content: object): Buffer =>
    createHmac("sha256", own)
      .update(JSON.stringify([about, content]))
      .digest();
  return {
    sign: (about, content) => ({ ...content, signature: signatureOf(about, content).toString("base64") }),
    verified(about, stored) {
      const parsed = signed.safeParse(stored);
      if (parsed.success) {
        const { signature, ...content } = parsed.data;
        const [given, right] = [Buffer.from(signature, "base64"), signatureOf(about, content)];
        if (given.length === right.length && timingSafeEqual(given, right)) return content;
      }
      throw new UnreadableState(
        `${about} is not as the bot wrote it: somebody changed it, or LIFEGUARD_AUDIT_KEY is another one than it was written with`,
      );
    },
  };
}
