import type { Db } from './database.ts';

/** A suspension that Microsoft made by itself, as the task says that its customer's life opened for it. */
export interface ForeignStop {
  readonly customerId: string;
  /** The same for one suspension, whoever asks: `suspendedByMicrosoft/<subscription>/<how often>`. */
  readonly occurrence: string;
  readonly subscription: string;
}

/** Suspensions of Microsoft's that no case has taken yet, the oldest first. */
export async function foreignStopsWithoutCase(db: Db): Promise<readonly ForeignStop[]> {
  const rows = await db
    .selectFrom('task')
    .select(['customer_id', 'key'])
    .where('what', '=', 'suspendedByMicrosoft')
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('security_case_signal')
            .whereRef('occurrence', '=', 'task.key')
            .select('security_case_signal.case_id'),
        ),
      ),
    )
    .orderBy('opened_at')
    .orderBy('id')
    .execute();
  return rows.map(({ customer_id, key }) => ({
    customerId: customer_id,
    occurrence: key,
    subscription: key.split('/')[1] ?? '',
  }));
}
