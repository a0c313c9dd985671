import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isPolicyProblem, readPolicy } from '../../contracts/read-policy.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { checkout } from '../installation/layout.ts';

/** The policy of a replay: as the kernel reads it and as the API takes it. */
export interface ReplayPolicy {
  readonly policy: Policy;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A policy file that is none. */
export class NoPolicy extends Error {
  override readonly name = 'NoPolicy';
}

const DEFAULT_FILE = join(checkout, 'policies', 'replay.json');

/**
 * Reads the policy of a replay, `policies/replay.json` unless another file is named. Another one gets a key of its own:
 * a replay must not change the policy under which the installation's other customers live.
 * @throws NoPolicy with everything that is wrong with it
 */
export function readReplayPolicy(file: string | undefined): ReplayPolicy {
  const read = z.record(z.string(), z.unknown()).safeParse(parsed(readFileSync(file ?? DEFAULT_FILE, 'utf8')));
  if (!read.success) throw new NoPolicy(`${file ?? DEFAULT_FILE} is no JSON object`);
  const digest = createHash('sha256').update(canonicalJson(read.data)).digest('hex').slice(0, 8);
  const document = file === undefined ? read.data : { ...read.data, key: `replay-${digest}` };
  const policy = readPolicy(document, 1);
  if (!isPolicyProblem(policy)) return { policy, document };
  const errors = policy.errors.map(({ pointer, message }) => `${pointer} ${message}`);
  throw new NoPolicy([`${file ?? DEFAULT_FILE}: ${policy.detail}`, ...errors].join('\n  '));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
