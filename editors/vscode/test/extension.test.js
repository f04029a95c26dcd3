// Runs the built extension with the parts of VS Code that it uses replaced. It starts no server: tests/editor does.
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const Module = require("node:module");
const path = require("node:path");
const test = require("node:test");

const manifest = require("../package.json");

test("the extension registers what its manifest promises", () => {
  const registered = [];
  const vscode = new Proxy(
    {
      commands: { registerCommand: (name) => registered.push(name) },
      workspace: {
        getConfiguration: () => ({ get: () => "no-such-program" }),
        onDidChangeConfiguration: () => ({}),
      },
      window: { showErrorMessage: () => {} },
    },
    {
      // Classes of VS Code are only extended when the module is loaded.
      get: (known, name) => known[name] ?? class {},
    },
  );
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  try {
    const extension = require("../dist/extension.js");
    assert.equal(typeof extension.activate, "function");
    assert.equal(typeof extension.deactivate, "function");
    extension.activate({ subscriptions: [] }).catch(() => {});
    const events = manifest.activationEvents.filter((one) => one.startsWith("onLanguage:"));
    assert.deepEqual(events, extension.languages.map((one) => `onLanguage:${one}`));
  } finally {
    Module._load = load;
  }
  assert.deepEqual(registered, manifest.contributes.commands.map((one) => one.command));
});

test("the version is that of the program", () => {
  const cargo = path.join(__dirname, "../../../Cargo.toml");
  const text = require("node:fs").readFileSync(cargo, "utf8");
  assert.equal(manifest.version, text.match(/^version = "(.*)"$/m)[1]);
});
