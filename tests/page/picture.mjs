// node picture.mjs REPORT.html FOLDER: the pictures in README.md, of the report
// of corpus/: the overview, and a document with its marks.
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {launch, open} from './browser.mjs';

const [report, folder] = process.argv.slice(2);
const browser = await launch();
for (const [name, address, height] of [['overview', '#/overview', 530], ['document', '#/document?doc=burj-05', 620]]) {
  const tab = await open(browser, {language: 'en', width: 1200, height});
  await tab.goto(`${pathToFileURL(resolve(report)).href}${address}`);
  await tab.waitForSelector('main h1');
  await tab.waitForTimeout(300);
  await tab.screenshot({path: join(folder, `${name}.png`)});
  await tab.context().close();
}
await browser.close();
