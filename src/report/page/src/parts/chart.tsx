import {plot, type PlotOptions} from '@observablehq/plot';
import {useEffect, useRef, useState} from 'preact/hooks';
import {useShell} from '../context';
import {ImageButtons} from './export';

/** Colours of the theme by name: kind names, `ink`, `faint`, `paper`, `accent`. */
export type Colors = (name: string) => string;

function themeColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim() || '#888';
}

/** Draws; the library's own style element is left out, as the policy wants. */
export function draw(options: PlotOptions): SVGSVGElement {
  const svg = plot({...options, className: 'plot'}) as unknown as SVGSVGElement;
  svg.querySelector('style')?.remove();
  // Names belong to links; of the groups and shapes of a picture, which has a
  // name as a whole, they would be read out one by one.
  for (const part of svg.querySelectorAll('[aria-label]')) {
    part.closest('a')?.setAttribute('aria-label', part.getAttribute('aria-label')!);
    if (!part.matches('a')) part.removeAttribute('aria-label');
  }
  // Anchors of labels mean left and right; words turn by themselves.
  svg.style.direction = 'ltr';
  svg.style.overflow = 'visible';
  return svg;
}

/**
 * A chart as wide as its place, with its exports. `label` says in words what
 * it shows; `key` names what it is drawn from.
 */
export function Chart({name, label, chartKey, build}: {name: string; label: string;
  chartKey: string; build: (width: number, colors: Colors, rtl: boolean) => PlotOptions}) {
  const {tr, theme} = useShell();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.round(entry!.contentRect.width)));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const svg = draw({width, ...build(width, themeColors(), tr.rtl)});
    svg.setAttribute('role', svg.querySelector('a') ? 'group' : 'img');
    svg.setAttribute('aria-label', label);
    place.current!.replaceChildren(svg);
  }, [width, theme, tr.language, chartKey, label]);
  return <div class="chart">
    <div class="chart-place" ref={place} />
    <div class="exports">
      <ImageButtons name={name} svg={() => place.current!.querySelector('svg')} />
    </div>
  </div>;
}
