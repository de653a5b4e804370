-- A log of a Core as a table for DuckDB: `duckdb -init core-ipc.duckdb.sql`, then `FROM core_log('run.jsonl')`. docs/log-format.md says what each column means.
-- The columns are named here, since DuckDB's guess knows only those of the first lines, and refuses a query for one that this log happens not to have. Added are:
-- the number of the "line", the "run" on every line, and "wall", the line's moment by the wall clock (UTC). A line that is no JSON, as a torn one, has NULL as its kind.
CREATE OR REPLACE MACRO core_log(file) AS TABLE (
  WITH lines AS (
    SELECT row_number() OVER () AS line, *
    FROM read_json(file, format = 'newline_delimited', ignore_errors = true, maximum_object_size = 134217728, columns = {
      kind: 'VARCHAR', "at": 'DOUBLE', version: 'DOUBLE', run: 'VARCHAR', part: 'BIGINT', name: 'VARCHAR', library: 'VARCHAR', runtime: 'VARCHAR', host: 'VARCHAR', pid: 'BIGINT',
      startedAt: 'TIMESTAMP', level: 'VARCHAR', "only": 'VARCHAR', before: 'BIGINT', ringMs: 'BIGINT', redaction: 'JSON', budget: 'DOUBLE', time: 'TIMESTAMP',
      service: 'VARCHAR', state: 'VARCHAR', ms: 'DOUBLE', error: 'JSON', snapshot: 'BOOLEAN', id: 'BIGINT', verb: 'VARCHAR', pattern: 'VARCHAR', handler: 'VARCHAR', external: 'BOOLEAN', site: 'VARCHAR',
      type: 'VARCHAR', description: 'VARCHAR', sensitive: 'JSON', handlers: 'BIGINT', cause: 'BIGINT', "by": 'VARCHAR', source: 'VARCHAR', phase: 'VARCHAR', "timestamp": 'VARCHAR', data: 'JSON',
      dispatch: 'BIGINT', n: 'BIGINT', subscription: 'BIGINT', syncMs: 'DOUBLE', outcome: 'VARCHAR', answer: 'JSON', reason: 'VARCHAR', member: 'VARCHAR', "value": 'JSON',
      task: 'VARCHAR', ratio: 'DOUBLE', note: 'VARCHAR', change: 'VARCHAR', lost: 'BIGINT', "from": 'BIGINT', "to": 'BIGINT', count: 'BIGINT', types: 'JSON',
      capture: 'VARCHAR', writing: 'VARCHAR', cost: 'DOUBLE', "on": 'VARCHAR',
      dispatches: 'BIGINT', records: 'BIGINT', bytes: 'BIGINT', skipped: 'BIGINT', cut: 'BIGINT', redacted: 'BIGINT', withheld: 'BIGINT', costMs: 'DOUBLE'
    })
  ), of_runs AS (
    SELECT * REPLACE (last_value(run IGNORE NULLS) OVER (ORDER BY line ROWS UNBOUNDED PRECEDING) AS run) FROM lines
  ), ties AS (
    SELECT run, coalesce("at", 0.0) AS tied_at, coalesce(time, startedAt) AS tied_wall FROM of_runs WHERE kind IN ('log', 'clock')
  )
  SELECT of_runs.*, tied_wall + to_microseconds(CAST(round(1000 * (coalesce("at", 0.0) - tied_at)) AS BIGINT)) AS wall
  FROM of_runs ASOF LEFT JOIN ties ON of_runs.run = ties.run AND coalesce(of_runs."at", 0.0) >= tied_at
);
