/** What the update asks the loop to do: it decides, the loop acts. */
export type Effect =
  /** Leave the screen, stop the feed, end with this code. */
  | { readonly kind: "quit"; readonly code: number }
  /** Give the terminal back to the shell until it is taken again. */
  | { readonly kind: "suspend" }
  /** More of the log waits to be looked at: send `grew` again after keys had their turn. */
  | { readonly kind: "lookFurther" };
