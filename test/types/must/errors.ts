// What a caught error is known to be.
import { CoreError } from "core-ipc";
import { same } from "./same.ts";

export function anErrorNarrowsByItsCode(error: unknown): void {
  if (!(error instanceof CoreError)) return;
  if (error.code === "query.unanswered") same<number>()(error.detail.handled, true);
  if (error.code === "service.missing") same<readonly string[]>()(error.detail.services, true);
  // @ts-expect-error There is no such code.
  if (error.code === "query.unknown") return;
  // @ts-expect-error A detail is of a code.
  void error.detail.handled;
}
