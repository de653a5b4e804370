// @ts-self-types="./jobs.d.mts"
// What is asked of a log, by which command of each side, how its answer is read, and what is to be reached. A side is a command line, or one for `sh`; ours stand under `core`, once for each runtime.
//
// An answer is something that all sides must agree on: a number of messages or of records, or the counts of all types.

/** The two logs: the type whose messages are looked for, and a text that stands in few payloads. */
export const ASKED = {
  github: { type: "github.push", regexp: "7770[0-9]{5}", peakMB: 200, openTimesLnav: 12, seen: /github\./ },
  small: { type: "cart.abandoned", regexp: "o-[0-9]*4242", peakMB: 300, openTimesLnav: 12, seen: /cart\.|order\./ },
};

const shell = (line) => ["sh", "-c", line];
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const lines = (text) => text.split("\n").filter((line) => line !== "").length;
const json = (text) => JSON.parse(text);
/** The first number there is; rg says nothing where nothing matches. */
const number = (text) => Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(",", "") ?? 0);

/** Where opening a log goes. */
function phasesOf(text) {
  const { readMs, scanMs, columnsMs } = json(text);
  return { readMs, scanMs, columnsMs };
}

const duck = (columns, path) => `read_json('${path}', format = 'newline_delimited', maximum_object_size = 134217728, columns = {${columns}})`;

/**
 * The jobs on a log.
 * @param log `{ name, path, flow, id }`: an id in the middle of it whose flow is asked for, and one that is looked for
 * @param sides `{ open, core, sql, lnav, lnavRaw }`: how ours and the peers that need more than a name are run
 */
export function jobsOn({ name: log, path, flow, id }, { open, core, sql, lnav }) {
  const { type, regexp, peakMB, openTimesLnav } = ASKED[log];
  const file = quoted(path);
  const lnavSql = (query) => lnav(["-n", "-c", `;${query}`, "-c", ":write-csv-to -", path]);
  return [
    {
      title: "Open and index",
      ours: { core: { run: open([path]), answer: (text) => json(text).records } },
      peers: {
        "lnav, with our format": { run: lnav(["-n", "-q", "-c", ":switch-to-view log", path]) },
        "lnav, raw": { run: lnav(["-n", "-q", path], "raw") },
        "wc -l, which only counts": { run: ["wc", "-l", path], answer: number },
      },
      targets: [{ what: "ms", most: 600 }, { what: "ms", against: "lnav, with our format", times: openTimesLnav }, { what: "peakMB", most: peakMB }],
    },
    { title: "Where opening goes", ours: { core: { run: open([path, "phases"]), figures: phasesOf } }, peers: {}, targets: [] },
    {
      title: "Count and time by type",
      ours: { core: { run: core(["stats", path, "--by", "type", "--json"]), answer: (text) => countsInWords(json(text).rows.map(({ name, count }) => [name, count])) } },
      peers: {
        DuckDB: { run: sql(`SELECT type, count(*) FILTER (kind = 'dispatch') AS n, sum(ms) FILTER (kind = 'handling') AS took FROM ${duck("kind: 'VARCHAR', type: 'VARCHAR', ms: 'DOUBLE'", path)} GROUP BY type`), answer: (text) => countsInWords(json(text)) },
        mawk: { run: ["mawk", "-F", '"', MAWK, path], answer: (text) => countsInWords(text.split("\n").map((line) => line.split(" "))) },
        "lnav, SQL": { run: lnavSql("SELECT type, sum(kind = 'dispatch') AS n, sum(ms) AS took FROM core_ipc_log GROUP BY type"), answer: (text) => countsInWords(text.split("\n").map((line) => line.split(","))) },
        jq: { run: ["jq", "-nc", "reduce inputs as $r ({}; if $r.kind == \"dispatch\" then .[$r.type].n += 1 elif $r.kind == \"handling\" then .[$r.type].ms += $r.ms else . end)", path], answer: (text) => countsInWords(Object.entries(json(text)).map(([each, { n }]) => [each, n])) },
      },
      targets: [{ what: "ms", against: "DuckDB", times: 2 }],
    },
    {
      title: `The records of one type, ${type}: messages and their handlings`,
      ours: {
        core: { run: core(["grep", `type:${type}`, path]), answer: lines },
      },
      peers: {
        jq: { run: ["jq", "-c", `select(.type == "${type}")`, path], answer: lines },
        "rg piped to jq": { run: shell(`rg -F ${quoted(`"type":"${type}"`)} ${file} | jq -c ${quoted(`select(.type == "${type}")`)}`), answer: lines },
        rg: { run: ["rg", `^\\{"kind":"[a-z]+",.{0,80}"type":"${type}"`, path], answer: lines },
        grep: { run: ["grep", "-E", `^\\{"kind":"[a-z]+",.{0,80}"type":"${type}"`, path], env: { LC_ALL: "C" }, answer: lines },
        DuckDB: { run: sql(`SELECT count(*), sum(length(data)) FROM ${duck("kind: 'VARCHAR', type: 'VARCHAR', data: 'JSON'", path)} WHERE type = '${type}'`), answer: (text) => Number(json(text)[0][0]) },
      },
      targets: [{ what: "ms", against: "jq", times: 20 }, { what: "ms", against: "rg piped to jq", times: 1 }],
    },
    {
      title: `One flow, of message ${flow}`,
      ours: { core: { run: core(["grep", `flow:${flow}`, path, "--count"]), answer: number } },
      peers: {
        DuckDB: { run: sql(`WITH RECURSIVE sent AS MATERIALIZED (SELECT id, cause FROM ${duck("kind: 'VARCHAR', id: 'BIGINT', cause: 'BIGINT'", path)} WHERE kind = 'dispatch'), flow(id) AS (SELECT ${flow}::BIGINT UNION SELECT sent.id FROM sent JOIN flow ON sent.cause = flow.id) SELECT count(*) FROM flow`), answer: (text) => Number(json(text)[0][0]) },
        jq: { run: ["jq", "-nc", `reduce inputs as $r ({ids: {"${flow}": true}, n: 1}; if $r.kind == "dispatch" and .ids[($r.cause // 0) | tostring] then .ids[$r.id | tostring] = true | .n += 1 else . end) | .n`, path], answer: number },
      },
      targets: [],
    },
    {
      title: `One record, that of message ${id}`,
      ours: { core: { run: core(["grep", `id:${id}`, path]), answer: (text) => lines(text.split("\n").filter((line) => line.startsWith('{"kind":"dispatch"')).join("\n")) } },
      peers: {
        "rg, which stops there": { run: ["rg", "-m1", `^\\{"kind":"dispatch","id":${id},`, path], answer: lines },
        grep: { run: ["grep", "-m1", `^{"kind":"dispatch","id":${id},`, path], env: { LC_ALL: "C" }, answer: lines },
        "jq, which stops there": { run: ["jq", "-nc", `first(inputs | select(.kind == "dispatch" and .id == ${id}))`, path], answer: lines },
        DuckDB: { run: sql(`SELECT * FROM ${duck("kind: 'VARCHAR', id: 'BIGINT', type: 'VARCHAR', data: 'JSON'", path)} WHERE kind = 'dispatch' AND id = ${id}`), answer: (text) => json(text).length },
      },
      targets: [],
    },
    {
      title: "One record, once the log is open",
      ours: { core: { run: open([path, "trace"]), figures: (text) => ({ recordUs: json(text).recordUs, traceUs: json(text).traceUs }) } },
      peers: {},
      targets: [{ what: "recordUs", most: 50 }],
    },
    {
      title: `A regular expression over payloads, /${regexp}/`,
      ours: { core: { run: core(["grep", `/${regexp}/`, path, "--count"]), answer: number } },
      peers: {
        rg: { run: ["rg", "-c", `^\\{"kind":"dispatch",.*"data":.*${regexp}`, path], answer: number },
        grep: { run: ["grep", "-cE", `^\\{"kind":"dispatch",.*"data":.*${regexp}`, path], env: { LC_ALL: "C" }, answer: number },
        DuckDB: { run: sql(`SELECT count(*) FROM ${duck("kind: 'VARCHAR', data: 'JSON'", path)} WHERE kind = 'dispatch' AND regexp_matches(data::VARCHAR, '${regexp}')`), answer: (text) => Number(json(text)[0][0]) },
        jq: { run: ["jq", "-c", `select(.kind == "dispatch" and (.data | tojson | test("${regexp}"))) | .id`, path], answer: lines },
      },
      targets: [],
    },
  ];
}

/** Counts dispatches and adds up handlings by what stands between quotes: it trusts the order of the members. */
const MAWK = String.raw`$4 == "dispatch" { n[$16]++ } $4 == "handling" { split(substr($0, index($0, ",\"ms\":") + 6), rest, ","); ms[$14] += rest[1] } END { for (type in n) print type, n[type], ms[type] }`;

/** What was counted by type, `[type, count]`, in few words that are the same where all counts are: with a sum over the counts in which each weighs by the name of its type. */
function countsInWords(rows) {
  // lnav has a line of names first, and a group without a type.
  const counts = rows.filter(([type, count]) => /\./.test(type ?? "") && Number(count) > 0);
  const sum = counts.reduce((all, [, count]) => all + Number(count), 0);
  const check = counts.reduce((all, [type, count]) => (all + Number(count) * weightOf(type)) % 1_000_003, 0);
  return `${counts.length} types, ${sum} messages (${check})`;
}

const weightOf = (type) => [...type].reduce((weight, letter) => (weight * 31 + letter.charCodeAt(0)) % 10_007, 7);

/** How soon there is something to see, in a terminal; ours beside the same of a log of some hundred records. */
export function screensOf({ name, path }, little, { core, lnav }) {
  const seen = ASKED[name].seen;
  const line = (command) => command.map(quoted).join(" ");
  const inspect = (file) => (runtime) => line(core(["inspect", file])(runtime));
  return {
    title: "First screen",
    ours: { core: { run: inspect(path), screen: seen }, "core, of a small log": { run: inspect(little.path), screen: seen, isBeside: true } },
    peers: { less: { run: line(["less", path]), screen: /"kind":"log"/ }, "lnav, with our format": { run: line(lnav([path])), screen: /"kind":/ } },
    targets: [{ what: "ms", against: "core, of a small log", plus: 100 }],
  };
}
