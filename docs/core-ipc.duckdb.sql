-- A log of a Core as a table for DuckDB: `duckdb -init core-ipc.duckdb.sql`, then `FROM core_log('run.jsonl')`. docs/log-format.md says what each column means.
-- The columns are named here, since DuckDB's guess knows only those of the first lines, and refuses a query for one that this log happens not to have. Added are:
-- the number of the "line", the "run" on every line, and "wall", the line's moment by the wall clock (UTC). A line that is no JSON, as a torn one, has NULL as its kind.
CREATE OR REPLACE MACRO core_log(file) AS TABLE (
  WITH lines AS (
    SELECT row_number() OVER () AS line, *
    FROM read_json(file, format = 'newline_delimited', ignore_errors = true, maximum_object_size = 134217728, columns = {
      kind: 'VARCHAR', "at": 'DOUBLE', version: 'DOUBLE', run: 'VARCHAR', part: 'BIGINT', name: 'VARCHAR', startedAt: 'TIMESTAMP', time: 'TIMESTAMP', before: 'BIGINT',
      id: 'BIGINT', dispatch: 'BIGINT', n: 'BIGINT', verb: 'VARCHAR', type: 'VARCHAR', handlers: 'BIGINT', cause: 'BIGINT', "by": 'VARCHAR', source: 'VARCHAR', phase: 'VARCHAR', snapshot: 'BOOLEAN',
      "timestamp": 'VARCHAR', handler: 'VARCHAR', subscription: 'BIGINT', pattern: 'VARCHAR', service: 'VARCHAR', state: 'VARCHAR', ms: 'DOUBLE', syncMs: 'DOUBLE', outcome: 'VARCHAR',
      change: 'VARCHAR', reason: 'VARCHAR', member: 'VARCHAR', task: 'VARCHAR', ratio: 'DOUBLE', note: 'VARCHAR', lost: 'BIGINT', count: 'BIGINT', "from": 'BIGINT', "to": 'BIGINT', types: 'JSON',
      capture: 'VARCHAR', writing: 'VARCHAR', cost: 'DOUBLE', budget: 'DOUBLE', "on": 'VARCHAR', dispatches: 'BIGINT', records: 'BIGINT', bytes: 'BIGINT', skipped: 'BIGINT', cut: 'BIGINT',
      redacted: 'BIGINT', withheld: 'BIGINT', costMs: 'DOUBLE', data: 'JSON', answer: 'JSON', "value": 'JSON', error: 'JSON'
    })
  ), tied AS (
    SELECT *, last_value(CASE kind WHEN 'log' THEN {'ms': 0.0, 'wall': startedAt} WHEN 'clock' THEN {'ms': "at", 'wall': time} END IGNORE NULLS) OVER so_far AS tie, last_value(run IGNORE NULLS) OVER so_far AS its_run
    FROM lines
    WINDOW so_far AS (ORDER BY line ROWS UNBOUNDED PRECEDING)
  )
  SELECT * EXCLUDE (tie, its_run) REPLACE (its_run AS run), tie.wall + to_microseconds(CAST(round(1000 * (coalesce("at", 0) - tie.ms)) AS BIGINT)) AS wall
  FROM tied
);
