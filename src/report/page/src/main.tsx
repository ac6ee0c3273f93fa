import {render} from 'preact';
import {App} from './app';
import {type FileData, FileSource} from './data/file';
import {ServeSource} from './data/serve';
import type {Data} from './data/types';
import './style/base.css';
import './style/parts.css';
import './style/views.css';

function source(): Data {
  const element = document.getElementById('tikrar-data');
  const given = JSON.parse(element?.textContent ?? 'null') as
    FileData | {mode: 'serve'; token: string} | string | null;
  if (typeof given !== 'object' || !given) throw new Error('page: no data in it');
  // The text of the element is not needed any more: 20 MB of it.
  element!.textContent = '';
  return given.mode === 'serve' ? new ServeSource(given.token) : new FileSource(given);
}

async function start() {
  const place = document.getElementById('app')!;
  try {
    const data = source();
    const run = await data.run();
    place.replaceChildren();
    render(<App data={data} run={run} />, place);
  } catch (error) {
    const line = document.createElement('p');
    line.className = 'booting';
    line.setAttribute('role', 'alert');
    line.textContent = error instanceof Error ? error.message : String(error);
    place.replaceChildren(line);
  }
}

void start();
