// Runs an exported machine in XState: node xstate.mjs MACHINE.json

import { readFileSync } from "node:fs";
import { and, createActor, or, raise, setup, stateIn } from "xstate";
import { answer, run, TRACKS } from "./protocol.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
let rules = [];

// A guard is made of predicates, as the file says in meta.guards.
const part = (one) => (one.type === "is_in" ? or(one.params.states.map((id) => stateIn(id))) : one);
const guards = Object.entries(config.meta.guards).map(([name, parts]) => [name, and(parts.map(part))]);
const predicates = Object.keys(config.meta.predicates).map((name) => [
  name,
  ({ event }) => answer(name, event.type, event.holds),
]);

const machine = setup({
  guards: {
    ...Object.fromEntries([...guards, ...predicates]),
    done_by: ({ event }, { roles }) => roles.includes(event.by),
    has_field: ({ event }, { field, values }) => values.includes(event[field]),
  },
  actions: {
    took: (_, { rule }) => rules.push(rule),
    announce: raise(({ event }, params) => ({ ...event, type: params.event })),
  },
}).createMachine(config);

await run(() => {
  const actor = createActor(machine).start();
  return {
    send(type, data) {
      rules = [];
      actor.send({ ...data, type });
      return rules;
    },
    states() {
      const { open } = actor.getSnapshot().value;
      return TRACKS.map((track) => open?.[track] ?? null);
    },
  };
});
