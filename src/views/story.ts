import { type Document, type Fact, facts, lineButton, list, note, paragraph } from "../domain/document.ts";
import type { Text } from "../domain/text.ts";
import { lastOf, placeOf, type Story } from "../domain/watching/story.ts";
import type { Words } from "../words/catalogue.ts";

/** The message of a story: what happened last, what it means, what to do. The thread has the rest. */
export function storyDocument(
  story: Story,
  { stories }: Words,
  {
    slash,
    lateSince,
    mention,
  }: {
    readonly slash: string;
    /** When that happened which is told only now; null: it is told in time. */
    readonly lateSince: number | null;
    /** Whom to call; null: nobody. */
    readonly mention: Text | null;
  },
): Document {
  const { news } = lastOf(story);
  const [first] = story.entries;
  const sentence = stories.newsSentence(news);
  const { meaning, next } = stories.newsAdvice(story, slash);
  const { labels } = stories;
  const advice: readonly Fact[] = [
    { label: labels.meaning, value: meaning },
    ...(next === null ? [] : [{ label: labels.next, value: next }]),
  ];
  const place = story.pool === null ? null : placeOf(story);
  const buttons = [
    ...(place === null || news.kind === "deleted" ? [] : [lineButton(0, labels.show, `show "${place}"`)]),
    ...(place === null || news.kind === "deleted" ? [] : [lineButton(1, labels.activity, `activity "${place}"`)]),
  ];
  return {
    title: stories.storyTitle(story),
    sections: [
      paragraph(sentence),
      // How it began says why; what came between stands in the thread.
      ...(first === undefined || story.entries.length < 2 ? [] : [note(stories.beginning(first.at, first.news))]),
      facts(advice),
      ...(mention === null ? [] : [paragraph(stories.attention(mention))]),
      ...(lateSince === null ? [] : [note(stories.toldLate(lateSince))]),
      ...(buttons.length === 0 ? [] : [{ kind: "buttons" as const, buttons }]),
    ],
    summary: stories.summary(story, sentence),
  };
}

/** One message for many stories. */
export function digestDocument(
  told: readonly Story[],
  why: "quiet" | "many",
  { stories }: Words,
  mention: Text | null,
): Document {
  const title = stories.digestTitle(told.length, why);
  return {
    title,
    sections: [
      list(told.map(stories.digestLine)),
      ...(mention === null ? [] : [paragraph(stories.attention(mention))]),
    ],
    summary: [{ kind: "words", text: title }],
  };
}
