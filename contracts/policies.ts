import { z } from 'zod';
import { page, paging } from './lists.ts';
import { policyDocument } from './policy-document.ts';
import { instant } from './values.ts';

/** A policy and which of its versions counts; `activeVersion` is null while it is a draft. */
export const policySummary = z
  .strictObject({ key: z.string(), activeVersion: z.int().nullable(), latestVersion: z.int(), createdAt: instant })
  .meta({ id: 'PolicySummary' });

export const policyQuery = z.strictObject({ ...paging });

export const policyPage = page(policySummary);

/** One version, for ever unchanged; `document` has every default filled in. */
export const policyVersion = z
  .strictObject({
    key: z.string(),
    version: z.int(),
    state: z.enum(['draft', 'active', 'retired']),
    document: policyDocument,
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'PolicyVersion' });

export type PolicyVersionView = z.output<typeof policyVersion>;

/** What becomes of open dunning cases: they stay on their version, keep their position in the new one, or start anew. */
export const policyActivation = z
  .strictObject({ openCases: z.enum(['freeze', 'migrate', 'restart']) })
  .meta({ id: 'PolicyActivation' });
