import { layoutOf } from './installation/layout.ts';
import { type Installation, type InstallationEvent, startInstallation } from './installation/start-installation.ts';
import { MachineError, describeMachineError, diskFull, saysDiskIsFull } from './machine/machine-error.ts';
import { readArguments } from './start/arguments.ts';
import { loadFirstSample } from './start/first-sample.ts';
import { startFresh } from './start/fresh.ts';
import { onStopSignal } from './start/stop-signals.ts';
import { createTerminal, partsTable, whatNext } from './start/terminal.ts';

/**
 * `npm start`: a whole installation on this machine, until Ctrl-C. Exit code 0 after a stop that was asked for, 1 when
 * something has to be put right first.
 */
const options = readArguments(process.argv.slice(2));
const layout = layoutOf(options.dataDir);
const terminal = createTerminal(console.log);

/** Resolves once the installation has stopped, with the exit code. */
async function run(): Promise<number> {
  if (options.fresh) await startFresh(layout, options.yes);
  let stopping = false;
  const report = (event: InstallationEvent): void => {
    if (!stopping) terminal.report(event);
  };
  const installation = startInstallation({ layout, apiPort: options.port, report });
  const asked = stopAsked(installation, () => {
    stopping = true;
  });
  // A start that is interrupted fails, and that failure is no news to whoever interrupted it.
  const ready = installation.ready.catch((error: unknown) => (stopping ? asked : Promise.reject(error)));
  const running = await Promise.race([ready, asked]);
  if (running === undefined) return 0;

  const end = Promise.race([installation.gaveUp, asked]);
  const sample = loadFirstSample(running, { layout, empty: options.empty, report });
  const ended = await Promise.race([sample.then(() => false), end.then(() => true)]);
  if (!ended) console.log(`\n${partsTable(terminal.rows)}\n\n${whatNext(running, layout)}\n`);
  const reason = await end;
  if (reason === undefined) return 0;
  stopping = true;
  console.error(`\n${describeMachineError(reason)}\nStopping the rest.`);
  await installation.stop();
  return 1;
}

/** Resolves when somebody wanted it to stop and it has. */
function stopAsked(installation: Installation, onAsked: () => void): Promise<undefined> {
  return new Promise((resolve, reject) => {
    onStopSignal(layout.runDir, (why) => {
      onAsked();
      stopAll(installation, why).then(resolve, reject);
    });
  });
}

async function stopAll(installation: Installation, why: string): Promise<undefined> {
  console.log(`\nStopping (${why}) …`);
  const start = Date.now();
  await installation.stop();
  console.log(`Stopped in ${((Date.now() - start) / 1000).toFixed(1)} s; the data stays in ${layout.dataDir}`);
}

function explained(error: unknown): string {
  if (error instanceof MachineError) return describeMachineError(error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return saysDiskIsFull(text) ? describeMachineError(diskFull(layout.dataDir)) : text;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(`\n${explained(error)}`);
  process.exitCode = 1;
}
// Timers and sockets of libraries must not keep a launcher alive that has nothing left to launch.
process.exit();
