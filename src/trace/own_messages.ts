/** The messages that a Core sends by itself: what tells of services and tasks. Nobody has to listen to them. */

const OWN: ReadonlySet<string> = new Set(["service.startup", "service.shutdown", "task.started", "task.progress", "task.completed"]);

/** Tells whether messages of this type are the bus's own. */
export function isOwnMessage(type: string): boolean {
  return OWN.has(type);
}

/** Tells whether messages of this type are about the app's start and end, which the bus sends without being asked. */
export function isLifecycleMessage(type: string): boolean {
  return type === "service.startup" || type === "service.shutdown";
}
