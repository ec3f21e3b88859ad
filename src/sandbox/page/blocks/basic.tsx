/** Blocks that show something and take nothing: header, context, divider, image, file, video, alert. */
import type { ReactNode } from "react";
import * as z from "zod";
import { isSafeUrl } from "../mrkdwn-grammar.ts";
import { Link } from "../mrkdwn.tsx";
import { anyText, imageElement, plainText, slackFile } from "./composition.ts";
import { plain, Text } from "./text.tsx";

export const header = z.object({ text: plainText });

export function Header({ block }: { readonly block: z.infer<typeof header> }): ReactNode {
  return <h3 className="block-header">{plain(block.text)}</h3>;
}

export const context = z.object({ elements: z.array(z.union([anyText, imageElement])) });

export function ContextBlock({ block }: { readonly block: z.infer<typeof context> }): ReactNode {
  return (
    <div className="block-context">
      {block.elements.map((element, at) =>
        element.type === "image" ? <Picture key={at} image={element} /> : <Text key={at} text={element} />,
      )}
    </div>
  );
}

export const divider = z.object({});

export function Divider(): ReactNode {
  return <hr className="block-divider" />;
}

export const image = z.object({
  image_url: z.string().optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string(),
  title: plainText.optional(),
});

export function ImageBlock({ block }: { readonly block: z.infer<typeof image> }): ReactNode {
  return (
    <figure className="block-image">
      {block.title !== undefined && <figcaption>{plain(block.title)}</figcaption>}
      <Picture image={block} />
    </figure>
  );
}

/** An image of an app; its words where there is no address to get it from. */
export function Picture({
  image: { image_url: address, slack_file: file, alt_text: words },
}: {
  readonly image: {
    readonly image_url?: string | undefined;
    readonly slack_file?: z.infer<typeof slackFile> | undefined;
    readonly alt_text: string;
  };
}): ReactNode {
  if (file?.id !== undefined) return <Shown url={`/files/${encodeURIComponent(file.id)}/image`} words={words} />;
  if (address === undefined || !/^https?:\/\//i.test(address)) return <span className="missing-image">{words}</span>;
  return <Shown url={address} words={words} />;
}

function Shown({ url, words }: { readonly url: string; readonly words: string }): ReactNode {
  return <img src={url} alt={words} title={words} referrerPolicy="no-referrer" />;
}

export const video = z.object({ title: plainText, video_url: z.string(), description: plainText.optional() });

/** A link only: the page loads nothing from elsewhere by itself. */
export function Video({ block }: { readonly block: z.infer<typeof video> }): ReactNode {
  return (
    <div className="block-section">
      {isSafeUrl(block.video_url) ? <Link url={block.video_url}>▶ {plain(block.title)}</Link> : plain(block.title)}
      {block.description !== undefined && <Text text={block.description} />}
    </div>
  );
}

export const alert = z.object({
  text: anyText,
  level: z.enum(["default", "info", "warning", "error", "success"]).default("default"),
});

export function Alert({ block }: { readonly block: z.infer<typeof alert> }): ReactNode {
  return (
    <div className={`block-alert block-alert-${block.level}`}>
      <Text text={block.text} />
    </div>
  );
}
