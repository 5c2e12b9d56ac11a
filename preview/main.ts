import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { discordPage } from './discord-page.ts';
import { type Sample, samples } from './samples.ts';
import { slackPage } from './slack-page.ts';

const HELP = `Usage: npm run preview -- slack|discord

Draws the main replies as a chat shows them, into docs/preview/CHAT-NAME.png. Needs Chromium: CHROMIUM names the program
where it is not /usr/bin/chromium.
`;

const PAGES: Readonly<Record<string, (sample: Sample) => string>> = { slack: slackPage, discord: discordPage };

const [chat = ''] = process.argv.slice(2);
const page = PAGES[chat];
const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
if (page === undefined) {
  process.stdout.write(HELP);
  process.exitCode = chat === '--help' ? 0 : 2;
} else if (existsSync(program)) await draw(chat, page);
else {
  process.stderr.write(`There is no ${program}. Install Chromium, or set CHROMIUM to it.\n`);
  process.exitCode = 1;
}

async function draw(name: string, html: (sample: Sample) => string): Promise<void> {
  const folder = join(import.meta.dirname, '..', 'docs', 'preview');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  const tab = await browser.newPage({ viewport: { width: 560, height: 400 }, deviceScaleFactor: 1.5 });
  for (const sample of await samples()) {
    await tab.setContent(html(sample));
    const path = join(folder, `${name}-${sample.name}.png`);
    await tab.locator('main').screenshot({ path });
    process.stdout.write(`${path}\n`);
  }
  await browser.close();
}
