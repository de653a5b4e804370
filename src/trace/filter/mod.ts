/** The filter language: one grammar wherever messages are chosen. */
export { FILTER_MEMBERS } from "./parse.ts";
export { FilterError } from "./filter_error.ts";
export { nearestWord } from "./nearest.ts";
export { parseFilter } from "./parse.ts";
export type { Filter } from "./parse.ts";
