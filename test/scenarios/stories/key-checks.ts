import { expect } from 'vitest';
import type { Story } from './story.ts';

/** Key checks: whom a person can choose, and how often. */
export const keyChecks: Readonly<Record<string, Story>> = {
  'a provider that the list does not have is typed in, as people write it': async (theatre) => {
    const { driver, provider, goodKey } = theatre;
    const { ann } = driver.people;
    await driver.command(ann, 'keycheck');
    await driver.settled();
    await driver.submit(ann, { 'API key': goodKey, 'Another provider': 'open ai' });
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toContain('The key works: OpenAI accepts it.');
    const asked = provider.seen.length;
    await driver.command(ann, 'keycheck');
    await driver.settled();
    await driver.submit(ann, { 'API key': 'Zq7Kx2Wm9Rt4Yp6Lc1Vn8Bd3Hs5Jf0GuEa', 'Another provider': 'Antropic' });
    await driver.settled();
    expect(driver.direct(ann).at(-1)?.text).toMatch(/Unknown provider\. Did you mean Anthropic/);
    expect(provider.seen).toHaveLength(asked);
  },
};
