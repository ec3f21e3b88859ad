import { createLog } from "../../src/log.ts";

export const silentLog = createLog(process.env["LOG_LEVEL"] ?? "silent");
