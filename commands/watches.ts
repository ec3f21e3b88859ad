import { defineCommand } from "../src/command-kit/command.ts";
import { list, note, paragraph } from "../src/domain/document.ts";
import { success } from "../src/domain/result.ts";
import { code, person, type Text, text, words } from "../src/domain/text.ts";
import type { Subscription } from "../src/domain/watching/subscription.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "What this channel is told of",
  details: [],
  parameters: {},
  title: "What this channel follows",
  none: (slash: string): Text =>
    text`This channel follows nothing. ${code(`${slash} watch CLUSTER`)} has it told what happens there.`,
  line: (subscription: Subscription, { stories }: Words): Text =>
    text`${stories.subscriptionSentence(subscription)}, ${
      subscription.by === null ? words("by the configuration file") : text`asked for by ${person(subscription.by)}`
    }`,
  end: (slash: string): Text => text`${code(`${slash} unwatch CLUSTER`)} or ${code("CLUSTER/POOL")} ends one.`,
};

const chinese: typeof english = {
  summary: "本频道关注的内容",
  details: [],
  parameters: {},
  title: "本频道关注的内容",
  none: (slash) => text`本频道没有关注任何内容。${code(`${slash} watch CLUSTER`)} 让本频道关注一个集群的动态。`,
  line: (subscription, { stories }) =>
    text`${stories.subscriptionSentence(subscription)}，${
      subscription.by === null ? words("由配置文件设置") : text`由 ${person(subscription.by)} 设置`
    }`,
  end: (slash) => text`${code(`${slash} unwatch CLUSTER`)} 或 ${code("CLUSTER/POOL")} 取消关注。`,
};

export const watches = defineCommand({
  verb: "watches",
  topic: "clusters",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["watches"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { channel, subscriptions, slash, words: shared }, own) {
    const here = subscriptions().filter((each) => each.channel === channel);
    const none = own.none(slash);
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections:
          here.length === 0
            ? [paragraph(none)]
            : [list(here.map((each) => own.line(each, shared))), note(own.end(slash))],
        summary: here.length === 0 ? none : words(own.title),
      },
    });
  },
});
