import { scaleLinear, scaleUtc } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import { hoursToMilliseconds, minutesToMilliseconds, secondsToMilliseconds } from "date-fns";
import type { Instant } from "../domain/ids.ts";
import type { Course, Sample, Span } from "../domain/node-history.ts";

/** Pixels. Clients show it smaller, in threads much smaller: its letters are large. */
const size = { width: 1000, height: 500 };
const plot = { left: 80, right: 960, top: 120, bottom: 410 };
/** The name of the font that the renderer brings along. */
const chartFont = "Oxygen";

const colours = {
  line: "#1264a3",
  paper: "#ffffff",
  ink: "#1d1c1d",
  soft: "#616061",
  grid: "#e6e6e6",
  pause: "#9a9a9a",
  well: "#2eb67d",
  badly: "#e01e5a",
  "under-way": "#ecb22e",
} as const;

/** Rows of names above the plot; where they are full, a time is marked without its name. */
const rows = { count: 3, height: 30, nameWidth: 118 };
/** Times that can still be told apart; the newest ones are shown. */
const mostSpans = 40;

type X = (at: Instant) => number;

/**
 * A count over time as SVG: a line in steps with a dot at each moment at which the count was known, and operations as coloured times
 * with their ids. It holds numbers, ids and dates (UTC) alone, so that it needs no translation.
 */
export function chartOf(course: Course): string {
  // A moment alone has no width to draw on.
  const from = Math.min(course.from, course.to - secondsToMilliseconds(10));
  const time = scaleUtc([from, course.to], [plot.left, plot.right]);
  const most = Math.max(1, ...course.samples.map(({ value }) => value));
  const count = scaleLinear([0, most], [plot.bottom, plot.top]).nice(Math.min(most, 6));
  const x: X = (at) => round(time(at));
  const y = (value: number): number => round(count(value));
  const ticks = count.ticks(Math.min(most, 6)).filter(Number.isInteger);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="${chartFont}" font-size="26">`,
    `<rect width="100%" height="100%" fill="${colours.paper}"/>`,
    ...course.spans.slice(-mostSpans).map((span) => spanOf(span, course, x)),
    ...course.pauses.map(({ from: since, to }) => box(x(since), x(to), plot.top, plot.bottom, colours.pause, 0.3)),
    ...ticks.map((value) => horizontal(value, y(value))),
    ...namesOf(course.spans.slice(-mostSpans), x),
    ...timeTicks(time.ticks(4).map(Number), x, course.to - from),
    `<path d="${stepsOf(course, x, y)}" fill="none" stroke="${colours.line}" stroke-width="5" stroke-linejoin="round"/>`,
    ...course.samples.map(({ at, value }) => `<circle cx="${x(at)}" cy="${y(value)}" r="7" fill="${colours.line}"/>`),
    "</svg>",
  ].join("\n");
}

/** What was known last holds until the next moment at which somebody knew. */
function stepsOf({ samples, to }: Course, x: X, y: (value: number) => number): string {
  const last = samples.at(-1);
  const points = last === undefined ? [] : [...samples, { at: to, value: last.value }];
  const steps = line<Sample>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  return steps(points) ?? "";
}

function spanOf({ from, to, outcome }: Span, course: Course, x: X): string {
  const left = x(Math.max(from, course.from));
  // What was over in no time is seen all the same.
  const right = Math.max(left + 4, x(to ?? course.to));
  const colour = colours[outcome];
  return box(left, right, plot.top, plot.bottom, colour, 0.22) + box(left, right, plot.top - 8, plot.top, colour, 1);
}

/** Ids above the times that they name, in as many rows as it takes to keep them apart. */
function namesOf(spans: readonly Span[], x: X): readonly string[] {
  const ends = Array.from({ length: rows.count }, () => 0);
  return spans.flatMap(({ operation, from }) => {
    const left = Math.min(Math.max(x(from), plot.left), plot.right - rows.nameWidth + 30);
    const row = ends.findIndex((end) => end <= left);
    if (row === -1) return [];
    ends[row] = left + rows.nameWidth;
    return [textAt(left, plot.top - 20 - row * rows.height, operation, colours.ink, "start")];
  });
}

function horizontal(value: number, y: number): string {
  const rule = `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="${colours.grid}" stroke-width="2"/>`;
  return rule + textAt(plot.left - 16, y + 8, String(value), colours.soft, "end");
}

/** The time of the day, and the date where it is another one than before; over long times the date alone. */
function timeTicks(ticks: readonly Instant[], x: X, span: number): readonly string[] {
  const short = span < hoursToMilliseconds(72);
  let before = "";
  return ticks.flatMap((at) => {
    const iso = new Date(at).toISOString();
    const date = iso.slice(5, 10);
    const shown = short ? [iso.slice(11, span < minutesToMilliseconds(10) ? 19 : 16)] : [];
    const lines = date === before ? shown : [...shown, date];
    before = date;
    return [
      `<line x1="${x(at)}" x2="${x(at)}" y1="${plot.bottom}" y2="${plot.bottom + 10}" stroke="${colours.soft}" stroke-width="2"/>`,
      ...lines.map((label, index) => textAt(x(at), plot.bottom + 40 + index * 32, label, colours.soft, "middle")),
    ];
  });
}

function box(left: number, right: number, top: number, bottom: number, colour: string, opacity: number): string {
  return `<rect x="${left}" y="${top}" width="${round(Math.max(0, right - left))}" height="${bottom - top}" fill="${colour}" fill-opacity="${opacity}"/>`;
}

function textAt(x: number, y: number, label: string, colour: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" fill="${colour}" text-anchor="${anchor}">${escape(label)}</text>`;
}

function escape(label: string): string {
  return label.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
