// Starts `ack-catalog server` for policies and pages, and nothing else.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

// Each starts the extension: package.json has an activation event for it.
const languages = ["json", "jsonc", "jsonl", "terraform", "terraform-vars", "opentofu", "opentofu-vars", "markdown"];

let client;

/** Returns the client for the program that the settings name. */
function create() {
  const command = vscode.workspace.getConfiguration("ack-catalog").get("path") || "ack-catalog";
  const names = "**/*.{tf,tofu,tfvars,jsonl,ndjson}";
  return new LanguageClient(
    "ack-catalog",
    "ack-catalog",
    { command, args: ["server"] },
    {
      documentSelector: [
        ...languages.flatMap((language) => ["file", "untitled"].map((scheme) => ({ scheme, language }))),
        // Without an extension for Terraform, such files are plain text.
        { scheme: "file", pattern: names },
      ],
    },
  );
}

/** Starts the server, and says how to install the program if it does not start. */
async function start() {
  client = create();
  try {
    await client.start();
  } catch (error) {
    const text = `ack-catalog does not start: ${error}. Install it with \`cargo install --locked --path cli\` in a checkout of its source, or set \`ack-catalog.path\`.`;
    vscode.window.showErrorMessage(text);
  }
}

async function stop() {
  const stopped = client;
  client = undefined;
  if (stopped && stopped.isRunning()) {
    await stopped.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("ack-catalog.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("ack-catalog.path") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop, languages };
