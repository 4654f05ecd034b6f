// Does what an editor does: node yaml-editor.mjs
//
// Case files come in on standard input, a line of JSON each: {text, ask: [[line, character], …]}.
// For each, a real YAML language server is asked what is wrong, and what could stand at the places
// asked about; {wrong: [[line, message], …], offered: [[label, …], …]} goes out, a line each.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const rpc = require("vscode-jsonrpc/node");
const folder = dirname(require.resolve("yaml-language-server/package.json"));
const server = spawn(process.execPath, [join(folder, "bin", "yaml-language-server"), "--stdio"]);
server.stderr.pipe(process.stderr);
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
);

const waiting = new Map();
connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
  waiting.get(uri)?.(diagnostics);
});
connection.onRequest("client/registerCapability", () => null);
connection.onRequest("workspace/configuration", ({ items }) =>
  items.map(({ section }) =>
    section === "yaml" ? { validate: true, completion: true, schemaStore: { enable: false } } : null,
  ),
);
connection.listen();
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: { workspace: { configuration: true } },
});
connection.sendNotification("initialized", {});

let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { text, ask } = JSON.parse(line);
  const uri = `file:///case-${++number}.yaml`;
  const diagnostics = new Promise((done) => waiting.set(uri, done));
  connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  const wrong = (await diagnostics).map(({ range, message }) => [range.start.line, message]);
  const offered = [];
  for (const [row, character] of ask) {
    const position = { line: row, character };
    const found = await connection.sendRequest("textDocument/completion", {
      textDocument: { uri },
      position,
    });
    offered.push((found.items ?? found).map(({ label }) => label));
  }
  process.stdout.write(JSON.stringify({ wrong, offered }) + "\n");
}
server.kill();
