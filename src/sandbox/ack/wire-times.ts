/**
 * The ways in which ACK writes a moment; several of them stand in one and the same object (ACK: DescribeTaskInfo).
 * Moments are milliseconds since 1970.
 */
const chinaOffset = 8 * 3_600_000;

const inChina = (moment: number): string => new Date(moment + chinaOffset).toISOString();

/** `2020-11-10T16:02:04+08:00` */
export const zonedTime = (moment: number): string => `${inChina(moment).slice(0, 19)}+08:00`;

/** `2022-08-03T10:12:03.482+08:00` */
export const zonedTimeWithMilliseconds = (moment: number): string => `${inChina(moment).slice(0, 23)}+08:00`;

/** `2022-12-15 23:00:00`, China time that does not say so */
export const unzonedTime = (moment: number): string => inChina(moment).slice(0, 19).replace("T", " ");

/** `1669706229286` */
export const epochTime = (moment: number): string => String(moment);

/** `2025-04-16T07:28:00Z` */
export const utcTime = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;
