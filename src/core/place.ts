/**
 * From where somebody speaks: the bus itself, a service, or one run of a handler. A place is the private side of a `View`. That
 * of a handling also knows what it runs inside of, so that nesting can be bounded and a shutdown does not wait for its caller.
 */
import type { Core } from "./core.ts";
import type { Deadline } from "./deadline.ts";
import type { Bus } from "./bus.ts";
import type { Registered } from "./subscription.ts";
import type { Dispatch, Handling } from "./tap.ts";

/** Who speaks. Its name is filled in once a factory has made the service. */
export interface Speaker {
  name?: string | undefined;
  /** What it registered while its factory runs; undefined afterwards, and for whom needs no factory. */
  building?: Registered[] | undefined;
}

export class Place {
  declare readonly bus: Bus;
  declare readonly service: Speaker;
  /** Present: this is one run of its handler. */
  declare readonly subscription: Registered | undefined;
  /** What users hold of it. */
  declare readonly view: Core;
  /** The handling that it runs inside of. */
  declare parent: Place | undefined;
  /** The type that is being handled here. */
  isOpen = false;
  type = "";
  /** Where it stands among the open handlings of the bus. */
  n = 0;
  /** It waits for the shutdown, itself or above one that does: a shutdown does not wait for it. */
  declare isExcused: true | undefined;
  declare deadline: Deadline | undefined;
  /** What taps are told of this handling. */
  declare handling: Handling | undefined;
  /** Present, while tapped: a handler or an interceptor of this dispatch speaks from here. */
  declare dispatch: Dispatch | undefined;

  constructor({ bus, service }: Pick<Place, "bus" | "service">, subscription?: Registered, parent?: Place) {
    this.bus = bus;
    this.service = service;
    this.subscription = subscription;
    this.parent = parent;
    this.view = bus.view(this);
  }
}

const NONE: readonly Place[] = [];

/**
 * The open handlings that what is sent from a place is nested in, the innermost first. Forgets those that have ended: else a
 * chain of handlings that each started the next and ended would stay in memory for ever.
 */
export function openPlacesOf(sender: Place): readonly Place[] {
  const { current, type } = sender.bus;
  let place = innermostOpen(sender) ?? current;
  if (!place) return NONE;
  if (!place.isOpen) {
    // The quick way leaves to whoever asks first what hardly anybody asks.
    place.isOpen = true;
    place.type = type;
  }
  const places: Place[] = [];
  for (; place; place = place.parent = innermostOpen(place.parent)) places.push(place);
  return places;
}

function innermostOpen(place: Place | undefined): Place | undefined {
  let open = place;
  while (open && !open.isOpen) open = open.parent;
  return open;
}
