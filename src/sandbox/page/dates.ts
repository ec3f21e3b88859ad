/** Moments in the words of the reader: `<!date^…>` tokens (Slack: "Date formatting") and time stamps of messages. */
import { differenceInCalendarDays, intlFormatDistance } from "date-fns";

/** Where the reader is; left out, the browser's own language and zone. */
export interface Reader {
  readonly locale?: string;
  readonly timeZone?: string;
  readonly now?: Date;
}

const styles = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Fills in the tokens of a format, like `{date_short_pretty} {time}`. Unknown tokens stay as they are. */
export function formatDate(seconds: number, format: string, reader: Reader = {}): string {
  const at = new Date(seconds * 1_000);
  return format.replaceAll(/\{(\w+)\}/g, (whole, token: string) => formatToken(at, token, reader) ?? whole);
}

function formatToken(at: Date, token: string, reader: Reader): string | null {
  switch (token) {
    case "date":
    case "date_short":
    case "date_long":
    case "time":
    case "time_secs":
      return new Intl.DateTimeFormat(reader.locale, { ...styles[token], ...zone(reader) }).format(at);
    case "date_pretty":
      return nearDay(at, reader) ?? formatToken(at, "date", reader);
    case "date_short_pretty":
      return nearDay(at, reader) ?? formatToken(at, "date_short", reader);
    case "date_long_pretty":
      return nearDay(at, reader) ?? formatToken(at, "date_long", reader);
    case "date_num":
      // Swedish writes days as Slack does: 2014-02-18.
      return new Intl.DateTimeFormat("sv-SE", zone(reader)).format(at);
    case "ago":
      return intlFormatDistance(at, reader.now ?? new Date(), locale(reader));
    default:
      return null;
  }
}

/** "today", "yesterday" or "tomorrow" in the reader's language; null for other days. */
function nearDay(at: Date, reader: Reader): string | null {
  const days = daysBetween(at, reader);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" }).format(days, "day");
}

function daysBetween(at: Date, reader: Reader): number {
  const day = (moment: Date): Date => new Date(new Intl.DateTimeFormat("sv-SE", zone(reader)).format(moment));
  return differenceInCalendarDays(day(at), day(reader.now ?? new Date()));
}

function zone({ timeZone }: Reader): Intl.DateTimeFormatOptions {
  return timeZone === undefined ? {} : { timeZone };
}

function locale(reader: Reader): { readonly locale?: string } {
  return reader.locale === undefined ? {} : { locale: reader.locale };
}

/** The time of day of a message. */
export function timeOf(ts: string, reader: Reader = {}): string {
  return formatDate(Number(ts), "{time}", reader);
}

/** The day that stands above the messages of a day. */
export function dayOf(ts: string, reader: Reader = {}): string {
  const day = formatDate(Number(ts), "{date_long_pretty}", reader);
  return day.charAt(0).toLocaleUpperCase() + day.slice(1);
}

/** Day and time in full, for those who want it exact. */
export function fullTimeOf(ts: string, reader: Reader = {}): string {
  return formatDate(Number(ts), "{date_long} {time_secs}", reader);
}
