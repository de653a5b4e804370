// @ts-self-types="./page.d.mts"
// The figures of a whole run as a page: for each case and each measure one table with the runtimes side by side, and what
// became of the targets. Pure.
import { quartiles } from "../statistics.mjs";

/**
 * Makes the page.
 * @param runtimes `{ name, version }`, in the order of the columns
 * @param cases as in cases.mjs, each with `measured`: for each runtime the samples of each side, by its name, round by round
 * @param machine in words
 */
export function page({ date, machine, rounds, runtimes, cases, encoding = [] }) {
  const head = [
    `# Recording, ${date}`,
    `${machine} Each side of a case runs in a process of its own, ${rounds} times, in turns with the others; a figure is the median of them, with the quartiles in brackets. Others computed on the machine meanwhile: absolute times drift, a target is a ratio between processes of one turn.`,
  ];
  return `${[...head, ...cases.map((each) => caseOf(each, runtimes)), ...encoding].join("\n\n")}\n`;
}

/** A case in words and tables. */
export function caseOf(each, runtimes) {
  const tables = each.measures.map((measure) => `${measure.title}:\n\n${tableOf(each, measure, runtimes)}`);
  const verdicts = each.targets.map((target) => `- ${targetInWords(target)}: ${runtimes.map(({ name }, n) => `${name} ${verdict(each, target, name, each.measured[n])}`).join(" · ")}`);
  return [`## ${each.title}`, ...tables, ...verdicts.length === 0 ? [] : [verdicts.join("\n")]].join("\n\n");
}

function tableOf({ sides, minus, measured }, measure, runtimes) {
  const names = Object.keys(sides);
  const rows = names.map((name) => [name, ...measured.map((samples) => cell(samples[name]?.map(measure.of), measure.digits))]);
  const differences = minus === undefined ? [] : [[`${names[0]} − ${minus}`, ...measured.map((samples) => cell(difference(samples[names[0]], samples[minus], measure), measure.digits))]];
  return table(["", ...runtimes.map(({ name, version }) => `${name} ${version}`)], [...rows, ...differences]);
}

function difference(ours, others, { of }) {
  return ours === undefined || others === undefined ? undefined : ours.map((sample, round) => of(sample) - of(others[round]));
}

function cell(values, digits) {
  if (values === undefined || values.length === 0) return "–";
  const { low, median, high } = quartiles(values);
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** What a target asks of `ours` (absent: the first side): at `least` so many times what a peer does (by runtime), at `most` so many times, or a log that is `whole` at a pace. */
function targetInWords({ ours, against, least, most, whole }) {
  if (whole !== undefined) return `recorded whole, at ${whole} a second or more`;
  const who = ours === undefined ? "" : `${ours}: `;
  if (most !== undefined) return `${who}≤ ${most}× ${against}`;
  const asked = new Set(Object.values(least)).size === 1 ? `${Object.values(least)[0]}×` : Object.entries(least).map(([name, times]) => `${times}× (${name})`).join(", ");
  return `${who}≥ ${asked} ${against}`;
}

/** What became of a target on one runtime, in words. */
export function verdict(each, target, runtime, samples) {
  const ours = samples[target.ours ?? Object.keys(each.sides)[0]];
  const { of } = each.measures.find(({ title }) => title === target.measure);
  if (ours === undefined || ours.length === 0) return "not measured";
  if (target.whole !== undefined) {
    const whole = ours.filter(({ isWhole }) => isWhole).length;
    const { median } = quartiles(ours.map(of));
    return `${met(whole === ours.length && median >= target.whole)} ${whole} of ${ours.length} logs whole`;
  }
  const peer = samples[target.against];
  if (peer === undefined) return "not measured";
  const { low, median, high } = quartiles(ours.map((sample, round) => of(sample) / of(peer[round])));
  const isMet = target.most === undefined ? median >= target.least[runtime] : median <= target.most;
  return `${met(isMet)} ${median.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`;
}

const met = (isMet) => `**${isMet ? "met" : "missed"}**`;

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, n) => n === 0 ? "---" : "---:")), ...rows.map(line)].join("\n");
}
