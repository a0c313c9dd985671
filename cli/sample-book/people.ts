/** Whom the sample book shows: a customer in every phase, and the holds that lie across them. Made-up firms. */
export interface SampleCustomer {
  readonly externalId: string;
  readonly name: string;
  readonly city: string;
  readonly onboarding: 'standard' | 'existing';
  /** Days before today on which its clock starts. */
  readonly startsDaysAgo: number;
  readonly story: Story;
}

export type Story =
  | 'applied'
  | 'verifying'
  | 'refused'
  | 'awaitingPrepayment'
  | 'prepaid'
  | 'paysOnTime'
  | 'dunned'
  | 'disputing'
  | 'promising'
  | 'suspended'
  | 'reinstating'
  | 'fraudHold'
  | 'terminating'
  | 'closed';

const person = (
  externalId: string,
  name: string,
  city: string,
  story: Story,
  startsDaysAgo: number,
  onboarding: SampleCustomer['onboarding'] = 'existing',
): SampleCustomer => ({
  externalId,
  name,
  city,
  onboarding,
  startsDaysAgo,
  story,
});

export const SAMPLE_CUSTOMERS: readonly SampleCustomer[] = [
  person('SAMPLE-01', 'Zielony Ogród Sp. z o.o.', 'Łódź', 'applied', 3, 'standard'),
  person('SAMPLE-02', 'Kancelaria Wrona i Partnerzy', 'Kraków', 'verifying', 5, 'standard'),
  person('SAMPLE-03', 'Szybkie Kredyty 24', 'Warszawa', 'refused', 9, 'standard'),
  person('SAMPLE-04', 'Stolarnia Jesion', 'Olsztyn', 'awaitingPrepayment', 6, 'standard'),
  person('SAMPLE-05', 'Browar Pod Kasztanem', 'Poznań', 'prepaid', 20, 'standard'),
  person('SAMPLE-06', 'Apteka Centralna', 'Gdańsk', 'paysOnTime', 60),
  person('SAMPLE-07', 'Drukarnia Litera', 'Wrocław', 'dunned', 40),
  person('SAMPLE-08', 'Biuro Podróży Albatros', 'Gdynia', 'disputing', 40),
  person('SAMPLE-09', 'Piekarnia Rogal', 'Lublin', 'promising', 40),
  person('SAMPLE-10', 'Siłownia Atlas', 'Katowice', 'suspended', 75),
  person('SAMPLE-11', 'Serwis Rowerowy Szprycha', 'Białystok', 'reinstating', 75),
  person('SAMPLE-12', 'Sklep Elektro-Mega', 'Radom', 'fraudHold', 30),
  person('SAMPLE-13', 'Hurtownia Kabel', 'Rzeszów', 'terminating', 40),
  person('SAMPLE-14', 'Teatr Mały', 'Toruń', 'closed', 40),
];
