import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openJournal, type RunJournal } from './run-journal.ts';

/** A replay and where it keeps what it has done. */
export interface Run {
  /** Names it for ever, in this and every other installation: it begins external ids and idempotency keys. */
  readonly label: string;
  readonly folder: string;
  readonly journal: RunJournal;
  /** True when an interrupted run goes on. */
  readonly resumed: boolean;
}

const stored = z.object({ key: z.string(), installation: z.string() });
const LABEL = /^replay-[0-9a-z]{8,}$/;

/**
 * Finds the latest run with the same `key` (book, policy and options) in the same installation, if it was interrupted;
 * else makes a new one.
 */
export function openRun(
  replayDir: string,
  key: string,
  installation: string,
  { restart, wallNow }: { readonly restart: boolean; readonly wallNow: number },
): Run {
  const runsDir = join(replayDir, 'runs');
  mkdirSync(runsDir, { recursive: true });
  const labels = readdirSync(runsDir)
    .filter((name) => LABEL.test(name))
    .toSorted()
    .toReversed();
  const same = labels.find((label) => {
    const known = readStored(join(runsDir, label, 'run.json'));
    return known?.key === key && known.installation === installation;
  });
  if (same !== undefined && !restart) {
    const folder = join(runsDir, same);
    const journal = openJournal(join(folder, 'journal.jsonl'));
    if (!journal.isOver() && !journal.isEmpty()) return { label: same, folder, journal, resumed: true };
  }
  const label = `replay-${wallNow.toString(36)}`;
  const folder = join(runsDir, label);
  mkdirSync(folder);
  writeFileSync(join(folder, 'run.json'), `${JSON.stringify({ key, installation })}\n`);
  return { label, folder, journal: openJournal(join(folder, 'journal.jsonl')), resumed: false };
}

/** Names what makes two runs the same. */
export function runKey(parts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function readStored(file: string): z.output<typeof stored> | undefined {
  if (!existsSync(file)) return undefined;
  const read = stored.safeParse(parsed(readFileSync(file, 'utf8')));
  return read.success ? read.data : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
