/** Scopes that the bot's calls need; manifest.yml asks for the same, and tells why. */
export const neededScopes: readonly string[] = [
  "commands",
  "chat:write",
  "files:read",
  "files:write",
  "users:read",
  "usergroups:read",
  "channels:read",
  "groups:read",
];
