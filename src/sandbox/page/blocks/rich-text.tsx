import type { CSSProperties, ReactNode } from "react";
import * as z from "zod";
import { Emoji } from "../emoji.tsx";
import { isSafeUrl } from "../mrkdwn-grammar.ts";
import { ChannelMention, GroupMention, Link, Moment, PersonMention } from "../mrkdwn.tsx";

const style = z
  .object({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
type Style = z.infer<typeof style>;

const inline = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string(), style }),
  z.object({ type: z.literal("link"), url: z.string(), text: z.string().optional(), style }),
  z.object({ type: z.literal("user"), user_id: z.string(), style }),
  z.object({ type: z.literal("usergroup"), usergroup_id: z.string(), style }),
  z.object({ type: z.literal("channel"), channel_id: z.string(), style }),
  z.object({ type: z.literal("team"), team_id: z.string(), style }),
  z.object({ type: z.literal("emoji"), name: z.string(), style }),
  z.object({ type: z.literal("broadcast"), range: z.string(), style }),
  z.object({ type: z.literal("color"), value: z.string(), style }),
  z.object({
    type: z.literal("date"),
    timestamp: z.number(),
    format: z.string(),
    url: z.string().optional(),
    style,
  }),
]);
type Inline = z.infer<typeof inline>;

const line = z.object({ type: z.literal("rich_text_section"), elements: z.array(inline) });
const part = z.discriminatedUnion("type", [
  line,
  z.object({
    type: z.literal("rich_text_list"),
    elements: z.array(line),
    style: z.enum(["bullet", "ordered"]),
    indent: z.number().default(0),
    offset: z.number().default(0),
  }),
  z.object({ type: z.literal("rich_text_quote"), elements: z.array(inline) }),
  z.object({ type: z.literal("rich_text_preformatted"), elements: z.array(inline) }),
]);

/** Text whose formatting is told apart from its letters (Slack: "Rich text block"). */
export const richText = z.object({ type: z.literal("rich_text"), elements: z.array(part) });

export function RichText({ block }: { readonly block: z.infer<typeof richText> }): ReactNode {
  return (
    <div className="mrkdwn">
      {block.elements.map((each, at) => (
        <Part key={at} part={each} />
      ))}
    </div>
  );
}

function Part({ part: shown }: { readonly part: z.infer<typeof part> }): ReactNode {
  switch (shown.type) {
    case "rich_text_section":
      return (
        <div>
          <Line elements={shown.elements} />
        </div>
      );
    case "rich_text_quote":
      return (
        <blockquote>
          <Line elements={shown.elements} />
        </blockquote>
      );
    case "rich_text_preformatted":
      return (
        <pre>
          <Line elements={shown.elements} />
        </pre>
      );
    case "rich_text_list": {
      const items = shown.elements.map((item, at) => (
        <li key={at}>
          <Line elements={item.elements} />
        </li>
      ));
      const inset: CSSProperties = { marginLeft: `${shown.indent * 1.6}em` };
      return shown.style === "ordered" ? (
        <ol start={shown.offset + 1} style={inset}>
          {items}
        </ol>
      ) : (
        <ul style={inset}>{items}</ul>
      );
    }
  }
}

function Line({ elements }: { readonly elements: readonly Inline[] }): ReactNode {
  return elements.map((element, at) => (
    <Styled key={at} style={element.style}>
      <Piece element={element} />
    </Styled>
  ));
}

function Piece({ element }: { readonly element: Inline }): ReactNode {
  switch (element.type) {
    case "text":
      return element.text;
    case "link": {
      const label = element.text ?? element.url;
      return isSafeUrl(element.url) ? <Link url={element.url}>{label}</Link> : label;
    }
    case "user":
      return <PersonMention id={element.user_id} />;
    case "usergroup":
      return <GroupMention id={element.usergroup_id} label={null} />;
    case "channel":
      return <ChannelMention id={element.channel_id} label={null} />;
    case "team":
      return <span className="mention">@{element.team_id}</span>;
    case "emoji":
      return <Emoji name={element.name} />;
    case "broadcast":
      return <span className="mention">@{element.range}</span>;
    case "color":
      return element.value;
    case "date": {
      const url = element.url !== undefined && isSafeUrl(element.url) ? element.url : null;
      return <Moment seconds={element.timestamp} format={element.format} url={url} />;
    }
  }
}

function Styled({ style: applied, children }: { readonly style: Style; readonly children: ReactNode }): ReactNode {
  let styled = children;
  if (applied?.code === true) styled = <code>{styled}</code>;
  if (applied?.underline === true) styled = <u>{styled}</u>;
  if (applied?.strike === true) styled = <s>{styled}</s>;
  if (applied?.italic === true) styled = <em>{styled}</em>;
  if (applied?.bold === true) styled = <strong>{styled}</strong>;
  return styled;
}
