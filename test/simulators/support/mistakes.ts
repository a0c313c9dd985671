import type { Fault, partner, Reply } from './partner.ts';

export type Microsoft = Awaited<ReturnType<typeof partner>>;
export type Refused = Promise<Reply<Fault>>;

/** What a client gets wrong: how, and what Microsoft says to it (contract §17). A number in the code stays one. */
export type Mistake = readonly [what: string, make: () => Refused, status: number, code: string | number];
