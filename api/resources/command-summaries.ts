import type { CommandBodies, CommandKind, PendingCommand } from '../../domain/commands/command.ts';
import { showStored } from './fact-summaries.ts';

type Summaries = { readonly [K in CommandKind]: (body: CommandBodies[K]) => string };

/** What a person asked for, in the infinitive. */
const SUMMARIES: Summaries = {
  'dunning.start': () => 'start dunning',
  'dunning.pause': ({ until }) => `pause dunning until ${until}`,
  'dunning.resume': () => 'resume dunning',
  'dunning.escalate': ({ toStep }) => `escalate to ${toStep}`,
  'dispute.open': ({ amount }) => `dispute ${showStored(amount)}`,
  'promise.make': ({ amount, dueOn }) => `accept a promise of ${showStored(amount)} by ${dueOn}`,
  'plan.agree': ({ instalments }) => `agree on a payment plan of ${instalments.length} instalments`,
  'hold.place': ({ reason, scope }) =>
    `place a ${reason} hold on ${typeof scope === 'string' ? `the ${scope}` : scope.subscription}`,
  'hold.placeEach': ({ reason, holds }) =>
    `place a ${reason} hold on each of ${holds.map(({ subscription }) => subscription).join(', ')}`,
  'hold.release': ({ hold }) => `release hold ${hold}`,
  'approval.decide': ({ decision }) => (decision === 'approve' ? 'approve' : 'refuse an approval'),
  'subscription.order': ({ offer, quantity }) => `order ${quantity} × ${offer}`,
  'order.place': ({ lines }) => lines.map(({ offer, quantity }) => `order ${quantity} × ${offer}`).join(', '),
  'subscription.setQuantity': ({ subscription, quantity }) => `change ${subscription} to ${quantity}`,
  'subscription.retry': ({ subscription }) => `try ${subscription} again`,
  'prepayment.request': ({ amount }) => `ask for a prepayment of ${showStored(amount)}`,
  'onboarding.reopen': () => 're-open the onboarding',
  'offboarding.request': ({ on }) => `end the relationship on ${on}`,
  'task.close': ({ task }) => `close task ${task}`,
};

export function commandSummary({ kind, body }: PendingCommand): string {
  // The body was given as its kind says.
  const summary: (body: never) => string = SUMMARIES[kind];
  return summary(body as never);
}
