import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { ReplayHistoriesIterable } from '@temporalio/worker';

/** Golden histories: each file is one run, named for what it proves. Files are added, never made anew. */
export const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));

export function historyNames(): readonly string[] {
  return readdirSync(HISTORIES)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
}

/** The histories in the form in which the SDK replays them; the workflow id is the file's name. */
export function goldenHistories(): ReplayHistoriesIterable {
  return historyNames().map((name) => ({
    workflowId: name.replace('.json', ''),
    history: historyFromJSON(JSON.parse(readFileSync(`${HISTORIES}${name}`, 'utf8'))),
  })) as ReplayHistoriesIterable;
}
