/** A service as the bus holds it, and its state. */
import type { Core } from "./core.ts";
import type { Place } from "./place.ts";
import type { ServiceInfo, ServiceState } from "./tap.ts";
import { tell } from "./taps.ts";

/** What the bus looks for in a service; all of it is optional. */
export interface Service {
  /** Its name on the bus; set it where a minifier changes class names. */
  readonly serviceName?: string;
  /** Registered for every ACTION. */
  handleIPCEvents?(core: Core, message: never): unknown;
  /** Called by `startup()`, in registration order, and awaited; `signal` aborts when the start is given up. */
  onStartup?(core: Core, signal: AbortSignal): unknown;
  /** Called by `shutdown()`, in reverse order, and awaited; `signal` aborts when its time is up. */
  onShutdown?(core: Core, signal: AbortSignal): unknown;
}

/** The bus's side of a service. */
export interface HeldService {
  readonly instance: Service;
  readonly place: Place;
  info: ServiceInfo;
}

export function changeState(held: HeldService, state: ServiceState, told?: Omit<ServiceInfo, "name" | "state">): void {
  held.info = { name: held.place.service.name as string, state, ...told };
  tell(held.place.bus, "serviceChanged", held.info, false);
}
