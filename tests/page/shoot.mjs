// node shoot.mjs PAGE.html OUT [ADDRESS...]: pictures of views for people to
// look at: both languages, both themes, a wide and a narrow window.
import {mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, open} from './browser.mjs';

const [page, out, ...chosen] = process.argv.slice(2);
const views = chosen.length ? chosen : ['#/overview', '#/sources', '#/families', '#/documents', '#/review'];
mkdirSync(out, {recursive: true});
const browser = await launch();
const looks = [['en', 'light', 1280], ['ar', 'light', 1280], ['ar', 'dark', 1280], ['en', 'light', 420], ['ar', 'dark', 420]];
for (const [language, theme, width] of (process.env.LOOKS ? JSON.parse(process.env.LOOKS) : looks)) {
  const tab = await open(browser, {language, theme, width});
  for (const [i, view] of views.entries()) {
    await tab.goto(`${/^http/.test(page) ? page : pathToFileURL(resolve(page)).href}${view}`);
    await tab.waitForSelector('main');
    await tab.waitForTimeout(500);
    await tab.screenshot({path: join(out, `${i}-${view.replace(/[^a-z]+/gi, '_').slice(1, 20)}-${language}-${theme}-${width}.png`), fullPage: true});
  }
  if (tab.problems.length) console.log(language, theme, tab.problems);
  await tab.context().close();
}
await browser.close();
