/** File URLs: the form in which a path with spaces survives a list of options. */
import { pathToFileURL } from "node:url";

/** Gives the `file:` URL of an absolute path. */
export function fileUrl(path: string): string {
  return pathToFileURL(path).href;
}
