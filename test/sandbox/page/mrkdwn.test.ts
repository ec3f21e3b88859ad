import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { drawText } from "./drawing.ts";

const line = (html: string): string => `<div>${html}</div>`;

describe("formatting", () => {
  it.each([
    ["*bold* _italic_ ~struck~ `code`", "<strong>bold</strong> <em>italic</em> <s>struck</s> <code>code</code>"],
    ["*_both_*", "<strong><em>both</em></strong>"],
    ["*a `*` b*", "<strong>a <code>*</code> b</strong>"],
    ["`*not bold* <@U0BOB>`", "<code>*not bold* &lt;@U0BOB&gt;</code>"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["snake_case_name", "snake_case_name"],
    ["中文*粗体*中文", "中文*粗体*中文"],
    ["* not bold *", "* not bold *"],
    ["*never closed", "*never closed"],
    ["(*bold*), *x*.", "(<strong>bold</strong>), <strong>x</strong>."],
  ])("%s", (text, html) => {
    expect(drawText(text)).toBe(line(html));
  });

  it("ends with the line", () => {
    expect(drawText("*a\nb*")).toBe(line("*a<br/>b*"));
  });

  it("keeps what stands between code fences as it is", () => {
    expect(drawText("see\n```\n*x* &lt;y&gt;\n  z\n```\nend")).toBe(
      "<div>see</div><pre>*x* &lt;y&gt;\n  z</pre><div>end</div>",
    );
  });

  it("quotes lines, and after >>> the rest", () => {
    expect(drawText("a\n&gt; b\n> c\nd")).toBe("<div>a</div><blockquote>b<br/>c</blockquote><div>d</div>");
    expect(drawText("&gt;&gt;&gt; a\nb")).toBe("<blockquote>a<br/>b</blockquote>");
  });
});

describe("entities", () => {
  it("decodes the three that Slack escapes, once, and nothing else", () => {
    expect(drawText("&lt;@U0BOB&gt; &amp;amp; &quot;")).toBe(line("&lt;@U0BOB&gt; &amp;amp; &amp;quot;"));
  });
});

describe("control sequences", () => {
  it.each([
    ["<@U0BOB>", '<span class="mention">@Bob Okafor</span>'],
    ["<@U0BOB|robert>", '<span class="mention">@Bob Okafor</span>'],
    ["<@U0ALICE>", '<span class="mention mention-me">@Alice Chen</span>'],
    ["<#C0OPS|old-name>", '<span class="mention">#ops</span>'],
    ["<#C0OTHER|other>", '<span class="mention">#other</span>'],
    ["<#C0OTHER>", '<span class="mention">🔒 private channel</span>'],
    ["<!subteam^S0SRE|@sre>", '<span class="mention">@sre</span>'],
    ["<!subteam^S0SRE>", '<span class="mention">@sre</span>'],
    ["<!here>", '<span class="mention">@here</span>'],
    ["<nothing known>", "&lt;nothing known&gt;"],
  ])("%s", (text, html) => {
    expect(drawText(text)).toBe(line(html));
  });

  it("links with a label, and never to code", () => {
    expect(drawText("<https://example.com/?a=1&amp;b=2|the *plan*>")).toBe(
      line('<a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">the *plan*</a>'),
    );
    expect(drawText("<javascript:alert(1)|click>")).not.toContain("<a");
    expect(drawText("<data:text/html,x|click>")).not.toContain("<a");
  });

  it("shows a date by its format, and the fallback where the date is none", () => {
    expect(drawText("<!date^1392734382^Posted {date_num}|then>")).toMatch(
      /^<div><time dateTime="2014-02-18T14:39:42.000Z" title="[^"]+">Posted 2014-02-1[789]<\/time><\/div>$/,
    );
    expect(drawText("<!date^soon^{date}|then>")).toBe(line("then"));
    expect(drawText("<!date^99999999999999999^{date}|then>")).toBe(line("then"));
  });
});

describe("emoji codes", () => {
  it("become characters, by Slack's names", () => {
    expect(drawText(":large_green_circle:")).toContain("🟢");
    expect(drawText(":thumbsup::skin-tone-3:")).toContain("👍");
  });

  it("stay as they are where there is none, and are not seen in times", () => {
    expect(drawText(":no_such_emoji: 12:30:45")).toBe(line(":no_such_emoji: 12:30:45"));
  });
});

describe("links nobody marked", () => {
  it("are made of addresses, channels and mentions in texts that are not verbatim", () => {
    const html = drawText("see https://example.com/a. Ask in #ops, @here; not #nowhere or me@here", "full");
    expect(html).toContain('<a href="https://example.com/a" target="_blank" rel="noreferrer noopener">');
    expect(html).toContain('<span class="mention">#ops</span>, <span class="mention">@here</span>');
    expect(html).toContain("#nowhere or me@here");
  });

  it("are made of addresses only in the text of a message, of nothing in verbatim text", () => {
    expect(drawText("https://example.com #ops", "addresses")).toMatch(/<\/a> #ops/);
    expect(drawText("https://example.com #ops @here")).toBe(line("https://example.com #ops @here"));
  });
});

describe("whatever stands in a text", () => {
  const pieces = constantFrom(
    ..."*_~`<>|&;:@#!^ \n".split(""),
    "```",
    "a",
    "粗",
    "&lt;",
    "<@U0BOB>",
    "<!date^1^{date}|x>",
    "javascript:alert(1)",
    "<script>",
    "https://e.x/",
    '" onload="',
  );

  it("makes no element but those of mrkdwn, and no address but safe ones", () => {
    assert(
      property(array(pieces, { maxLength: 30 }), constantFrom("full", "addresses", "nothing"), (text, parse) => {
        const html = drawText(text.join(""), parse);
        const tags = html.match(/(?<=<)[a-z]+/g) ?? [];
        const known = new Set("div br strong em s code pre blockquote span time a".split(" "));
        expect(tags.filter((tag) => !known.has(tag))).toEqual([]);
        const addresses = html.match(/(?<=href=")[^"]*/g) ?? [];
        expect(addresses.filter((address) => !/^https?:/.test(address))).toEqual([]);
        expect(html).not.toMatch(/<[^>]* onload=/);
      }),
    );
  });
});
