/** The part of Slack's emoji list (iamcal/emoji-data) that the page uses; the bundler leaves the rest out. */
declare module "emoji-datasource/emoji.json" {
  const emoji: readonly { readonly short_names: readonly string[]; readonly unified: string }[];
  // The package gives its list as the default.
  // oxlint-disable-next-line no-default-export
  export default emoji;
}
