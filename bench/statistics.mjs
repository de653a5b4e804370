// @ts-self-types="./statistics.d.mts"
// What is made of the measured figures; pure.

/** The middle value, and the values that a quarter of the others are below and above. */
export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round((sorted.length - 1) * share)];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** The time of `ours` over the time of `peer`, by round: below 1 we are faster. */
export const ratio = (ours, peer) => quartiles(ours.ns.map((ns, round) => ns / peer.ns[round]));

/** Judges a target: against whom, the ratio, whether it is met, and that in words. Undefined when the peer was not measured. */
export function judge({ against, except, most }, [ours, ...peers]) {
  const median = ({ ns }) => quartiles(ns).median;
  const peer = except === undefined
    ? peers.find(({ name }) => name === against)
    : peers.filter(({ name }) => !except.includes(name)).sort((a, b) => median(a) - median(b))[0];
  if (peer === undefined) return undefined;
  const is = ratio(ours, peer).median;
  const isMet = is <= most;
  const name = except === undefined ? peer.name : `the best, ${peer.name}`;
  const words = `≤ ${most.toFixed(3)}× the time of ${name}: ${isMet ? "met" : "missed"}, ${is.toFixed(3)}×, ${(is / most).toFixed(2)} times what is allowed`;
  return { peer: peer.name, is, isMet, words };
}
