/** The environment variables that tie a started app's agent to the one who started it. */

/** An absolute folder, private to the user: the agent writes its logs into it and opens its socket there. */
export const SPOOL_VARIABLE = "CORE_DEVTOOLS_SPOOL";

/** An absolute path: the first Core's log goes there instead, to stay; a second Core's to `x.2.jsonl` beside it. */
export const RECORD_VARIABLE = "CORE_DEVTOOLS_RECORD";

/** How that is recorded: JSON of what `record()` takes, and `append`, whether what is there already stays. Absent: whole, and into a new file. */
export const RECORD_OPTIONS_VARIABLE = "CORE_DEVTOOLS_RECORD_OPTIONS";

/** The folder in which running apps are found; overrides the user's runtime folder. */
export const FOLDER_VARIABLE = "CORE_DEVTOOLS_DIR";

/** What the agent reads of its environment, and all that it needs to be allowed to read. */
export const AGENT_VARIABLES: readonly string[] = [SPOOL_VARIABLE, RECORD_VARIABLE, RECORD_OPTIONS_VARIABLE];
