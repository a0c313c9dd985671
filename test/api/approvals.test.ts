import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId, record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';
import { got, post, posted, refusal } from './support/money.ts';

const theApi = sharedApi({ lifecycle: decidingAtOnce() });
let api: TestApi;
beforeAll(() => {
  api = theApi();
});

/** A step that waits for a second person, as a life asks for it. */
async function asked(at: TestApi, customer: string, askedBy = 'policy'): Promise<string> {
  const approval = freshId('apr');
  await record(at, customer, Date.now(), ({ today: effectiveOn }) => [
    { kind: 'approval.requested', effectiveOn, body: { approval, subject: 'step', key: 'terminate/1.1', askedBy } },
  ]);
  return approval;
}

const decide = (at: TestApi, approval: string, decision = 'approve', key = randomUUID()) =>
  post(at, `/v1/approvals/${approval}/decision`, { decision, note: 'seen' }, { key });

describe('an approval of a step', () => {
  it('is decided by the life, at the word of a person who stands in it', async () => {
    const customer = await aCustomer(api, { onboarding: 'existing' });
    const approval = await asked(api, customer);
    expect(await got(api, `/v1/approvals/${approval}`)).toMatchObject({
      customer,
      subject: 'step',
      key: 'terminate/1.1',
      amount: null,
      state: 'open',
      askedBy: 'policy',
    });
    const key = randomUUID();
    const answer = await decide(api, approval, 'refuse', key);
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ state: 'refused', decidedBy: 'the finance', note: 'seen' }),
    ]);
    expect(answer.body['decidedAt']).not.toBeNull();
    expect((await decide(api, approval, 'refuse', key)).body).toEqual(answer.body);
    expect(refusal(await decide(api, approval))).toBe('409 conflict');
    expect((await got(api, `/v1/approvals?customer=${customer}&state=refused`))['items']).toHaveLength(1);
    expect((await got(api, `/v1/approvals?customer=${customer}&state=open`))['items']).toEqual([]);
  });

  it('is not decided by the one who asked, nor by a role that may not', async () => {
    const approval = await asked(api, await aCustomer(api), 'the finance');
    expect(refusal(await decide(api, approval))).toBe('403 four_eyes');
    const body = { decision: 'approve', note: 'seen' };
    expect(refusal(await post(api, `/v1/approvals/${approval}/decision`, body, { as: 'collector' }))).toBe(
      '403 role_required',
    );
    expect((await posted(api, `/v1/approvals/${approval}/decision`, body, { as: 'admin' }))['state']).toBe('approved');
  });

  it('is decided once, also while the life has not answered the first word', async () => {
    const away = await startApi();
    const approval = await asked(away, await aCustomer(away));
    const first = await decide(away, approval);
    expect([first.status, first.body['state'], first.body['note']]).toEqual([202, 'open', null]);
    expect(refusal(await decide(away, approval, 'refuse'))).toBe('409 conflict');
  });

  it('is refused where the request is wrong', async () => {
    const approval = await asked(api, await aCustomer(api));
    const ask = async (body: object, id = approval) => refusal(await post(api, `/v1/approvals/${id}/decision`, body));
    expect(await ask({ decision: 'maybe', note: 'x' })).toBe('400 malformed /decision');
    expect(await ask({ decision: 'approve' })).toBe('400 malformed /note');
    expect(await ask({ decision: 'approve', note: 'x' }, 'apr_00000000000000000000000000')).toBe('404 not_found');
    expect(refusal(await api.ask('GET', '/v1/approvals/apr_00000000000000000000000000'))).toBe('404 not_found');
    expect(refusal(await api.ask('GET', '/v1/approvals?state=maybe'))).toBe('400 malformed /state');
  });
});
