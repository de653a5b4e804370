/** Statistics over a log: by type, source, handler or service, and the totals. */
export { Histogram } from "./histogram.ts";
export type { TimeRange } from "./recorded_time.ts";
export { STATISTICS_BY } from "./statistics.ts";
export { statisticsOf } from "./statistics.ts";
export { statisticsWork } from "./statistics.ts";
export type { Statistics } from "./statistics.ts";
export type { StatisticsBy } from "./statistics.ts";
export type { StatisticsOptions } from "./statistics.ts";
export type { StatisticsRow } from "./statistics.ts";
export { summaryOf } from "./summary.ts";
export type { Summary } from "./summary.ts";
