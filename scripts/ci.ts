/**
 * The steps of CI, one after the other; a step that fails does not hide what the others would say. Every step counts as
 * one check, and the tests of the test command count one by one. What failed is named once more at the end, where it is
 * found when only the end of the output is kept. The last line is "N passed, N failed".
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

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
  /** The step, if it failed, and the lines in which it names what failed. */
  readonly named: readonly string[];
}

/** Vitest says under the name of what failed what was wrong with it, once for tries that failed alike. */
const LINES_OF_A_REASON = 4;

/** The lines in which vitest and our own commands name what failed, with the reason, else the last that were said. */
function namesOfFailures(lines: readonly string[]): readonly string[] {
  const isName = (line: string | undefined): boolean => /^\s*(FAIL|FAILED|failed)\s/.test(line ?? '');
  const named = lines.flatMap((line, at) => {
    if (!isName(line)) return [];
    return isName(lines[at + 1]) ? [line] : lines.slice(at, at + 1 + LINES_OF_A_REASON);
  });
  const names = [...new Set(named.filter((line) => line.trim() !== ''))];
  return names.length > 0 ? names : lines.slice(-15);
}

/** Runs one step with its output shown as it comes. */
async function run(step: Step): Promise<Answer> {
  const [program, ...args] = step.command;
  console.log(`\n── ${step.name}: ${[program.replace(`${root}/`, ''), ...args].join(' ')}`);
  const start = Date.now();
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (heard: NodeJS.ReadableStream, shown: NodeJS.WritableStream): void => {
    heard.on('data', (chunk: Buffer) => {
      shown.write(chunk);
      said += chunk.toString('utf8');
    });
  };
  hear(child.stdout, process.stdout);
  hear(child.stderr, process.stderr);
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  const took = `${Math.round((Date.now() - start) / 1000)} s`;
  console.log(`── ${step.name}: ${code === 0 ? 'passed' : 'FAILED'} in ${took}`);
  const lines = stripVTControlCharacters(said).split('\n');
  const named = code === 0 ? [] : [`${step.name} (exit code ${code})`, ...namesOfFailures(lines)];
  const counted = step.counts ? /(\d+) passed, (\d+) failed/.exec(lines.slice(-50).join('\n')) : null;
  if (counted) return { passed: Number(counted[1]), failed: Math.max(Number(counted[2]), code === 0 ? 0 : 1), named };
  return code === 0 ? { passed: 1, failed: 0, named } : { passed: 0, failed: 1, named };
}

let passed = 0;
let failed = 0;
const named: string[] = [];
for (const step of steps) {
  const answer = await run(step);
  passed += answer.passed;
  failed += answer.failed;
  named.push(...answer.named);
}
if (named.length > 0) console.log(`\nWhat failed:\n${named.join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
