import { noticeKey } from '../account/fold-collection.ts';
import type { DecideInput } from '../decide-input.ts';
import type { FactDraft } from '../facts/fact.ts';
import type { LadderContext } from './ladder-context.ts';

/** A task for every notice that did not reach its reader: somebody must find a better address or another way. */
export function noticeTasks({ account, today }: LadderContext, input: DecideInput): readonly FactDraft[] {
  const moves: FactDraft[] = [];
  for (const notice of account.notices.values()) {
    if (notice.state !== 'undeliverable') continue;
    const key = `undeliverable/${noticeKey(notice)}`;
    if (account.tasks.some((task) => task.key === key)) continue;
    moves.push({
      kind: 'task.opened',
      effectiveOn: today,
      body: { task: input.newId('tsk'), key, what: 'undeliverable' },
    });
  }
  return moves;
}
