// Runs an exported chart in SCION: node scion.mjs CHART.scxml

import { resolve } from "node:path";
import { promisify } from "node:util";
import scxml from "@scion-scxml/scxml";
import { answer, run, TRACKS } from "./protocol.mjs";

let rules = [];
const asked = (_, name) => (event) => answer(name, event.name, event.data.holds);
const guards = new Proxy({}, { get: asked });
const records = new Proxy({}, { get: () => () => undefined });

const compiled = await promisify(scxml.pathToModel)(resolve(process.argv[2]));
const model = await new Promise((done, failed) => {
  const prepared = (error, made) => (error ? failed(error) : done(made));
  compiled.prepare(prepared, { guards, records });
});

await run(() => {
  const chart = new scxml.core.Statechart(model, {
    console: { log: (label, rule) => rules.push(rule) },
  });
  chart.start();
  return {
    send(type, data) {
      rules = [];
      chart.gen(type, data);
      return rules;
    },
    states() {
      const configuration = chart.getConfiguration();
      return TRACKS.map((track) => {
        const own = configuration.find((id) => id.startsWith(`${track}_`));
        return own === undefined ? null : own.slice(track.length + 1);
      });
    },
  };
});
