import { Secret, TOTP } from "otpauth";
import { minutesToMilliseconds } from "date-fns";
import * as z from "zod";
import { type Instant, instant, type UserId } from "./ids.ts";

/** What authenticator apps take without being told (RFC 6238). */
const scheme = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** Time steps by which a telephone's clock may be off. */
const tolerance = 1;
/** Wrong codes in a row after which none is looked at for a while: guessing gets nowhere. */
const patience = { wrong: 5, lock: minutesToMilliseconds(15) };

/** When a lock began that lasts until a moment. */
export function lockBegan(until: Instant): Instant {
  return until - patience.lock;
}

/** When a lock is over of which so many milliseconds have passed; null: it is over. */
export function lockEnds(passed: number, at: Instant): Instant | null {
  return passed < patience.lock ? Math.ceil(at + patience.lock - passed) : null;
}

/** Somebody's authenticator, as far as codes of it are judged. */
export const authenticator = z
  .object({
    /** In base32. */
    secret: z.string().min(16),
    /** The newest time step of which a code was used: neither it nor an older one is good again. */
    lastStep: z.int(),
    /** Wrong codes since the last right one. */
    wrong: z.int().min(0),
    lockedUntil: instant.nullable(),
  })
  .readonly();
export type Authenticator = z.infer<typeof authenticator>;

export type CodeVerdict =
  | { readonly kind: "right" }
  /** `left`: tries before a lock. */
  | { readonly kind: "wrong"; readonly left: number }
  | { readonly kind: "used" }
  /** `began`: with this very code. */
  | { readonly kind: "locked"; readonly until: Instant; readonly began: boolean };

/** The time step that a code belongs to; null: it is not one of now. */
function stepOf(secret: string, code: string, at: Instant): number | null {
  const digits = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const off = TOTP.validate({
    ...scheme,
    token: digits,
    secret: Secret.fromBase32(secret),
    timestamp: at,
    window: tolerance,
  });
  return off === null ? null : TOTP.counter({ period: scheme.period, timestamp: at }) + off;
}

/**
 * Judges a code, and says how the authenticator stands afterwards: a right one is used up.
 * @param lockedUntil until when no code is looked at, where it is known better than by the clock that wrote it down
 */
export function judgeCode(
  known: Authenticator,
  code: string,
  at: Instant,
  lockedUntil: Instant | null = known.lockedUntil,
): { readonly verdict: CodeVerdict; readonly next: Authenticator } {
  const { lastStep, secret } = known;
  if (lockedUntil !== null && at < lockedUntil) {
    return { verdict: { kind: "locked", until: lockedUntil, began: false }, next: known };
  }
  const step = stepOf(secret, code, at);
  if (step !== null && step <= lastStep) return { verdict: { kind: "used" }, next: known };
  if (step !== null) {
    return { verdict: { kind: "right" }, next: { secret, lastStep: step, wrong: 0, lockedUntil: null } };
  }
  const wrong = known.wrong + 1;
  if (wrong < patience.wrong) {
    return {
      verdict: { kind: "wrong", left: patience.wrong - wrong },
      next: { ...known, wrong, lockedUntil: null },
    };
  }
  const until = at + patience.lock;
  return { verdict: { kind: "locked", until, began: true }, next: { ...known, wrong: 0, lockedUntil: until } };
}

/** A new authenticator, once a code of it proves that it was taken over; null: the code is not of it. */
export function enrol(secret: string, code: string, at: Instant): Authenticator | null {
  const step = stepOf(secret, code, at);
  return step === null ? null : { secret, lastStep: step, wrong: 0, lockedUntil: null };
}

/** What authenticator apps read: `otpauth://totp/…`. */
export function authenticatorUri(secret: string, user: UserId): string {
  return new TOTP({ ...scheme, issuer: "Lifeguard", label: user, secret }).toString();
}

/** A secret as people type it. */
export function toBase32(bytes: Uint8Array): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}
