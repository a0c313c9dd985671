import { setTimeout as sleep } from 'node:timers/promises';
import { openAsBlob } from 'node:fs';
import { FormData, request } from 'undici';
import { z } from 'zod';
import { problemDocument } from '../../contracts/problem.ts';
import type { ImportOptions } from './options.ts';

const imported = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  rows: z.number(),
  imported: z.number(),
  skipped: z.number(),
  refused: z.number(),
  errors: z.array(z.object({ row: z.number(), column: z.string().nullable(), code: z.string(), message: z.string() })),
  problem: z.string().nullable(),
});
/** How an import stands, as the API tells it. */
export type ImportState = z.output<typeof imported>;

/** The API of the installation and a token that may import. */
export interface ImportApi {
  readonly apiUrl: string;
  readonly token: string;
}

/** The API refused the file as a whole. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

/** Sends a book and follows the import to its end; `onProgress` is told now and then. @throws ImportRefused */
export async function sendBook(
  api: ImportApi,
  options: ImportOptions,
  onProgress: (state: ImportState) => void,
): Promise<ImportState> {
  const form = new FormData();
  form.append('kind', 'receivables');
  const { preset, mapping, format, defaults, seller, onboarding, clock, startAt } = options;
  const fields = { preset, mapping, format, defaults, seller, onboarding, clock, startAt };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  // Read from the disk as it is sent: a book may be larger than the memory.
  form.append('file', await openAsBlob(options.file, { type: 'text/csv' }), 'book.csv');
  let state = await ask(`${api.apiUrl}/v1/imports`, api, form);
  for (let pause = 250; state.state === 'running'; pause = Math.min(pause * 2, 2_000)) {
    onProgress(state);
    await sleep(pause);
    state = await ask(`${api.apiUrl}/v1/imports/${state.id}`, api);
  }
  return state;
}

async function ask(url: string, { token }: ImportApi, form?: FormData): Promise<ImportState> {
  const answer = await request(url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}` },
    ...(form === undefined ? {} : { body: form }),
  });
  const body: unknown = await answer.body.json();
  if (answer.statusCode < 300) return imported.parse(body);
  const { detail, errors } = problemDocument.parse(body);
  throw new ImportRefused([detail, ...errors.map(({ pointer, message }) => `  ${pointer} ${message}`)].join('\n'));
}
