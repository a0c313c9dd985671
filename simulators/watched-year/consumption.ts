/** What something costs on one day, in Polish zlotys (the world reckons in one money and states it in each customer's). */
export interface Consumption {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  readonly cost: number;
  /** Share that falls between 22:00 and 06:00. */
  readonly nightShare: number;
}

export const REGIONS = ['polandcentral', 'westeurope', 'northeurope', 'germanywestcentral', 'swedencentral', 'uksouth'];

/** Where whoever pays with other people's money finds free machines. */
export const FAR_REGIONS = ['brazilsouth', 'southafricanorth', 'koreacentral', 'westus3', 'eastus2', 'australiaeast'];

/** Services of honest customers with their kinds; `sleeps` when people's work drives it. */
export const SERVICES = [
  { service: 'Virtual Machines', kinds: ['Dsv5', 'Esv5', 'Bs', 'Fsv2'], sleeps: 0.5 },
  { service: 'Storage', kinds: ['Blob', 'Files', 'Managed Disks'], sleeps: 0.05 },
  { service: 'SQL Database', kinds: ['General Purpose', 'Elastic Pool'], sleeps: 0.3 },
  { service: 'App Service', kinds: ['P1v3', 'S1'], sleeps: 0.2 },
  { service: 'Bandwidth', kinds: ['Egress'], sleeps: 0.8 },
  { service: 'Azure Virtual Desktop', kinds: ['Session Hosts'], sleeps: 0.9 },
  { service: 'Backup', kinds: ['Vault'], sleeps: 0 },
  { service: 'Azure Kubernetes Service', kinds: ['Nodes'], sleeps: 0.3 },
  { service: 'Azure OpenAI', kinds: ['Tokens'], sleeps: 0.9 },
  { service: 'Log Analytics', kinds: ['Ingestion'], sleeps: 0.4 },
] as const;
