/** The filter language: one grammar wherever messages are chosen. */
export { FILTER_MEMBERS } from "./members.ts";
export { FilterError } from "./filter_error.ts";
export { nearestWord } from "./nearest.ts";
export { parseFilter } from "./filter.ts";
export { parseSentFilter } from "./filter.ts";
export { matching } from "./matching.ts";
export type { Asked } from "./filter.ts";
export type { Filter } from "./filter.ts";
export type { FilterMember } from "./members.ts";
