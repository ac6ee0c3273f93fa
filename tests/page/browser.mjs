import {existsSync} from 'node:fs';
import {chromium} from 'playwright-core';

export const CHROMIUM = process.env.TIKRAR_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export function launch() {
  return chromium.launch({executablePath: CHROMIUM, headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb']});
}

/** A tab that keeps in `problems` what a page must not do. */
export async function open(browser, {language = 'en', theme = 'light', width = 1280, height = 860} = {}) {
  const context = await browser.newContext({locale: language === 'ar' ? 'ar-SA' : 'en-GB', colorScheme: theme,
    viewport: {width, height}, deviceScaleFactor: 1, reducedMotion: 'reduce', acceptDownloads: true});
  const tab = await context.newPage();
  tab.problems = [];
  tab.requests = [];
  tab.on('pageerror', (error) => tab.problems.push(`error: ${error.message}`));
  tab.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') tab.problems.push(`${message.type()}: ${message.text()}`);
  });
  tab.on('request', (request) => tab.requests.push(request.url()));
  return tab;
}

export async function show(tab, base, address) {
  await tab.goto(`${base}${address}`);
  await tab.waitForSelector('main h1');
  await tab.waitForFunction(() => !document.querySelector('main .loading'));
}
