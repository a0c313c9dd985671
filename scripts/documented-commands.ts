/**
 * Runs every command that README and docs show, as a reader would: `npm start` first, then each page's blocks in one shell,
 * in order. Blocks marked `docker` need an engine that is not here; they are held against the compose file instead.
 * The last line is "N passed, N failed".
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 5 * 60_000;
/** What this script and the other steps of CI run themselves. */
const RUN_ELSEWHERE = new Set(['npm start', 'npm test']);

interface Block {
  readonly page: string;
  readonly marks: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```bash(?<marks>[^\n]*)\n(?<body>.*?)^```/gms)].map(({ groups }) => ({
    page,
    marks: groups?.['marks']?.trim() ?? '',
    text: groups?.['body']?.trim() ?? '',
  }));
}

function bash(script: string): Promise<number> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Services that a docker command names must be in the compose file. */
function dockerProblems(block: Block): readonly string[] {
  const { services } = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')));
  const named = [...block.text.matchAll(/--scale (\w[\w-]*)=/g)].map(([, service = '']) => service);
  return named
    .filter((service) => !(service in services))
    .map((service) => `${block.page}: docker-compose.yml has no service ${service}`);
}

/** Starts the house as the README says and waits until it says what to do next. */
async function startHouse(): Promise<ChildProcess> {
  const child = spawn('npm', ['start'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    said += chunk.toString('utf8');
  });
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!said.includes('Ctrl-C stops everything')) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    if (Date.now() > giveUpAt) throw new Error('npm start was not ready in time');
    await sleep(250);
  }
  return child;
}

async function stopHouse(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([ended, sleep(60_000)]);
}

const pages = [
  'README.md',
  ...(existsSync(join(root, 'docs'))
    ? readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`)
    : []),
];
let passed = 0;
let failed = 0;
const count = (ok: boolean, what: string): void => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}`);
};

const house = await startHouse();
try {
  for (const page of pages) {
    const blocks = blocksOf(page);
    for (const block of blocks.filter((candidate) => candidate.marks === 'docker')) {
      const problems = dockerProblems(block);
      for (const problem of problems) console.log(problem);
      count(problems.length === 0, `${page}: docker commands name services of the compose file`);
    }
    const script = blocks
      .filter((block) => block.marks === '' && !RUN_ELSEWHERE.has(block.text))
      .map((block) => block.text);
    if (script.length > 0) count((await bash(script.join('\n'))) === 0, `${page}: ${script.length} blocks`);
  }
} finally {
  await stopHouse(house);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
