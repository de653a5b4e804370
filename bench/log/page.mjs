// @ts-self-types="./page.d.mts"
// What was measured of the logs as a page: for each log and each job one table, a row for each side, and what became of the targets. Pure.
import { quartiles } from "../statistics.mjs";

/**
 * Makes the page.
 * @param logs `{ title, jobs }`, each job as `tableOf()` takes it
 */
export function page({ date, machine, rounds, versions, missing, logs }) {
  const head = [
    `# A log of 1 GB, ${date}`,
    `${machine} ${versions.join(" · ")}. Each run is a whole process, from its start to its end by the clock; the sides of a job take turns, ${rounds} times (those that take over 10 s twice, those over 30 s once). A figure is the median, with the quartiles in brackets; the most memory is that of the largest process of a side. The file is in the page cache. Others computed on the machine meanwhile: absolute times drift, a target is a ratio within a turn.`,
    ...missing.length === 0 ? [] : [`Not there, so not measured: ${missing.join(", ")}.`],
  ];
  const body = logs.flatMap(({ title, jobs }) => [`## ${title}`, ...jobs.map(tableOf)]);
  return `${[...head, ...body].join("\n\n")}\n`;
}

/**
 * A job in words.
 * @param job `{ title, sides, targets }`; a side is `{ name, isOurs, isBeside, runtime, samples, trouble, stoppedMs }` (ours are judged, but for one that stands beside), a sample `{ ms, cpuMs, peakMB, answer, … }`
 */
export function tableOf({ title, sides, targets }) {
  const agreed = agreedOf(sides);
  const extra = [...new Set(sides.flatMap(({ samples }) => samples.flatMap((sample) => Object.keys(sample.figures ?? {}))))];
  const head = ["", "s", "s computed", "MB at the most", "answer", ...extra.map((name) => NAMES[name] ?? name)];
  const rows = sides.map(({ name, samples, trouble }) => samples.length === 0
    ? [name, trouble ?? "–", ...head.slice(2).map(() => "")]
    : [name, seconds(samples, "ms"), seconds(samples, "cpuMs"), cell(samples.map(({ peakMB }) => peakMB), 0), answerOf(samples, agreed), ...extra.map((each) => cell(samples.map(({ figures }) => figures?.[each]), each.endsWith("Us") ? 1 : 0))]);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const table = [line(head), line(head.map((_, n) => n === 0 ? "---" : "---:")), ...rows.map(line)].join("\n");
  const verdicts = targets.map((target) => `- ${inWords(target)}: ${sides.filter(({ isOurs, isBeside }) => isOurs && isBeside !== true).map((side) => `${side.name} ${verdict(target, side, sides)}`).join(" · ")}`);
  return [`### ${title}`, table, ...verdicts.length === 0 ? [] : [verdicts.join("\n")]].join("\n\n");
}

const NAMES = { readMs: "ms to read", scanMs: "ms to scan", columnsMs: "ms for columns", recordUs: "µs for its record", traceUs: "µs with its handlings" };
const UNITS = { ms: "s, whole process", peakMB: "MB", recordUs: "µs" };

/** What most sides say, ours and others; undefined where nobody says anything. */
export function agreedOf(sides) {
  const votes = new Map();
  for (const { samples } of sides) if (samples[0]?.answer !== undefined) votes.set(samples[0].answer, (votes.get(samples[0].answer) ?? 0) + 1);
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function answerOf([{ answer }], agreed) {
  if (answer === undefined) return "";
  return answer === agreed ? String(answer) : `**${answer}**`;
}

const seconds = (samples, what) => cell(samples.map((sample) => sample[what] === undefined ? undefined : sample[what] / 1000), 2);

function cell(values, digits) {
  const there = values.filter((value) => value !== undefined);
  if (there.length === 0) return "–";
  const { low, median, high } = quartiles(there);
  return there.length === 1 ? median.toFixed(digits) : `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

function inWords({ what, most, against, plus, times }) {
  if (plus !== undefined) return `≤ ${against} + ${plus} ms`;
  if (against === undefined) return what === "ms" ? `≤ ${most / 1000} ${UNITS.ms}` : `≤ ${most} ${UNITS[what]}`;
  return times === 1 ? `no slower than ${against}` : `≥ ${times}× ${against}`;
}

/** What became of a target on one of our sides; a ratio is taken turn by turn. */
export function verdict({ what, most, against, plus, times }, ours, sides) {
  const figure = (sample) => sample[what] ?? sample.figures?.[what];
  const own = ours.samples.map(figure).filter((value) => value !== undefined);
  if (own.length === 0) return "not measured";
  if (against === undefined) return `${met(quartiles(own).median <= most)} ${what === "ms" ? (quartiles(own).median / 1000).toFixed(2) : quartiles(own).median.toFixed(0)}`;
  const peer = sides.find(({ name }) => name === against || name === `${against}, ${ours.runtime}`);
  if (peer?.stoppedMs !== undefined && what === "ms" && times !== undefined) {
    // It would have taken longer: nobody knows how much.
    const least = peer.stoppedMs / quartiles(own).median;
    return `${least >= times ? met(true) : "**open**"} more than ${least.toFixed(2)}×`;
  }
  if (peer === undefined || peer.samples.length === 0) return "not measured";
  const pairs = own.slice(0, peer.samples.length).map((value, turn) => [value, figure(peer.samples[turn])]);
  if (plus !== undefined) {
    const { median } = quartiles(pairs.map(([value, other]) => value - other));
    return `${met(median <= plus)} + ${median.toFixed(0)} ms`;
  }
  const { low, median, high } = quartiles(pairs.map(([value, other]) => other / value));
  return `${met(median >= times)} ${median.toFixed(2)}×${pairs.length === 1 ? "" : ` (${low.toFixed(2)}–${high.toFixed(2)})`}`;
}

const met = (isMet) => `**${isMet ? "met" : "missed"}**`;
