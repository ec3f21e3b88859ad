import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { UnreadableState } from "./durable-json.ts";

/** Bytes, as AES-256-GCM takes them. */
const lengths = { key: 32, nonce: 12, tag: 16 };

/** Hides texts, each bound to what it is about: one that is put in another's place does not open. */
export interface Sealing {
  seal(about: string, text: string): string;
  /** @throws UnreadableState where it was sealed with another key, or about something else */
  open(about: string, sealed: string): string;
}

export function createSealing(key: string): Sealing {
  const own = Buffer.from(hkdfSync("sha256", key, "lifeguard", "authenticators", lengths.key));
  return {
    seal(about, text) {
      const nonce = randomBytes(lengths.nonce);
      const cipher = createCipheriv("aes-256-gcm", own, nonce).setAAD(Buffer.from(about));
      const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString("base64");
    },
    open(about, sealed) {
      try {
        const bytes = Buffer.from(sealed, "base64");
        const begin = lengths.nonce + lengths.tag;
        const decipher = createDecipheriv("aes-256-gcm", own, bytes.subarray(0, lengths.nonce), {
          authTagLength: lengths.tag,
        });
        decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(lengths.nonce, begin));
        return Buffer.concat([decipher.update(bytes.subarray(begin)), decipher.final()]).toString("utf8");
      } catch (error) {
        throw new UnreadableState(
          "step-up.json does not open: LIFEGUARD_STEP_UP_KEY is another one than it was written with, or somebody changed the file",
          { cause: error },
        );
      }
    },
  };
}
