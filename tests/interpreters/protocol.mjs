// What both runners have in common: cases come in on standard input, a line of JSON each, and what
// became of the tracks after each event goes out, a line each.
//
// An event comes as [type, its fields, predicates before it, predicates on what it brings].  The
// predicates are answers by name.  One that was not given must not be asked for.

import { createInterface } from "node:readline";

export const TRACKS = ["investigation", "processing", "reporting", "emergency"];

/** Return the answer to a predicate: on the case before the event, or on what the event brought. */
export function answer(name, eventName, { before, after }) {
  const given = eventName.startsWith("accepted.") ? after : before;
  if (name in given) return given[name];
  // No exception: an interpreter may take one for a no.
  console.error(`${name} was asked of ${eventName}, and was not given`);
  process.exit(1);
}

/** Run every case: `start` makes a chart, with `send(type, data)` and `states()`. */
export async function run(start) {
  for await (const line of createInterface({ input: process.stdin })) {
    const chart = start();
    const seen = JSON.parse(line).map(([type, fields, before, after]) => {
      const took = chart.send(type, { ...fields, holds: { before, after } });
      return [chart.states(), took];
    });
    process.stdout.write(JSON.stringify(seen) + "\n");
  }
}
