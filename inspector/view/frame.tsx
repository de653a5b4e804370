/**
 * The rows of one frame for ink: one text a row, with its colours in it. Ink lays out nothing and measures little; what is
 * where was decided by `screen.ts`.
 */
import { Box, Text } from "ink";
import type { ReactElement } from "react";

/** Draws `rows`, from the top of the terminal. */
export function Frame({ rows }: { readonly rows: readonly string[] }): ReactElement {
  return (
    <Box width="100%" height={rows.length} flexDirection="column">
      {rows.map((row, index) => <Text key={index} wrap="truncate">{row === "" ? " " : row}</Text>)}
    </Box>
  );
}
