/** The versions a log names. A test holds `LIBRARY_VERSION` against package.json. */

/** The log format's major version: a reader refuses a newer one. */
export const LOG_VERSION = 1;

/** The version of this library. */
export const LIBRARY_VERSION = "0.1.0";
