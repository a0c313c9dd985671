import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';

/** What is newly owed to Microsoft is carried there now; where Temporal is away the round does it at its time. */
export async function hurryDuties({ hurry }: Pick<ApiDeps, 'hurry'>): Promise<void> {
  await hurry('duties').catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
