/** mrkdwn as elements of the page. Nothing in it is ever put in as HTML. */
import { Fragment, type ReactNode, use, useMemo } from "react";
import { formatDate, fullTimeOf } from "./dates.ts";
import { Emoji } from "./emoji.tsx";
import { type AutomaticLinks, type Inline, type Part, parseMrkdwn } from "./mrkdwn-grammar.ts";
import { NamesContext, ReaderContext } from "./names.ts";

/**
 * A text of a message or block. `parse` tells what turns into links by itself: in text objects all ("full", unless they
 * are verbatim), in the text of a message addresses, in verbatim text nothing (Slack: `verbatim`, `link_names`).
 */
export function Mrkdwn({
  text,
  parse,
}: {
  readonly text: string;
  readonly parse: "full" | "addresses" | "nothing";
}): ReactNode {
  const names = use(NamesContext);
  const parts = useMemo(() => {
    const automatic: AutomaticLinks = {
      urls: parse !== "nothing",
      channels: parse === "full" ? names.channelCalled : null,
    };
    return parseMrkdwn(text, automatic);
  }, [text, parse, names]);
  return (
    <div className="mrkdwn">
      {parts.map((part, at) => (
        <PartView key={at} part={part} />
      ))}
    </div>
  );
}

function PartView({ part }: { readonly part: Part }): ReactNode {
  switch (part.kind) {
    case "preformatted":
      return <pre>{part.text}</pre>;
    case "quote":
      return (
        <blockquote>
          <Lines lines={part.lines} />
        </blockquote>
      );
    case "lines":
      return (
        <div>
          <Lines lines={part.lines} />
        </div>
      );
  }
}

function Lines({ lines }: { readonly lines: readonly (readonly Inline[])[] }): ReactNode {
  return lines.map((line, at) => (
    <Fragment key={at}>
      {at > 0 && <br />}
      <InlineText content={line} />
    </Fragment>
  ));
}

function InlineText({ content }: { readonly content: readonly Inline[] }): ReactNode {
  return content.map((piece, at) => <InlineView key={at} piece={piece} />);
}

function InlineView({ piece }: { readonly piece: Inline }): ReactNode {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "strong":
      return (
        <strong>
          <InlineText content={piece.content} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <InlineText content={piece.content} />
        </em>
      );
    case "strike":
      return (
        <s>
          <InlineText content={piece.content} />
        </s>
      );
    case "code":
      return <code>{piece.text}</code>;
    case "link":
      return <Link url={piece.url}>{piece.label}</Link>;
    case "person":
      return <PersonMention id={piece.id} />;
    case "channel":
      return <ChannelMention id={piece.id} label={piece.label} />;
    case "group":
      return <GroupMention id={piece.id} label={piece.label} />;
    case "mention":
      return <span className="mention">{piece.text}</span>;
    case "date":
      return <Moment seconds={piece.seconds} format={piece.format} url={piece.url} />;
    case "emoji":
      return <Emoji name={piece.name} />;
  }
}

/** A link out of the page; it opens in a new tab and is told nothing of this one. */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }): ReactNode {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

export function PersonMention({ id }: { readonly id: string }): ReactNode {
  const names = use(NamesContext);
  return <span className={id === names.me ? "mention mention-me" : "mention"}>@{names.person(id)}</span>;
}

export function GroupMention({ id, label }: { readonly id: string; readonly label: string | null }): ReactNode {
  const names = use(NamesContext);
  return <span className="mention">{label ?? `@${names.group(id)}`}</span>;
}

export function ChannelMention({ id, label }: { readonly id: string; readonly label: string | null }): ReactNode {
  const name = use(NamesContext).channel(id) ?? label;
  return <span className="mention">{name === null ? "🔒 private channel" : `#${name}`}</span>;
}

/** A moment in the reader's zone, exact to the second for those who point at it. */
export function Moment({
  seconds,
  format,
  url,
}: {
  readonly seconds: number;
  readonly format: string;
  readonly url: string | null;
}): ReactNode {
  const reader = use(ReaderContext);
  const time = (
    <time dateTime={new Date(seconds * 1_000).toISOString()} title={fullTimeOf(String(seconds), reader)}>
      {formatDate(seconds, format, reader)}
    </time>
  );
  return url === null ? time : <Link url={url}>{time}</Link>;
}
