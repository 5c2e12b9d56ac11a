import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { discordPage } from './discord-page.ts';
import { type Sample, samples } from './samples.ts';
import { slackPage } from './slack-page.ts';

const HELP = `Usage: npm run preview [-- slack|discord]

Draws the main replies as each chat shows them, or one of them, into docs/preview/CHAT-NAME.png. Needs Chromium: CHROMIUM
names the program if it is not /usr/bin/chromium.
`;

const PAGES: Readonly<Record<string, (sample: Sample) => string>> = { slack: slackPage, discord: discordPage };

const [chat] = process.argv.slice(2);
const pages = Object.entries(PAGES).filter(([name]) => chat === undefined || name === chat);
const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
if (pages.length === 0) {
  process.stdout.write(HELP);
  process.exitCode = chat === '--help' ? 0 : 2;
} else if (existsSync(program)) await draw(pages);
else {
  process.stderr.write(`There is no ${program}. Install Chromium, or set CHROMIUM to its program.\n`);
  process.exitCode = 1;
}

async function draw(chats: typeof pages): Promise<void> {
  const folder = join(import.meta.dirname, '..', 'docs', 'preview');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const tab = await browser.newPage({ viewport: { width: 560, height: 400 }, deviceScaleFactor: 1.5 });
  const drawn = await samples();
  for (const [name, html] of chats) {
    for (const sample of drawn) {
      await tab.setViewportSize({ width: sample.phone === true ? 390 : 560, height: 400 });
      await tab.setContent(html(sample));
      const path = join(folder, `${name}-${sample.name}.png`);
      await tab.locator('main').screenshot({ path });
      process.stdout.write(`${path}\n`);
    }
  }
  await browser.close();
}
