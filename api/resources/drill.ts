import type { z } from 'zod';
import type { drill } from '../../contracts/drill.ts';
import type { Db } from '../../db/database.ts';
import { caseEvidence } from '../../db/lists/security-cases.ts';
import { notesAbout } from '../../db/notes.ts';
import { Refusal } from '../../domain/errors.ts';
import { DRILL, DRILL_STEPS, isCauseFixed, openSteps } from '../../domain/security/drill.ts';
import { foldedCase } from './containment.ts';

/** The drill of a case, with who closed each step and on what evidence. @throws Refusal `not_found` */
export async function drillView(db: Db, caseId: string): Promise<z.output<typeof drill>> {
  const facts = (await caseEvidence(db, [caseId])).get(caseId);
  if (facts === undefined) throw new Refusal('not_found', `there is no security case ${caseId}`);
  const known = foldedCase(facts).drill;
  if (known === null) throw new Refusal('not_found', 'no drill was started in this case');
  const notes = (await notesAbout(db, [caseId])).get(caseId) ?? [];
  return {
    startedAt: known.startedAt,
    open: [...openSteps(known)],
    causeFixed: isCauseFixed(known),
    steps: DRILL_STEPS.map((step) => {
      const closed = known.closed.get(step);
      const note = notes.findLast(({ kind }) => kind === `drill.${step}`);
      const fact = facts.findLast(({ kind, body }) => kind === 'case.drillStepsClosed' && namesStep(body, step));
      return {
        step,
        what: DRILL[step],
        state: closed?.outcome ?? 'open',
        at: closed?.at ?? null,
        by: fact?.actor ?? null,
        evidence: note?.text ?? null,
      };
    }),
  };
}

function namesStep(body: Readonly<Record<string, unknown>>, step: string): boolean {
  return Array.isArray(body['steps']) && body['steps'].includes(step);
}
