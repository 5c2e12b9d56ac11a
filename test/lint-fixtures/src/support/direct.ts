import { request } from 'undici';
import { loadKnowledge } from '#knowledge/load.ts';

export const used: unknown = [loadKnowledge, request];
