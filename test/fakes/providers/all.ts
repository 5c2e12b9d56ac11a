import { CHINA_AND_VOICE } from './china-and-voice.ts';
import { FIRST_PARTY } from './first-party.ts';
import { FURTHER_FIRST_PARTY } from './first-party-too.ts';
import { GATEWAYS } from './gateways.ts';
import { HOSTS } from './hosts.ts';
import type { FakeProvider } from './types.ts';

/** Every fake provider, one for each that the knowledge can ask. */
export const FAKES: readonly FakeProvider[] = [
  ...FIRST_PARTY,
  ...FURTHER_FIRST_PARTY,
  ...HOSTS,
  ...CHINA_AND_VOICE,
  ...GATEWAYS,
];
