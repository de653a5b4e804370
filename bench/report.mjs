// @ts-self-types="./report.d.mts"
// The figures of a whole run as a page: for each case one table with the runtimes side by side, and what became of its targets.
import { judge, quartiles } from "./statistics.mjs";

/**
 * Makes the page.
 * @param runtimes names with versions, in the order of the columns
 * @param cases `{ title, targets, measured: [sides of each runtime] }`, sides as `compare()` gives them, ours first
 * @param machine in words
 */
export function report({ date, machine, runtimes, cases, memory = [] }) {
  const head = [
    `# Dispatch, ${date}`,
    `${machine} All sides of a case run in turns in one process for each runtime; a figure is the median of its rounds, in nanoseconds a call. Absolute times drift by a factor of two from day to day: a target is a ratio in one run.`,
  ];
  const parts = cases.map((each) => caseOf(each, runtimes));
  const bytes = memory.length === 0 ? [] : ["## Memory, in bytes", ...memory.map((each) => memoryOf(each, runtimes))];
  return `${[...head, ...parts, ...bytes].join("\n\n")}\n`;
}

function caseOf({ title, targets, measured }, runtimes) {
  const names = [...new Set(measured.flatMap((sides) => sides.map(({ name }) => name)))];
  const rows = names.map((name) => [name, ...measured.map((sides) => cell(sides.find((side) => side.name === name)))]);
  const verdicts = targets.map((target) => `- ≤ ${Number(target.most.toFixed(3))}× ${target.against}: ${measured.map((sides, n) => `${runtimes[n]} ${verdict(target, sides)}`).join(" · ")}`);
  return [`## ${title}`, table(["", ...runtimes], rows), ...verdicts.length === 0 ? [] : [verdicts.join("\n")]].join("\n\n");
}

function memoryOf({ title, measured }, runtimes) {
  const names = [...new Set(measured.flatMap((sides) => sides.map(({ name }) => name)))];
  const of = (sides, name) => sides.find((side) => side.name === name);
  const rows = names.map((name) => [name, ...measured.map((sides) => of(sides, name) ? quartiles(of(sides, name).bytes).median.toFixed(0) : "–")]);
  return `${title}:\n\n${table(["", ...runtimes], rows)}`;
}

function cell(side) {
  return side === undefined ? "–" : quartiles(side.ns).median.toFixed(0);
}

function verdict(target, sides) {
  const judged = judge(target, sides);
  return judged === undefined ? "not measured" : `**${judged.isMet ? "met" : "missed"}** ${judged.is.toFixed(2)}×`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, n) => n === 0 ? "---" : "---:")), ...rows.map(line)].join("\n");
}
