import { setting } from './setting.ts';
import { hostNames, targets, wholeNumber } from './values.ts';

/** Whom key checks may ask, and how often. */
export const KEYCHECK = {
  allow: setting({
    env: 'KEYCHECK_ALLOW',
    key: 'keycheck.allow',
    says: 'Private hosts that key checks may contact: host:port',
    form: 'list',
    value: targets,
    example: 'localhost:4000',
  }),
  passThrough: setting({
    env: 'KEYCHECK_PASS_THROUGH',
    key: 'keycheck.pass_through',
    says: "Hosts of gateways that send each key on to its provider unchanged. A provider's refusal counts there as if the provider was asked",
    form: 'list',
    value: hostNames,
    example: 'gateway.example.com',
  }),
  perPersonDay: setting({
    env: 'KEYCHECKS_PER_PERSON',
    key: 'keycheck.per_person',
    says: 'Key checks one person can start in a day. In 10 minutes it is at most 5',
    form: 'number',
    value: wholeNumber(0, 1000),
    otherwise: '20',
  }),
  perServerDay: setting({
    env: 'KEYCHECKS_PER_SERVER',
    key: 'keycheck.per_server',
    says: 'Key checks in one workspace or server in a day',
    form: 'number',
    value: wholeNumber(0, 100_000),
    otherwise: '100',
  }),
  perDay: setting({
    env: 'KEYCHECKS_PER_DAY',
    key: 'keycheck.per_day',
    says: 'Key checks in all workspaces and servers in a day',
    form: 'number',
    value: wholeNumber(0, 1_000_000),
    otherwise: '1000',
  }),
  accountHours: setting({
    env: 'KEYCHECK_ACCOUNT_HOURS',
    key: 'keycheck.account_hours',
    says: 'How old a Discord account must be for key checks, in hours. 0 allows all',
    form: 'number',
    value: wholeNumber(0, 87_600),
    otherwise: '24',
  }),
};
