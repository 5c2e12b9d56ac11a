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

  'a burst of rejected keys closes the checks for a while and tells the staff once': async (theatre) => {
    const { driver, provider, goodKey } = theatre;
    const { ann } = driver.people;
    const check = async (key: string) => {
      await driver.command(ann, 'keycheck');
      await driver.settled();
      await driver.submit(ann, { 'API key': key, Provider: 'OpenAI' });
      await driver.settled();
      return driver.direct(ann).at(-1)?.text ?? '';
    };
    provider.state = 'wrong';
    for (let count = 0; count < 7; count += 1) expect(await check(goodKey)).toContain('rejects this key');
    provider.state = 'works';
    const asked = provider.seen.length;
    expect(await check(goodKey)).toContain('Key checks are closed here for a while');
    expect(provider.seen).toHaveLength(asked);
    const told = driver.visible({ channel: driver.channels.staff });
    expect(told.filter(({ text }) => text.includes('Key checks are closed for 30 minutes'))).toHaveLength(1);
    await theatre.restart();
    expect(await check(goodKey)).toContain('Key checks are closed here for a while');
    theatre.later(31 * 60_000);
    expect(await check(goodKey)).toContain('The key works');
  },
};
