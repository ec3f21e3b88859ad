import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from "node:crypto";
import { UnreadableState } from "./durable-json.ts";

/** Signs records of state, so that one that somebody else wrote or put in another's place is not believed. */
export interface Signing {
  /**
   * @param about which record it is
   * @param content an object with a field at least
   * @returns what to store: the record as JSON, with its signature as a last field
   */
  sign(about: string, content: object): string;
  /** @returns the record without its signature @throws UnreadableState where the text is not as it was signed */
  open(about: string, stored: string): unknown;
}

const signed = /^(.+),"signature":"([^"]*)"\}\s*$/s;

/** @param key the audit log's: what decides and what was decided are protected by one secret */
export function createSigning(key: string): Signing {
  const own = createSecretKey(Buffer.from(hkdfSync("sha256", key, "lifeguard", "state", 32)));
  const signatureOf = (about: string, text: string): Buffer =>
    createHmac("sha256", own)
      .update(`[${JSON.stringify(about)},${text}]`)
      .digest();
  return {
    sign(about, content) {
      const text = JSON.stringify(content);
      return `${text.slice(0, -1)},"signature":"${signatureOf(about, text).toString("base64")}"}`;
    },
    // The text itself is checked, and read only then.
    open(about, stored) {
      const [, fields, signature] = signed.exec(stored) ?? [];
      if (fields !== undefined && signature !== undefined) {
        const text = `${fields}}`;
        const [given, right] = [Buffer.from(signature, "base64"), signatureOf(about, text)];
        if (given.length === right.length && timingSafeEqual(given, right)) return JSON.parse(text);
      }
      throw new UnreadableState(
        `${about} is not as the bot wrote it: it is damaged, somebody changed it, or LIFEGUARD_AUDIT_KEY is another one than it was written with`,
      );
    },
  };
}
