import { z } from 'zod';
import { type PolicyDocument, policyDocument } from '../../contracts/policy-document.ts';
import { isPolicyProblem, policyOf } from '../../contracts/read-policy.ts';
import { commitSetting } from '../../db/commit-setting.ts';
import { insertPolicyVersion, loadPolicy, nextPolicyVersion } from '../../db/policies.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { requireMatch } from '../resource.ts';
import { policyResource } from '../resources/policy.ts';
import type { WriteContext } from '../write.ts';

/**
 * Stores a document as the next version of its policy, a draft until it is activated.
 * @param of key that the path names; undefined for a new policy, which gets version 1.
 * @throws Refusal `conflict`, `not_found`, `currency_mismatch`, and whatever rule the document breaks
 */
export async function addVersion(
  { db, now }: ApiDeps,
  { actor, idempotency, ifMatch }: WriteContext,
  document: PolicyDocument,
  of: string | undefined,
): Promise<Made> {
  requireKey(document, of);
  const wallNow = now();
  const result = await commitSetting(db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    const { key } = document;
    const version = await nextPolicyVersion(trx, key);
    if (of === undefined && version > 1) throw new Refusal('conflict', `there is a policy ${key}`, [taken]);
    if (of !== undefined && version === 1) throw new Refusal('not_found', `there is no policy ${key}`);
    if (of !== undefined) await requireMatch(policyResource, ifMatch, () => policyResource.load(trx, key, wallNow));
    const policy = readVersion(document, version);
    if (version > 1) requireCurrency(policy, await loadPolicy(trx, key, version - 1));
    await insertPolicyVersion(trx, { policy, source: z.encode(policyDocument, document), actor: actor.name, wallNow });
    const shown = { shown: `${key}/${version}`, customerId: null };
    return { result: shown, kind: 'policy.versionAdded', body: { policy: key, version } };
  });
  return { ...result, operationId: null };
}

const taken = { pointer: '/key', message: 'is taken; add a version to it' };

function requireKey({ key }: PolicyDocument, of: string | undefined): void {
  if (of === undefined || of === key) return;
  const errors = [{ pointer: '/key', message: `must be ${of}` }];
  throw new Refusal('invalid_policy', 'the document is of another policy', errors);
}

/** @throws Refusal with the code of the rule that the document breaks */
function readVersion(document: PolicyDocument, version: number): Policy {
  const policy = policyOf(document, version);
  if (isPolicyProblem(policy)) throw new Refusal(policy.code, policy.detail, policy.errors);
  return policy;
}

/** Customers who live under it would be measured in another money. */
function requireCurrency(policy: Policy, before: Policy): void {
  if (policy.currency === before.currency) return;
  const errors = [{ pointer: '/currency', message: `must be ${before.currency}` }];
  throw new Refusal('currency_mismatch', `the policy counts in ${before.currency}`, errors);
}
