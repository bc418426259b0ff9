// Starts `checker server` and leaves everything else to it.
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const LANGUAGES = ["markdown", "plaintext", "html", "csv", "tsv"];
let client;

function make() {
  const command = vscode.workspace.getConfiguration("checker").get("path") || "checker";
  const documents = LANGUAGES.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]);
  return new LanguageClient(
    "checker",
    "checker",
    { command, args: ["server"] },
    {
      documentSelector: documents,
      initializationOptions: vscode.workspace.getConfiguration("checker"),
      synchronize: { configurationSection: "checker" },
      outputChannelName: "checker",
    },
  );
}

async function start() {
  client = make();
  try {
    await client.start();
  } catch (error) {
    const what = "checker server: " + (error && error.message ? error.message : error);
    vscode.window.showErrorMessage(what + " — pip install 'checker[lsp]', or set checker.path.");
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old && old.state !== State.Stopped) {
    await old.stop();
  }
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("checker.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("checker.path")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
