import {useShell} from '../context';

/** Offers `blob` as a file of that name. */
export function download(name: string, blob: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export type Cell = string | number | boolean | null | undefined;

/**
 * RFC 4180 with a mark at the begin that spreadsheets need for Arabic. Text
 * that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function csv(rows: Cell[][]): Blob {
  const lines = rows.map((row) => row.map((cell) => {
    if (cell === null || cell === undefined) return '';
    if (typeof cell !== 'string') return String(cell);
    const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }).join(','));
  return new Blob(['\ufeff', `${lines.join('\r\n')}\r\n`], {type: 'text/csv;charset=utf-8'});
}

export function CsvButton({name, rows}: {name: string; rows: () => Cell[][] | Promise<Cell[][]>}) {
  const {tr, say} = useShell();
  const start = async () => {
    try {
      download(`${name}.csv`, csv(await rows()));
    } catch (error) {
      say(tr.t('failed', {error: String(error)}));
    }
  };
  return <button type="button" class="quiet" title={tr.t('export_csv_long')}
    aria-label={tr.t('export_csv_long')} onClick={start}>↓ {tr.t('export_csv')}</button>;
}

/** An image of its own: with namespace, size and background. */
export function svgFile(svg: SVGSVGElement, background: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // Links lead nowhere from an image.
  for (const link of copy.querySelectorAll('a')) {
    link.replaceWith(...link.childNodes);
  }
  const back = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  back.setAttribute('width', '100%');
  back.setAttribute('height', '100%');
  back.setAttribute('fill', background);
  copy.prepend(back);
  copy.setAttribute('font-family', getComputedStyle(document.body).fontFamily);
  return new XMLSerializer().serializeToString(copy);
}

const PNG_SCALE = 2;

export async function pngFile(svg: SVGSVGElement, background: string): Promise<Blob> {
  const url = URL.createObjectURL(
    new Blob([svgFile(svg, background)], {type: 'image/svg+xml'}));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = PNG_SCALE * Number(svg.getAttribute('width'));
    canvas.height = PNG_SCALE * Number(svg.getAttribute('height'));
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((give, fail) => canvas.toBlob(
      (blob) => blob ? give(blob) : fail(new Error('png: no image')), 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function ImageButtons({name, svg}: {name: string; svg: () => SVGSVGElement | null}) {
  const {tr, say} = useShell();
  const background = () =>
    getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  const save = async (kind: 'svg' | 'png') => {
    const image = svg();
    if (!image) return;
    try {
      download(`${name}.${kind}`, kind === 'png' ? await pngFile(image, background())
        : new Blob([svgFile(image, background())], {type: 'image/svg+xml'}));
    } catch (error) {
      say(tr.t('failed', {error: String(error)}));
    }
  };
  return <>
    <button type="button" class="quiet" title={tr.t('export_svg_long')}
      aria-label={`${tr.t('export_svg_long')}: ${name}`}
      onClick={() => save('svg')}>↓ {tr.t('export_svg')}</button>
    <button type="button" class="quiet" title={tr.t('export_png_long')}
      aria-label={`${tr.t('export_png_long')}: ${name}`}
      onClick={() => save('png')}>↓ {tr.t('export_png')}</button>
  </>;
}
