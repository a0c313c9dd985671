import { z } from 'zod';
import { simulatorEnvironment } from './configuration.ts';
import { startSimulators } from './start-all.ts';

/**
 * Runs all simulators in one process. One JSON line on stdout says where they answer; everything else goes to stderr.
 * SIGTERM and SIGINT stop them.
 */
const env = simulatorEnvironment.safeParse(process.env);
if (env.success) {
  try {
    const simulators = await startSimulators(env.data);
    process.stdout.write(`${JSON.stringify({ ready: true, ...simulators.addresses })}\n`);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      void simulators.stop().then(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`the simulators did not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`the simulators' environment is wrong:\n${z.prettifyError(env.error)}\n`);
  process.exitCode = 1;
}
