/**
 * `npm test`: the whole test-suite, or the files that the arguments name. What it needs of servers it starts itself and
 * ends again. The last line says how it went: "N passed, N failed, N skipped".
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
  success: z.boolean(),
});

/** Runs vitest and hands signals on; resolves with its exit code, which is 1 for a run that a signal ended. */
function runVitest(resultFile: string): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    // Ctrl-C at a terminal reaches the child by itself; this process outlives it to say how it went.
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function readResult(file: string): z.infer<typeof resultSchema> | undefined {
  try {
    return resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

const scratch = join(root, '.tenure', 'scratch');
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'result-'));
try {
  const start = Date.now();
  const code = await runVitest(join(folder, 'result.json'));
  const result = readResult(join(folder, 'result.json'));
  const seconds = Math.round((Date.now() - start) / 1000);
  if (result === undefined) {
    console.log(`The tests did not run to their end (exit code ${code}, after ${seconds} s).`);
  } else {
    // A file that could not even be loaded has no test that failed, and must not look as if all were well.
    const failed = Math.max(result.numFailedTests, result.success && code === 0 ? 0 : 1);
    console.log(`Tests took ${seconds} s.`);
    console.log(
      `${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests + result.numTodoTests} skipped`,
    );
  }
  process.exitCode = code;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
