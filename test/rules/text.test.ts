import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { list, paragraph } from "../../src/domain/document.ts";
import { channelId, userId } from "../../src/domain/ids.ts";
import { channel, code, dateTime, link, person, strong, text, words } from "../../src/domain/text.ts";
import { toMessage } from "../../src/slack/blocks.ts";
import { mrkdwn } from "../../src/slack/mrkdwn.ts";
import { operationDocument } from "../../src/views/operation.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { anOperation, start } from "../support/builders.ts";

describe("a sentence in mrkdwn", () => {
  it("escapes words of ours and shows words of others letter by letter", () => {
    const foreign = "<!channel> *bold* <@U1> `code`\n> quote & more";
    expect(mrkdwn(text`a < b: ${foreign}`)).toBe(
      "a &lt; b: `&lt;!channel&gt; *bold* &lt;@U1&gt; ˋcodeˋ &gt; quote &amp; more`",
    );
  });

  it("mentions people, channels and moments only where a catalogue says so", () => {
    expect(mrkdwn(text`${person(userId.parse("U1"))} in ${channel(channelId.parse("C1"))} at ${dateTime(start)}`)).toBe(
      "<@U1> in <#C1> at <!date^1795248000^{date_short_pretty} {time}|2026-11-21T08:00:00Z>",
    );
  });

  it("lets no label end its link, and no id its mention", () => {
    expect(mrkdwn([link("https://a.b/c|d>e", "x|y>z")])).toBe("<https://a.b/c%7Cd%3Ee|x/y&gt;z>");
    expect(mrkdwn([person(userId.parse("U1>|<!here>"))])).toBe("<@U1here>");
  });

  it("is cut between pieces, so that nothing is left half open", () => {
    const long = mrkdwn(text`${words("a".repeat(90))}${code("b".repeat(90))}${code("c")}`, 120);
    expect(long).toBe(`${"a".repeat(90)}…`);
  });

  it("never lets foreign text out of its place", () => {
    const nasty = fc.array(
      fc.constantFrom(
        "<",
        ">",
        "&",
        "`",
        "*",
        "_",
        "~",
        "\n",
        "!channel",
        "@here",
        "|",
        "a",
        " ",
        "#general",
        "\u202e",
      ),
    );
    fc.assert(
      fc.property(nasty, (parts) => {
        const shown = mrkdwn([code(parts.join(""))]);
        expect(shown).toMatch(/^(–|`[^`\n<>]*`)$/);
        expect(mrkdwn([strong(parts.join(""))])).not.toMatch(/[<>`_~\n]/);
      }),
    );
  });
});

describe("a message", () => {
  it("keeps Slack's limits, however much there is to say", () => {
    const items = Array.from({ length: 400 }, (_, index) => text`${code(`node-${index}`)} ${words("x".repeat(100))}`);
    const document = {
      title: "t".repeat(500),
      summary: words("s".repeat(5000)),
      sections: [list(items, "Nodes"), ...Array.from({ length: 80 }, () => paragraph(words("p".repeat(4000))))],
    };
    const message = toMessage(document);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(message.text.length).toBeLessThanOrEqual(3000);
    const lengths = (type: "section" | "header") =>
      message.blocks.flatMap((block) => (block.type === type ? (block.text?.text.length ?? 0) : []));
    expect(Math.max(...lengths("section"))).toBeLessThanOrEqual(3000);
    expect(Math.max(...lengths("header"))).toBeLessThanOrEqual(150);
  });

  it("leaves every mrkdwn text to the letter, without links of Slack's own making", () => {
    const message = toMessage(operationDocument(anOperation({ reason: "@here #general *now*" }), wordsOf("en"), start));
    expect(JSON.stringify(message.blocks)).not.toContain('"verbatim":false');
    expect(message.blocks).toContainEqual({
      type: "section",
      text: { type: "plain_text", text: "@here #general *now*", emoji: false },
    });
  });
});
