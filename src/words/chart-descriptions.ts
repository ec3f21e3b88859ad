import type { Instant } from "../domain/ids.ts";
import type { Course, Sample, Span } from "../domain/node-history.ts";

/** What a language says about the numbers of a chart. */
interface ChartWords {
  /** @param from a moment in UTC, as all of these */
  range(what: string, from: string, to: string): string;
  /** Of a chart without a single count. */
  readonly nothing: string;
  count(value: number, at: string): string;
  counts(all: readonly string[]): string;
  span(operation: string, from: string, to: string | null, outcome: Span["outcome"]): string;
  spans(all: readonly string[]): string;
  paused(from: string, to: string): string;
  /** What stands between two sentences. */
  readonly between: string;
}

/** Slack: 2,000 characters for the words of an image. */
const longest = 1_900;

/** Tells the numbers of a chart in words, and what they rest on. */
export function describedIn(own: ChartWords): (what: string, course: Course, rests: string) => string {
  return (what, { samples, spans, pauses, to }, rests) => {
    const sentences = [
      own.range(what, moment(samples[0]?.at ?? to), moment(to)),
      samples.length === 0
        ? own.nothing
        : own.counts(turns(samples).map(({ value, at }) => own.count(value, moment(at)))),
      ...(spans.length === 0
        ? []
        : [
            own.spans(
              spans
                .slice(-20)
                .map((span) =>
                  own.span(span.operation, moment(span.from), span.to === null ? null : moment(span.to), span.outcome),
                ),
            ),
          ]),
      ...pauses.map((pause) => own.paused(moment(pause.from), moment(pause.to))),
    ];
    // The numbers give way, not what they rest on.
    return `${clipped(sentences.join(own.between), longest - rests.length)}${own.between}${rests}`;
  };
}

/** Only where the count is another than before. */
function turns(samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ value }, index) => index === 0 || samples[index - 1]?.value !== value);
}

function moment(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

function clipped(sentence: string, room: number): string {
  return sentence.length <= room ? sentence : `${sentence.slice(0, room - 2)} …`;
}
