/**
 * The steps of CI, one after the other; a step that fails does not hide what the others would say. Every step counts as
 * one check, and the tests of the test command count one by one. The last line is "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
/** The real book lies beside a checkout of ours; elsewhere the slice runs on a generated one and says so. */
const book = join(root, '..', 'shared', 'data', 'ibm-accounts-receivable.csv');

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** The command prints "N passed, N failed" of its own, which is counted. */
  readonly counts?: boolean;
}

const steps: readonly Step[] = [
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', command: [bin('biome'), 'format', '.'] },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  { name: 'unused code', command: [bin('knip')] },
  { name: 'npm test', command: ['npm', 'test'], counts: true },
  { name: 'documented commands', command: [process.execPath, 'scripts/documented-commands.ts'], counts: true },
  {
    name: 'a slice of the book',
    command: [
      process.execPath,
      'cli/replay-book.ts',
      ...(existsSync(book) ? [book] : []),
      '--customers',
      '10',
      '--from',
      '2012-01-01',
      '--to',
      '2012-09-01',
      '--distort',
      '7',
    ],
  },
  {
    name: 'a day of the world',
    command: [process.execPath, 'cli/day-of-the-world.ts', '--customers', '20', '--events', '120'],
  },
];

interface Answer {
  readonly passed: number;
  readonly failed: number;
}

/** Runs one step with its output shown as it comes. */
async function run(step: Step): Promise<Answer> {
  const [program, ...args] = step.command;
  console.log(`\n── ${step.name}: ${[program.replace(`${root}/`, ''), ...args].join(' ')}`);
  const start = Date.now();
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let tail = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    tail = (tail + chunk.toString('utf8')).slice(-4_000);
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  console.log(`── ${step.name}: ${code === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - start) / 1000)} s`);
  const counted = step.counts ? /(\d+) passed, (\d+) failed/.exec(tail) : null;
  if (counted) return { passed: Number(counted[1]), failed: Math.max(Number(counted[2]), code === 0 ? 0 : 1) };
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

let passed = 0;
let failed = 0;
for (const step of steps) {
  const answer = await run(step);
  passed += answer.passed;
  failed += answer.failed;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
